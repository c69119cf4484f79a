"""The words of a checklist: each is stored by name and shown by its Chinese title."""

from inspectapp.shared.states import Titled


class Way(Titled):
    """How an item is checked 检查方式."""

    DOCUMENTS = "查资料"
    LEDGERS = "查台账"
    CERTIFICATES = "查证件"
    SITE = "看现场"
    PEOPLE = "问人"


class AnswerKind(Titled):
    """What the officer gives as an answer."""

    YES_NO = "是否符合"
    NUMBER = "填数字"
    CHOICE = "选一项"
    TEXT = "写文字"


class Verdict(Titled):
    """The four distinct answers: never looked at is not the same as not applicable."""

    CONFORMS = "符合"
    FAILS = "不符合"
    NOT_APPLICABLE = "不适用"
    UNCHECKED = "未查"


class Comparison(Titled):
    """How a typed number meets its threshold."""

    AT_LEAST = "不少于"
    AT_MOST = "不超过"
    MORE = "多于"
    LESS = "少于"
    EQUAL = "等于"
    BETWEEN = "介于"


class Force(Titled):
    """When a photo or a note must be there before the item counts as answered."""

    NEVER = "不要求"
    ON_FAILURE = "不符合时必须有"
    ALWAYS = "每次必须有"


class VersionState(Titled):
    """Where a version stands; a published one never changes again."""

    DRAFT = "草稿"
    PUBLISHED = "已发布"
    WITHDRAWN = "已停用"
