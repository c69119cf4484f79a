"""查资料、查台账、查证件、看现场、问人 in the words of whoever wrote the table."""

import re

from inspectapp.checklists.words import Way

_SIGNS = (
    (Way.LEDGERS, "台账|台帐|登记簿|清单"),
    (Way.CERTIFICATES, "证件|证书|查证|持证|操作证|资格证|执照|许可证"),
    (Way.SITE, "现场|实地|查看设|看设|实物|测量|丈量|监控|录像|查看场|看场|演示|试用|抽测|巡查"),
    (Way.PEOPLE, "询问|问询|提问|问人|问卷|^问|、问|访谈|座谈|抽考|约谈|交流|面谈|听取|汇报|测试"),
    (Way.DOCUMENTS, "资料|档案|文件|记录|材料|试卷|查阅|文档|制度|合同|协议|查看|核对|核查"),
)


def ways_in(text: str) -> tuple[Way, ...]:
    """The ways a cell speaks of, in the order of the list of ways."""
    found = {way for way, signs in _SIGNS if re.search(signs, text)}
    return tuple(way for way in Way if way in found)
