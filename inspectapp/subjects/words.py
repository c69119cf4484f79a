"""The words of the registers: each is stored by name and shown by its Chinese title."""

from inspectapp.shared.states import Titled


class UnitKind(Titled):
    """Who is inspected 检查对象."""

    INSTITUTION = "培训机构"
    EXAM_SITE = "考试点"
    ENTERPRISE = "企业"


class Supervision(Titled):
    """Whose supervision a unit is under 监管层级."""

    CITY = "市级"
    COUNTY = "县级"


class Sector(Titled):
    """The trade of a unit 行业; the eight of 工贸 stand for themselves."""

    COAL = "煤矿"
    MINE = "非煤矿山"
    CHEMICAL = "危险化学品"
    FIREWORKS = "烟花爆竹"
    SMELTING = "金属冶炼"
    METALLURGY = "冶金"
    NONFERROUS = "有色"
    BUILDING_MATERIAL = "建材"
    MACHINERY = "机械"
    LIGHT_INDUSTRY = "轻工"
    TEXTILE = "纺织"
    TOBACCO = "烟草"
    COMMERCE = "商贸"
    CONSTRUCTION = "建筑施工"
    TRANSPORT = "交通运输"
    OTHER = "其他"


class LegalStanding(Titled):
    """Is the unit a legal person of its own 独立法人."""

    INDEPENDENT = "独立法人"
    DEPENDENT = "非独立法人"


class Building(Titled):
    """What kind of building the premises are in; six kinds may not house training."""

    OFFICE = "办公或教学楼"
    FACTORY = "厂房或生产区"
    COMMERCIAL = "商业楼"
    RESIDENTIAL = "居民住宅"
    TEMPORARY = "临时建筑"
    ILLEGAL = "违法建筑"
    DANGEROUS = "危险建筑"
    UNDERGROUND = "地下建筑"
    SEMI_UNDERGROUND = "半地下建筑"


class Premises(Titled):
    """How the unit holds its place."""

    OWNED = "自有"
    LEASED = "租赁"


class UnitStatus(Titled):
    """Where a unit stands in the register."""

    LISTED = "在册"
    SUSPENDED = "暂停"
    CLOSED = "注销"


class StaffRole(Titled):
    """What a person does at the unit; several may be held, though some exclude each other."""

    MANAGER = "专职管理人员"
    TEACHER = "专职教师"
    GUEST = "外请教师"
    EXAM_STAFF = "考务人员"
    EXAMINER = "考评员"


class Rank(Titled):
    """Professional title 职称."""

    NONE = "无职称"
    JUNIOR = "初级职称"
    MIDDLE = "中级职称"
    SENIOR = "高级职称"
    ENGINEER = "中级注册安全工程师"


class Employment(Titled):
    """Own employee or brought in 用工形式."""

    OWN = "本单位职工"
    OUTSIDE = "外聘人员"


class HourKind(Titled):
    """What hours were spent on."""

    CONTINUING = "继续教育"
    TEACHING = "授课"


class Post(Titled):
    """The three posts 三项岗位."""

    HEAD = "主要负责人"
    SAFETY_MANAGER = "安全生产管理人员"
    SPECIAL = "特种作业人员"


class AgreementKind(Titled):
    """What an agreement is about."""

    TRAINING = "委托培训"
    MEDICAL = "医疗救援"
    LOGISTICS = "后勤保障"
    LEASE = "场地租赁"
    OTHER = "其他"


class RoomKind(Titled):
    """What a room is for."""

    CLASSROOM = "教室"
    EXAM_ROOM = "考试机房"
    PRACTICE = "实操场地"
    WAITING = "候考室"
    RECEPTION = "接待区"


class DocumentKind(Titled):
    """Rules and documents that the notices name."""

    DEMAND = "需求分析制度"
    TEACHERS = "教师管理制度"
    TRAINEES = "学员管理制度"
    ASSESSMENT = "考核管理制度"
    EVALUATION = "培训评估制度"
    ARCHIVES = "档案管理制度"
    EQUIPMENT = "设备设施管理制度"
    FINANCE = "财务管理制度"
    LOGISTICS = "后勤保障制度"
    SOCIAL = "自愿履行社会责任制度"
    RESPONSIBILITY = "全员安全责任制"
    ACADEMIC = "教务管理制度"
    EMERGENCY = "突发事件应对预案"
    TEACHER_TRAINING = "师资培训计划"
    YEARLY_PLAN = "年度培训计划"
    CAMPAIGN_PLAN = "专项整治方案"
    PROBLEM_LIST = "问题清单"
    EXAM_RULES = "考试考务管理制度"
    OTHER = "其他制度文件"
