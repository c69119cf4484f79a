"""The words of the law catalogue: who answers for an act, what may be done, how sure we are of a row."""

from inspectapp.shared.states import Titled


class Subject(Titled):
    """Who breaks the duty."""

    INSTITUTION = "培训机构"
    EXAM_SITE = "考试点"
    ENTERPRISE = "企业"
    HEAD = "主要负责人"
    MANAGER = "安全管理人员"
    WORKER = "从业人员"


class Kind(Titled):
    """What a row of the catalogue is good for."""

    PENALTY = "处罚依据"
    POINTER = "转引条目"
    REFERRAL = "移送依据"
    NO_FINE = "没有国家罚款"
    TRAP = "不得引用"


class Confidence(Titled):
    """How the row came to be known; shown beside every sum."""

    CHECKED = "已核对原文"
    SECOND_HAND = "二手资料，使用前核对一次"
    MEMORY = "凭记忆，须核对"
    UNCERTAIN = "不确定，由本单位设置"


class Standing(Titled):
    """Where a row stands on the day of the act."""

    IN_FORCE = "现行"
    EXPIRED = "已失效"
    NOT_YET = "尚未施行"
    NEVER = "不得引用"
    AWAITING = "待本单位补录"
    UNCONFIRMED = "待本单位确认"


class Phase(Titled):
    """First finding, or overdue and aggravated."""

    FIRST = "初次发现"
    OVERDUE = "逾期未改正或情节加重"


class Target(Titled):
    """Who bears the measure."""

    UNIT = "单位"
    PERSON = "个人"


class Measure(Titled):
    """What the bureau may do."""

    ORDER = "责令改正"
    FINE = "罚款"
    WARNING = "警告"
    STOP = "责令停产停业整顿"
    SUSPEND = "暂停或者撤销资格"
    REVOKE = "撤销证书"
    NO_REAPPLY = "三年内不得再次申请"
    DAILY = "按日连续处罚"
    REFER = "移送公安机关"
    CIRCULAR = "通报"
    NO_EXAM = "不予安排考试"
    REMOVE_ENTRY = "暂停培训、取消报名入口"
    NEXT_PLAN = "列入下一年度检查计划"


class Quantity(Titled):
    """What a discretion tier measures."""

    SHARE = "占比（%）"
    COUNT = "人数"
    HOURS = "实际学时占规定学时（%）"
    NONE = "不按数量"


class Category(Titled):
    """The primary category of a numbered problem in a circular."""

    A = "专项行动职责"
    B = "制度与预案"
    C = "人员兼任"
    D = "名册与聘用"
    E = "教师专业"
    F = "培训档案"
    G = "场地设施"
    H = "法人资格"
    I = "服务协议到期"  # noqa: E741 - the circular's own letter


class Origin(Titled):
    """Where a version of a row comes from."""

    SHIPPED = "随系统提供"
    BUREAU = "本单位修改"


class VersionState(Titled):
    """Offered versions wait for a decision; published ones are never overwritten."""

    OFFERED = "待采用"
    PUBLISHED = "已采用"
    DECLINED = "未采用"
