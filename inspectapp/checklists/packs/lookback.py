"""晋市应急教发〔2023〕90号 annex 1: look-back check of enterprises in 晋城市, 3 rows, 9 checks.

The table of the paper form is kept as layout; row 二 carries the corrected wording 持假证上岗.
"""

from inspectapp.checklists.content import Layout, PackContent
from inspectapp.checklists.packs.making import CERTIFICATES, DOCUMENTS, LEDGERS, NOTE, PHOTO, SITE, check
from inspectapp.subjects.words import UnitKind

PLAN, HOLDERS, ARCHIVE = "查培训计划", "查持证情况", "查培训档案"

_ITEMS = (
    check(
        "J90-1-1", PLAN, "附件1 一、1", "有培训计划", "培训方案、培训安排也算。", (DOCUMENTS,),
        ("未制定本单位安全生产培训计划",), ("LB06", "LB18"), **NOTE,
    ),
    check(
        "J90-1-2", PLAN, "附件1 一、2", "四类人员都按计划、内容和学时培训",
        "主要负责人、安全管理人员、特种作业人员、其他从业人员（含被派遣劳动者、实习学生）；初次培训、"
        "年度再教育、七新培训、复工复产、换岗转岗、重新上岗六种情形逐项看。",
        (DOCUMENTS,), ("未按计划组织全员培训", "部分人员培训学时不足", "被派遣劳动者、实习学生未纳入培训"),
        ("LB01",), **NOTE,
    ),
    check(
        "J90-1-3", PLAN, "附件1 一、3", "委托培训选有条件的机构、签协议、有监督",
        "核对机构条件、培训协议、对培训过程的监督记录。", (DOCUMENTS,),
        ("委托不具备条件的机构培训", "委托培训未签订协议", "对委托培训未实施监督"), condition="委托培训的",
    ),
    check(
        "J90-2-1", HOLDERS, "附件1 二、1", "三项岗位人员持证台账分类建立",
        "按主要负责人、安全管理人员、特种作业人员分类。", (LEDGERS,),
        ("未分类建立三项岗位人员持证台账", "持证台账与实际人员不符"),
    ),
    check(
        "J90-2-2", HOLDERS, "附件1 二、2", "证书在全国平台或公众号查得到",
        "在应急管理部证书查询平台或“国家安全生产考试”公众号逐人查询；查不到的按无证或持假证上岗进一步核实。",
        (LEDGERS, CERTIFICATES),
        ("特种作业人员无证上岗", "特种作业人员持假证上岗", "主要负责人或安全管理人员未经考核合格"),
        ("LB03", "LB04"), **PHOTO,
    ),
    check(
        "J90-2-3", HOLDERS, "附件1 二、3", "证件在有效期内，类型与岗位相符",
        "核对有效期、作业类别与实际工种。", (CERTIFICATES, SITE), ("证件已过有效期", "证件类型与岗位不符"),
        ("LB03", "LB04"), **PHOTO,
    ),
    check(
        "J90-3-1", ARCHIVE, "附件1 三、1", "一人一档建立培训档案", "随机抽取人员核对个人档案。", (DOCUMENTS,),
        ("未建立一人一档安全培训档案",), ("LB02",),
    ),
    check(
        "J90-3-2", ARCHIVE, "附件1 三、2", "历次培训和考核结果记录详细准确",
        "记录与试卷、签到、成绩相互印证。", (DOCUMENTS,), ("培训记录不完整", "考核结果未如实记录"), ("LB02",),
        **PHOTO,
    ),
    check(
        "J90-3-3", ARCHIVE, "附件1 三、3", "委托培训有证明，自主培训记录真实",
        "委托的看机构出具的合格证明；自主的重点比对时间、内容、考勤签字、授课记录，防止不一致和造假。",
        (DOCUMENTS,), ("委托培训无合格证明", "培训记录与实际不一致", "培训签字涉嫌代签、造假"), ("LB02",),
        **PHOTO,
    ),
)  # fmt: skip

_COLUMNS = ("序号", "项目", "检查内容", "具体要求", "检查方式", "检查情况")
_ROWS = (
    {"序号": "一", "项目": PLAN, "检查内容": "有没有培训计划，是否按计划培训", "检查方式": "查资料",
     "items": ("J90-1-1", "J90-1-2", "J90-1-3")},
    {"序号": "二", "项目": HOLDERS, "检查方式": "查台账 查证件",
     "检查内容": "特种作业人员有无无证上岗或持假证上岗；高危单位主要负责人、安全生产管理人员是否经考核合格",
     "items": ("J90-2-1", "J90-2-2", "J90-2-3")},
    {"序号": "三", "项目": ARCHIVE, "检查内容": "培训和考核是否如实记录",
     "检查方式": "查个人基础档案、培训记录、考试试卷等",
     "items": ("J90-3-1", "J90-3-2", "J90-3-3")},
)  # fmt: skip

PACK = PackContent(
    code="J90",
    title="培训“走过场”专项整治“回头看”检查表",
    jurisdiction="晋城市",
    kinds=(UnitKind.ENTERPRISE,),
    document_number="晋市应急教发〔2023〕90号",
    issuer="晋城市应急管理局",
    items=_ITEMS,
    layout=Layout(_COLUMNS, _ROWS, ("被检查单位名称", "检查日期"), ("检查人员签字", "被检查单位负责人签字")),
)
