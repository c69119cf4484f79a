"""The 平阳县 opinion: conditions of institutions (P01-P18), duties of enterprises (P19-P23).

Its numbers are typed on site and judged by the program. The opinion bears no document number.
"""

from inspectapp.checklists.content import PackContent
from inspectapp.checklists.packs.making import DOCUMENTS, NOTE, PEOPLE, PHOTO, SITE, at_least, check
from inspectapp.subjects.words import UnitKind

ISSUER, JURISDICTION = "平阳县应急管理局", "平阳县"
SOURCE = "平阳县工矿商贸企业安全生产培训工作意见"
PEOPLE_PART, PLACE, EXAM_ROOM, SAFETY = "资质与人员", "培训场所", "考试场所", "建筑与消防"
REGISTER, PROCESS, COMPANY = "登记管理", "培训过程", "企业主体责任"
WHO, ROOMS, RUN = "二（二）1（2）", "二（二）2", "二（四）"

_PEOPLE = (
    check(
        "P02", PEOPLE_PART, "二（二）1（1）", "经营范围包含安全生产培训", "看营业执照经营范围。",
        (DOCUMENTS,), ("经营范围不含安全生产培训",), ("LB12",),
    ),
    at_least(
        "3", "人", "P03-1", PEOPLE_PART, WHO, "专职管理人员人数",
        "与机构有劳动关系，只从事本项工作，经专门培训合格。", (DOCUMENTS, PEOPLE),
        ("专职管理人员不足3人", "专职管理人员无劳动关系证明"), ("LB12",), **NOTE,
    ),
    at_least(
        "3", "年", "P03-2", PEOPLE_PART, WHO, "专职管理人员实践经验（填最短的一人）",
        "本专业领域的实践年限。", (DOCUMENTS,), ("专职管理人员实践经验不足3年",), ("LB12",),
    ),
    at_least(
        "1", "人", "P03-3", PEOPLE_PART, WHO, "专职讲师人数", "中级以上职称，或中级注册安全工程师。",
        (DOCUMENTS,), ("无符合条件的专职讲师",), ("LB12",),
    ),
    at_least(
        "50", "学时", "P03-4", PEOPLE_PART, WHO, "专职讲师当年授课学时（填最少的一人）",
        "每名专职讲师每年不少于50学时。", (DOCUMENTS,), ("专职讲师年授课不足50学时",), ("LB12",),
    ),
)  # fmt: skip

_PLACE = (
    check(
        "P04-1", PLACE, f"{ROOMS}（1）", "有固定的办公和培训场所", "自有的看产权，租用的看合同。",
        (DOCUMENTS, SITE), ("无固定办公场所或培训场所",), ("LB12",),
    ),
    at_least(
        "3", "年", "P04-2", PLACE, f"{ROOMS}（1）", "场所租期", "按租赁合同起止日期计算。", (DOCUMENTS,),
        ("场所租期不足3年",), ("LB12",), condition="租用场所的",
    ),
    at_least(
        "75", "平方米", "P05-1", PLACE, f"{ROOMS}（1）", "教室面积", "现场丈量或看图纸。", (SITE, DOCUMENTS),
        ("教室面积不足75平方米",), ("LB12",), **PHOTO,
    ),
    at_least(
        "1.5", "平方米", "P05-2", PLACE, f"{ROOMS}（1）", "人均教室面积", "教室面积除以本班人数。", (SITE,),
        ("人均教室面积不足1.5平方米",), ("LB12",),
    ),
    at_least(
        "50", "人", "P05-3", PLACE, f"{ROOMS}（1）", "教室可容纳人数", "按座位数，同时不超过面积除以1.5。",
        (SITE,), ("教室可容纳人数不足50人",), ("LB12",), **PHOTO,
    ),
    check(
        "P06-1", PLACE, f"{ROOMS}（1）", "有影音系统和教学器材，课程全程录像", "抽看一节课的录像。", (SITE,),
        ("缺少影音系统或教学器材", "培训课程未全程记录"), ("LB12",), **PHOTO,
    ),
    at_least(
        "3", "年", "P06-2", PLACE, f"{ROOMS}（1）", "课程录像保存年限", "调看最早一期的录像。", (SITE,),
        ("课程录像保存不足3年",), ("LB12",),
    ),
)  # fmt: skip

_EXAM = (
    at_least(
        "25", "台", "P07-1", EXAM_ROOM, f"{ROOMS}（2）", "考试终端数量", "逐台清点可用的终端。", (SITE,),
        ("理论考试终端不足25台",), ("LB12",), **PHOTO,
    ),
    check(
        "P07-2", EXAM_ROOM, f"{ROOMS}（2）", "考试服务器接入省考试平台", "现场登录查看。", (SITE,),
        ("考试服务器未接入省考试平台",), ("LB12",),
    ),
    check(
        "P08-1", EXAM_ROOM, f"{ROOMS}（2）", "入口有身份核验，监控带拾音并覆盖全场",
        "现场试用核验设备，查看监控画面和声音。", (SITE,),
        ("考场入口无身份核验设备", "考场监控有盲区或无拾音"), ("LB12",), **PHOTO,
    ),
    at_least(
        "3", "年", "P08-2", EXAM_ROOM, f"{ROOMS}（2）", "考试监控保存年限", "调看最早一场的录像。", (SITE,),
        ("考试监控数据保存不足3年",), ("LB12",),
    ),
    check(
        "P09", EXAM_ROOM, f"{ROOMS}（3）", "有接待区和候考室，候考室播放安全宣传片", "看现场。", (SITE,),
        ("未设置接待区或候考室", "候考室无多媒体设备"), ("LB12",),
    ),
)  # fmt: skip

_SAFETY = (
    check(
        "P10-1", SAFETY, f"{ROOMS}（4）", "疏散通道和安全出口畅通", "无占用、堵塞、锁闭。", (SITE,),
        ("疏散通道被占用或堵塞", "安全出口锁闭"), ("LB10", "LB12"), **PHOTO,
    ),
    check(
        "P10-2", SAFETY, f"{ROOMS}（4）", "建筑防火和消防设施合规并定期检验",
        "对照GB 55036、GB 55037，看检验维修记录。", (SITE, DOCUMENTS),
        ("消防设施未定期检验维修", "消防设施不符合标准"), ("LB12",), **PHOTO,
    ),
    check(
        "P10-3", SAFETY, f"{ROOMS}（4）", "未使用禁止的建筑",
        "不得为居民住宅、临时、违规、危险建筑，不得在地下或半地下。", (SITE, DOCUMENTS),
        ("培训场所设在禁止使用的建筑内",), ("LB12",), **PHOTO,
    ),
)  # fmt: skip

_REGISTER = (
    check(
        "P01", REGISTER, "二（一）", "特种作业和高危培训机构符合AQ 8011—2023及省市规定",
        "逐条对照标准；本表第二部分的数字只用于一般企业培训。", (DOCUMENTS, SITE),
        ("不符合安全生产培训机构基本条件",), ("LB12",), condition="培训特种作业或高危行业负责人、管理人员的",
        **NOTE,
    ),
    check(
        "P11", REGISTER, "二（三）", "登记材料四类齐全",
        "场所条件证明、专职人员社保、设备清单、制度汇编（至少七项制度）。", (DOCUMENTS,),
        ("登记材料不全", "制度汇编缺项"), (), condition="新设立的", **NOTE,
    ),
    check(
        "P12", REGISTER, "二（三）", "无虚假材料、虚假证明、强行推销", "与学员、企业核实。",
        (DOCUMENTS, PEOPLE), ("提供虚假材料", "出具虚假培训合格证明", "强行或变相推销培训服务"), (), **NOTE,
    ),
)  # fmt: skip

_PROCESS = (
    check(
        "P13", PROCESS, f"{RUN}1", "学员经县报名系统实名报名、自主选择机构", "名册与报名系统比对。",
        (DOCUMENTS, PEOPLE), ("学员未经统一入口报名",),
    ),
    check(
        "P14", PROCESS, f"{RUN}2", "按大纲定教学计划，课件审核并备案", "看备案记录。", (DOCUMENTS,),
        ("未依据大纲制定教学计划", "课件未审核或未备案"), ("LB13",),
    ),
    check(
        "P15", PROCESS, f"{RUN}3", "学时达标，线上课程已报备", "学时与课表、签到比对。", (DOCUMENTS,),
        ("培训学时不足", "线上课程未报备"), ("LB13",), **NOTE,
    ),
    check(
        "P16-1", PROCESS, f"{RUN}4", "每日课前检查设备，学员签到", "看检查记录和签到记录。",
        (DOCUMENTS, SITE), ("无课前设备检查记录", "学员签到记录不全"), ("LB14",),
    ),
    check(
        "P16-2", PROCESS, f"{RUN}4", "一期一档：计划课表、签到、影像资料", "抽查三期。", (DOCUMENTS,),
        ("未建立一期一档", "档案缺少影像资料"), ("LB14",),
    ),
    at_least(
        "3", "年", "P16-3", PROCESS, f"{RUN}4", "班级档案保存年限", "自培训班结束之日算起。", (DOCUMENTS,),
        ("班级档案保存不足3年",), ("LB14",),
    ),
    at_least(
        "3", "个月", "P17", PROCESS, f"{RUN}5", "考试申请附专职人员社保证明的月数", "申请前最近的连续月份。",
        (DOCUMENTS,), ("考试申请未附近3个月社保证明",),
    ),
    check(
        "P18", PROCESS, f"{RUN}6", "年度考核合格，或已按期整改", "看上一年度考核结果和整改材料。",
        (DOCUMENTS,), ("年度考核不合格未完成整改",), (), **NOTE,
    ),
)  # fmt: skip

_COMPANY = (
    check(
        "P19", COMPANY, "三（1）", "主要负责人组织制定分层分类全员培训计划", "计划有签批，已组织实施。",
        (DOCUMENTS, PEOPLE), ("未制定分层分类全员培训计划",), ("LB06",),
    ),
    check(
        "P20-1", COMPANY, "三（2）", "高危行业负责人和安全管理人员任职6个月内取证",
        "任职日期与发证日期比对。", (DOCUMENTS,), ("任职超过6个月未取得合格证",), ("LB03",),
        condition="高危行业企业", **PHOTO,
    ),
    check(
        "P20-2", COMPANY, "三（2）", "特种作业人员持证上岗", "证件有效，类型与岗位相符。", (DOCUMENTS, SITE),
        ("特种作业人员无证上岗", "特种作业操作证过期"), ("LB04",), **PHOTO,
    ),
    check(
        "P20-3", COMPANY, "三（2）", "新员工三级培训，转岗或离岗半年以上重新培训", "抽查新进和转岗人员。",
        (DOCUMENTS, PEOPLE), ("新员工未进行岗前三级培训", "转岗或离岗半年以上人员未重新培训"), ("LB01",),
    ),
    check(
        "P20-4", COMPANY, "三（2）", "新工艺新技术应用前有专项培训", "对照新上项目清单。", (DOCUMENTS,),
        ("新工艺新技术应用前未专项培训",), ("LB05",), condition="采用新工艺、新技术的",
    ),
    check(
        "P21", COMPANY, "三（3）", "委托培训有书面协议", "写明责任、内容、学时、权利义务。", (DOCUMENTS,),
        ("委托培训未签订书面协议", "培训协议要素不全"), (), condition="委托培训的",
    ),
    check(
        "P22", COMPANY, "三（4）", "培训时间、内容、人员、考核结果完整记录", "委托的另看服务合同。",
        (DOCUMENTS,), ("未如实记录安全生产教育培训情况",), ("LB02",), **PHOTO,
    ),
    check(
        "P23", COMPANY, "三（5）", "安全培训经费按规定列支", "看预算和支出凭证。", (DOCUMENTS,),
        ("未列支安全培训经费",), ("LB18",),
    ),
)  # fmt: skip

INSTITUTIONS = PackContent(
    code="PY-1",
    title="培训机构基本条件检查表",
    jurisdiction=JURISDICTION,
    kinds=(UnitKind.INSTITUTION,),
    document_number=SOURCE,
    issuer=ISSUER,
    items=_PEOPLE + _PLACE + _EXAM + _SAFETY + _REGISTER + _PROCESS,
    remark="场所和人员的数字适用于培训一般企业从业人员的机构。",
)
ENTERPRISES = PackContent(
    code="PY-2",
    title="企业安全培训主体责任检查表",
    jurisdiction=JURISDICTION,
    kinds=(UnitKind.ENTERPRISE,),
    document_number=SOURCE,
    issuer=ISSUER,
    items=_COMPANY,
)
