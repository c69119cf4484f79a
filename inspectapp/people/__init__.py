"""People and regions: accounts, roles, login, and what each role may open. 人员与辖区"""
