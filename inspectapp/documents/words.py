"""The words of papers: how a paper stands, who signs it, and how a signature can end."""

from inspectapp.shared.states import Titled


class State(Titled):
    """How a paper stands."""

    DRAFT = "草稿"
    FROZEN = "待签署"
    SEALED = "已封存"
    SUPERSEDED = "已更正"
    VOID = "已作废"


class Party(Titled):
    """For whom a signature speaks. Officers sign under their own login only."""

    OFFICER = "执法人员"
    UNIT = "被检查单位"
    WITNESS = "见证人"


class Outcome(Titled):
    """How a signature ended; each is a normal end, and only PENDING keeps a paper open."""

    PENDING = "待签"
    SIGNED = "已签名"
    OBJECTED = "签名并有异议"
    ON_PAPER = "纸质签名"
    REFUSED = "拒绝签名"
    ABSENT = "不在场"
    CANNOT_WRITE = "不能书写"


class Mode(Titled):
    """On whose glass the signature is drawn."""

    OWN_LOGIN = "本人账号"
    HANDED_OVER = "执法人员的手机，当面交给本人"
    OWN_PHONE = "本人手机，一次性二维码"


class Way(Titled):
    """How the unit got its copy."""

    LINK = "扫码查阅"
    PRINT = "打印件"
    FILE = "电子文件"
    REFUSED_COPY = "拒收，留置"


#: The hand of the person it names (or their thumb) is on the paper.
BY_HAND = frozenset({Outcome.SIGNED, Outcome.OBJECTED, Outcome.ON_PAPER})
#: No signature: a reason is due, and two officers who vouch for it.
WITHOUT_HAND = frozenset({Outcome.REFUSED, Outcome.ABSENT, Outcome.CANNOT_WRITE})
