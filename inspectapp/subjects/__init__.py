"""Who is inspected (检查对象): institutions, exam sites, enterprises and all in their files."""
