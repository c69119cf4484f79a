"""Tables the import has never seen, each as a bureau might really send it, and what must come out."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from openpyxl import Workbook


def workbook(
    rows: list[list[Any]], merges: tuple[str, ...] = (), more: dict[str, list[list[Any]]] | None = None
) -> bytes:
    """An xlsx file with these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for merge in merges:
        book.active.merge_cells(merge)
    for name, others in (more or {}).items():
        sheet = book.create_sheet(name)
        for row in others:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def document(
    rows: list[list[str]], merges: tuple[tuple[int, int, int, int], ...] = (), before: str = ""
) -> bytes:
    """A docx file with one table; merges are (row, column, row, column)."""
    paper = Document()
    if before:
        paper.add_paragraph(before)
    table = paper.add_table(len(rows), len(rows[0]))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    for top, left, bottom, right in merges:
        table.cell(top, left).merge(table.cell(bottom, right))
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


@dataclass(frozen=True)
class Shape:
    """One source and the (section, text) pairs that a person would expect."""

    name: str
    source: bytes | str
    expected: list[tuple[str, str]]


MERGED_SECTIONS = workbook(
    [
        ["培训机构日常检查表"],
        ["序号", "检查项目", "检查内容", "检查方法"],
        [1, "师资", "专职教师有劳动合同", "查资料"],
        [2, None, "专职教师有岗位证书", "查证件"],
        [3, "场所", "教室面积达标", "现场测量"],
        [4, None, "安全出口畅通", "现场查看"],
    ],
    ("A1:D1", "B3:B4", "B5:B6"),
)
SCORES = workbook(
    [
        ["考核项目", "检查标准", "分值", "扣分标准", "得分"],
        ["档案管理", "一期一档，分类编号", 10, "缺一项扣2分", None],
        ["档案管理", "成绩表有考评员签字", 5, "无签字不得分", None],
        ["教学管理", "按大纲授课", 15, "内容不符每处扣3分", None],
    ]
)
HEADER_ON_ROW_3 = workbook(
    [
        ["某某县安全生产培训机构检查表"],
        ["被检查单位：", None, "检查时间：", None, None],
        ["序号", "类别", "检查要点", "检查依据", "常见问题"],
        [1, "制度", "有年度培训计划", "安全生产法第二十八条", "未制定计划；计划无人落实"],
        [2, "制度", "有学员管理制度", "培训管理办法第六条", "制度未印发"],
        ["检查人员签字：", None, None, None, None],
    ]
)
TWO_LEVELS = """序号\t检查项目\t检查内容
1\t教学\t1.1 有教学计划 1.2 教学计划经过审核
2\t考试\t（1）考场监控完好；（2）监考人员签名齐全；（3）试卷归档
3\t档案\t下列材料齐全：①签到表；②成绩表；③评估表
"""
NESTED = (
    "序号\t项目\t检查内容\n"
    "1\t档案\t1.档案材料：①签到表；②成绩表 2.档案保存三年以上\n"
    "2\t师资\t专职教师不少于3人\n"
)
DOCX_MERGED = document(
    [
        ["序号", "项目", "检查内容", "具体要求", "检查方式"],
        ["一", "培训计划", "是否制定计划", "1.有年度计划。\n2.计划经负责人签批。", "查资料"],
        ["", "", "是否落实计划", "按期开班", ""],
        ["二", "持证", "是否持证上岗", "1.台账齐全；2.证件有效", "查台账、查证件"],
    ],
    ((1, 0, 2, 0), (1, 1, 2, 1), (1, 4, 2, 4)),
    "企业安全培训检查表",
)
WIDE_SPACES = """企业培训检查表
序号    项目      检查内容                检查方式
1       计划      有年度培训计划          查资料
2       计划      计划覆盖全体人员        查资料
3       档案      一人一档                查档案
"""
SINGLE_SPACES = "序号 项目 检查内容 检查方式\n1 计划 有年度培训计划 查资料\n2 档案 一人一档 内容完整 查档案\n"
PIPES = """| 序号 | 检查类别 | 检查内容 | 检查方式 |
|------|----------|:--------:|----------|
| 1 | 消防 | 灭火器在有效期内 | 看现场 |
| 2 | 消防 | 疏散指示标志完好 | 看现场 |
"""
ONE_COLUMN = """培训机构检查内容
一、机构和人员
1.设有专职管理人员。
2.专职教师持证上岗。
二、教学管理
1.按大纲授课。
2.学员考勤：
（1）签到有时间；
（2）缺勤有假条。
"""
FLAT_LIST = "1、有培训计划\n2、有培训档案\n3、有经费保障\n"
EMPTY_ROWS = workbook(
    [
        ["序号", "检查内容", "检查方式"],
        [None, None, None],
        [1, "有培训计划", "查资料"],
        [None, None, None],
        [None, None, None],
        [2, "有培训档案", "查资料"],
        [3, None, None],
    ]
)
NO_NUMBER = workbook(
    [
        ["类别", "检查内容", "检查方式"],
        ["制度", "有安全培训制度", "查资料"],
        ["经费", "经费按规定列支", "查台账"],
    ]
)
SECTION_ROWS = workbook(
    [
        ["序号", "检查内容", "标准要求", "检查结果"],
        ["一、基础管理", None, None, None],
        [1, "机构设置", "八项职能有人负责", None],
        [2, "规章制度", "十项制度齐全", None],
        ["二、教学管理", None, None, None],
        [3, "教学计划", "按计划授课", None],
    ],
    ("A2:D2", "A5:D5"),
)
DOUBLE_HEADER = workbook(
    [
        ["序号", "项目", "检查内容", "检查结果", None, "备注"],
        [None, None, None, "是", "否", None],
        [1, "证件", "特种作业人员持证", None, None, None],
        [2, "证件", "证件在有效期内", None, None, None],
    ],
    ("D1:E1",),
)
HEADLESS = workbook(
    [
        [1, "制度", "有安全培训制度并正式印发", "查资料"],
        [2, "制度", "有学员管理制度并执行", "查资料"],
        [3, "场所", "教室面积和座位满足要求", "看现场"],
    ]
)
HTML = (
    "<table><tr><th>项目</th><th>检查内容</th><th>检查方式</th></tr>"
    "<tr><td rowspan=2>师资</td><td>有教师档案</td><td>查资料</td></tr>"
    "<tr><td>教师在职<br>有社保</td><td>查资料</td></tr></table>"
)
QUOTED = '序号\t项目\t具体要求\n1\t计划\t"1.有计划\n2.有总结"\n2\t档案\t一人一档\n'
TWO_SHEETS = workbook(
    [["说明"], ["本表供参考"]],
    more={"检查表": [["序号", "检查项目", "检查内容"], [1, "计划", "有年度计划"], [2, "档案", "有档案"]]},
)
SIXTY = workbook(
    [["序号", "检查项目", "检查内容", "检查方式"]]
    + [[n, f"第{(n - 1) // 10 + 1}部分", f"检查内容第{n}条", "查资料"] for n in range(1, 61)]
)

SHAPES = [
    Shape(
        "项目单元格合并",
        MERGED_SECTIONS,
        [
            ("师资", "专职教师有劳动合同"),
            ("师资", "专职教师有岗位证书"),
            ("场所", "教室面积达标"),
            ("场所", "安全出口畅通"),
        ],
    ),
    Shape(
        "检查标准和扣分列",
        SCORES,
        [("档案管理", "一期一档，分类编号"), ("档案管理", "成绩表有考评员签字"), ("教学管理", "按大纲授课")],
    ),
    Shape("表头在第三行", HEADER_ON_ROW_3, [("制度", "有年度培训计划"), ("制度", "有学员管理制度")]),
    Shape(
        "两级编号",
        TWO_LEVELS,
        [
            ("教学", "有教学计划"),
            ("教学", "教学计划经过审核"),
            ("考试", "考场监控完好"),
            ("考试", "监考人员签名齐全"),
            ("考试", "试卷归档"),
            ("档案", "签到表"),
            ("档案", "成绩表"),
            ("档案", "评估表"),
        ],
    ),
    Shape(
        "编号里套编号",
        NESTED,
        [("档案", "签到表"), ("档案", "成绩表"), ("档案", "档案保存三年以上"), ("师资", "专职教师不少于3人")],
    ),
    Shape(
        "docx合并单元格",
        DOCX_MERGED,
        [
            ("培训计划", "有年度计划。"),
            ("培训计划", "计划经负责人签批。"),
            ("培训计划", "是否落实计划"),
            ("持证", "台账齐全"),
            ("持证", "证件有效"),
        ],
    ),
    Shape(
        "空格对齐",
        WIDE_SPACES,
        [("计划", "有年度培训计划"), ("计划", "计划覆盖全体人员"), ("档案", "一人一档")],
    ),
    Shape("单个空格", SINGLE_SPACES, [("计划", "有年度培训计划"), ("档案", "一人一档 内容完整")]),
    Shape("竖线表格", PIPES, [("消防", "灭火器在有效期内"), ("消防", "疏散指示标志完好")]),
    Shape(
        "单列编号清单",
        ONE_COLUMN,
        [
            ("机构和人员", "设有专职管理人员。"),
            ("机构和人员", "专职教师持证上岗。"),
            ("教学管理", "按大纲授课。"),
            ("教学管理", "学员考勤：签到有时间"),
            ("教学管理", "学员考勤：缺勤有假条。"),
        ],
    ),
    Shape(
        "没有分级的清单",
        FLAT_LIST,
        [("检查内容", "有培训计划"), ("检查内容", "有培训档案"), ("检查内容", "有经费保障")],
    ),
    Shape("有空行", EMPTY_ROWS, [("检查内容", "有培训计划"), ("检查内容", "有培训档案")]),
    Shape("没有序号列", NO_NUMBER, [("制度", "有安全培训制度"), ("经费", "经费按规定列支")]),
    Shape(
        "小标题占一行",
        SECTION_ROWS,
        [("基础管理", "机构设置"), ("基础管理", "规章制度"), ("教学管理", "教学计划")],
    ),
    Shape("两行表头", DOUBLE_HEADER, [("证件", "特种作业人员持证"), ("证件", "证件在有效期内")]),
    Shape(
        "没有表头",
        HEADLESS,
        [
            ("制度", "有安全培训制度并正式印发"),
            ("制度", "有学员管理制度并执行"),
            ("场所", "教室面积和座位满足要求"),
        ],
    ),
    Shape("网页表格", HTML, [("师资", "有教师档案"), ("师资", "教师在职有社保")]),
    Shape("单元格内换行", QUOTED, [("计划", "有计划"), ("计划", "有总结"), ("档案", "一人一档")]),
    Shape("两个工作表", TWO_SHEETS, [("计划", "有年度计划"), ("档案", "有档案")]),
    Shape("六十条", SIXTY, [(f"第{(n - 1) // 10 + 1}部分", f"检查内容第{n}条") for n in range(1, 61)]),
]
