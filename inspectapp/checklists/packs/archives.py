"""晋市应急教发〔2021〕169号 annex 1: what certificate files of 晋城市 must hold."""

from inspectapp.checklists.content import PackContent
from inspectapp.checklists.packs.making import DOCUMENTS, NOTE, check
from inspectapp.subjects.words import UnitKind

NUMBER, ISSUER = "晋市应急教发〔2021〕169号", "晋城市应急管理局"
CLASS_FILE, PERSON_FILE, SITE_FILE = "班级档案", "学员个人档案", "考试点档案"
WHERE = "附件1 一（一）", "附件1 一（二）", "附件1 二（一）"

_CLASS = (
    check(
        "JA-1", CLASS_FILE, f"{WHERE[0]}1", "验印审批表", "写明机构、工种、初训或复训、期次，签章齐全。",
        (DOCUMENTS,), ("缺少验印审批表", "验印审批表签章不全"), ("LB14",), **NOTE,
    ),
    check(
        "JA-2", CLASS_FILE, f"{WHERE[0]}2", "培训计划表附课程学时安排", "课程、学时、教师、时间逐项列出。",
        (DOCUMENTS,), ("缺少培训计划表", "培训计划表未附课程学时安排"), ("LB14",), **NOTE,
    ),
    check(
        "JA-3", CLASS_FILE, f"{WHERE[0]}3", "学员基本信息汇总表", "人数与签到、成绩一致。", (DOCUMENTS,),
        ("缺少学员基本信息汇总表", "汇总表人数与考勤不符"), ("LB14",), **NOTE,
    ),
    check(
        "JA-4", CLASS_FILE, f"{WHERE[0]}4", "学员学时证明", "每名学员都有，学时与考勤一致。", (DOCUMENTS,),
        ("缺少学员学时证明", "学时证明与考勤不一致"), ("LB14",), **NOTE,
    ),
)  # fmt: skip

_PERSON = (
    check(
        "JB-1", PERSON_FILE, f"{WHERE[1]}1", "学历证明",
        "中专及以下：毕业证复印件和个人承诺书；大专及以上：学信网备案表。", (DOCUMENTS,),
        ("学员档案缺少学历证明", "缺少个人承诺书"), ("LB14",), **NOTE,
    ),
    check(
        "JB-2", PERSON_FILE, f"{WHERE[1]}2", "身份证复印件", "清晰可辨，与报名信息一致。", (DOCUMENTS,),
        ("学员档案缺少身份证复印件",), ("LB14",), **NOTE,
    ),
    check(
        "JB-3", PERSON_FILE, f"{WHERE[1]}3", "任职文件", "写明职务和任职日期。", (DOCUMENTS,),
        ("缺少任职文件",), ("LB14",), condition="主要负责人、安全生产管理人员", **NOTE,
    ),
    check(
        "JB-4", PERSON_FILE, f"{WHERE[1]}4", "煤矿工作经历证明", "由所在煤矿出具。", (DOCUMENTS,),
        ("缺少煤矿工作经历证明",), ("LB14",), condition="煤矿特种作业人员", **NOTE,
    ),
    check(
        "JB-5", PERSON_FILE, f"{WHERE[1]}5", "相关专业学历或化工类职称证书",
        "化工、化学、安全等专业大专学历，或化工类中级及以上职称。", (DOCUMENTS,),
        ("缺少相关专业学历或职称证明",), ("LB14",),
        condition="两重点一重大危险化学品单位新入职的主要负责人、安全生产管理人员", **NOTE,
    ),
    check(
        "JB-6", PERSON_FILE, f"{WHERE[1]}6", "原证复印件和每年再教育学时证明", "学时证明每年都有。",
        (DOCUMENTS,), ("缺少原证件复印件", "缺少年度再教育学时证明"), ("LB14",),
        condition="复审换证的主要负责人、安全生产管理人员", **NOTE,
    ),
)  # fmt: skip

_SITE = (
    check(
        "JC-1", SITE_FILE, f"{WHERE[2]}1", "考核实施方案", "一期一档，与考试计划的期次一致。", (DOCUMENTS,),
        ("缺少考核实施方案",), (), **NOTE,
    ),
    check(
        "JC-2", SITE_FILE, f"{WHERE[2]}2", "考场记录报告单",
        "理论正考、理论补考、实操正考、实操补考四种，监考签名齐全。", (DOCUMENTS,),
        ("缺少考场记录报告单", "考场记录报告单无监考或考评员签字"), (), **NOTE,
    ),
    check(
        "JC-3", SITE_FILE, f"{WHERE[2]}3", "考生成绩汇总表", "写明机构、工种、期次，与考场记录一致。",
        (DOCUMENTS,), ("缺少考生成绩汇总表", "成绩汇总与考场记录不一致"), (), **NOTE,
    ),
)  # fmt: skip

INSTITUTIONS = PackContent(
    code="JC169-1",
    title="考核发证档案清单（培训机构）",
    jurisdiction="晋城市",
    kinds=(UnitKind.INSTITUTION,),
    document_number=NUMBER,
    issuer=ISSUER,
    items=_CLASS + _PERSON,
)
EXAM_SITES = PackContent(
    code="JC169-2",
    title="考核发证档案清单（考试点）",
    jurisdiction="晋城市",
    kinds=(UnitKind.EXAM_SITE,),
    document_number=NUMBER,
    issuer=ISSUER,
    items=_SITE,
)
