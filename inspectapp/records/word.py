"""The same plain values as a Word file that the office can go on with."""

from collections.abc import Mapping, Sequence
from typing import Any

from docx.document import Document

from inspectapp.shared import word
from inspectapp.shared.text import ranges
from inspectapp.shared.word import CENTRE, HEADING, RIGHT, TITLE, grid, text

#: Widths in centimetres, as on the PDF.
FACTS = (4.1, 11.5)
ITEMS = {"序号": 1.3, "结果": 1.6, "说明": 6.2}
PROBLEMS = {"序号": 1.3, "部位": 2.2, "程度": 2.0, "依据": 4.4, "照片": 1.7}
FORM = {"序号": 1.3, "项目": 1.8, "检查项目": 1.8, "检查方式": 2.3}
PROBLEM_HEADS = ("序号", "发现的问题", "部位", "程度", "依据", "照片")
#: Where one signs with a pen.
PLACE = "＿" * 8
ITEM_HEADS = ("序号", "检查项目", "结果", "说明")
PHOTOS = {"照片": 1.3, "检查项": 1.6, "SHA-256": 4.4}
PHOTO_HEADS = ("照片", "检查项", "内容", "SHA-256")


def record(content: Mapping[str, Any], standing: str = "") -> bytes:
    """现场检查记录 with its annexes; of photos the list, they themselves stay in the PDF."""
    values, paper = content["values"], _begin(content, "安全生产行政执法文书", standing)
    grid(paper, [], values["facts"], FACTS)
    _correction(paper, values.get("correction", {}))
    text(paper, values["statement"], indent=True)
    text(paper, "检查情况：", face=HEADING)
    for line in _told(values):
        text(paper, line, indent=True)
    _signatures(paper, content["slots"], content["office"])
    for number, annex in enumerate(_annexes(values), start=1):
        annex(paper, f"附件{number}　", values)
    return word.written(paper)


def table(content: Mapping[str, Any], standing: str = "") -> bytes:
    """A checklist filled in its own layout."""
    values, paper = content["values"], _begin(content, "", standing)
    if values.get("source"):
        text(paper, f"（{values['source']}）", align=CENTRE)
    text(paper, "　　".join(f"{name}：{value}" for name, value in values["head"]))
    rows = [["\n".join(cell) for cell in row] for row in values["rows"]]
    grid(paper, values["columns"], rows, word.shares(values["columns"], FORM))
    text(paper, values["legend"], size=10.5)
    _signatures(paper, content["slots"], content["office"])
    return word.written(paper)


def _begin(content: Mapping[str, Any], heading: str, standing: str) -> Document:
    """`standing`: without a seal nothing else on the file says that it was voided or never signed."""
    paper = word.begin(content["number"] or content["title"])
    if standing:
        text(paper, standing, size=10.5, face=HEADING, align=CENTRE)
    if heading:
        text(paper, heading, size=16, align=CENTRE)
    text(paper, content["title"], size=20, face=TITLE, align=CENTRE)
    if content["number"]:
        text(paper, content["number"], align=RIGHT)
    return paper


def _correction(paper: Document, told: Mapping[str, str]) -> None:
    if told:
        text(paper, "更正说明：", face=HEADING)
        text(paper, told["line"] + told["reason"], indent=True)
        text(paper, told["changes"], indent=True)


def _told(values: Mapping[str, Any]) -> list[str]:
    unchecked = ranges(values["unchecked"])
    annexes = "　".join(f"{place}.{name}" for place, name in enumerate(values.get("annexes", ()), start=1))
    return [
        values["summary"],
        *(_problem(one) for one in values["problems"]),
        *([f"本次未查的项目：第{unchecked}项。"] if unchecked else []),
        *(line for line in values["situation"].splitlines() if line),
        *([f"附：{annexes}"] if annexes else []),
    ]


def _problem(one: Mapping[str, Any]) -> str:
    when = f"行为发生于{one['day']}" if one.get("earlier") else ""
    about = "，".join(part for part in (one["place"], when) if part)
    return f"{one['number']}.{one['text'].rstrip('。')}{f'（{about}）' if about else ''}。"


def _annexes(values: Mapping[str, Any]) -> list[Any]:
    wanted = ((_problem_list, values["problems"]), (_item_list, True), (_photo_list, values["photos"]))
    return [annex for annex, present in wanted if present]


def _problem_list(paper: Document, label: str, values: Mapping[str, Any]) -> None:
    rows = [
        [
            one["number"], _dated(one), one["place"] or "—", one["severity"],
            "；".join(one["basis"]) or f"见附件2第{one['item']}项", ranges(one["photos"]) or "—",
        ]
        for one in values["problems"]
    ]  # fmt: skip
    _annex(paper, f"{label}问题清单")
    grid(paper, PROBLEM_HEADS, rows, word.shares(PROBLEM_HEADS, PROBLEMS))


def _dated(one: Mapping[str, Any]) -> str:
    return one["text"] + (f"\n行为发生日期：{one['day']}" if one.get("day") else "")


def _item_list(paper: Document, label: str, values: Mapping[str, Any]) -> None:
    """Questions of one section stand together under its name, as on the PDF."""
    rows: list[list[str]] = []
    for section, asked in _by_section(values["items"]).items():
        rows.append([section])
        rows += [[str(one["number"]), one["text"], one["verdict"], one["said"]] for one in asked]
    _annex(paper, f"{label}检查项目及结果")
    grid(paper, ITEM_HEADS, rows, word.shares(ITEM_HEADS, ITEMS))


def _by_section(items: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    sections: dict[str, list[Mapping[str, Any]]] = {}
    for one in items:
        sections.setdefault(one["section"], []).append(one)
    return sections


def _photo_list(paper: Document, label: str, values: Mapping[str, Any]) -> None:
    _annex(paper, f"{label}现场照片")
    text(paper, f"共{len(values['photos'])}张，照片附在检查记录的PDF文件中，目录如下：", indent=True)
    rows = [[str(one["number"]), str(one["item"]), _photo(one), one["sha256"]] for one in values["photos"]]
    grid(paper, PHOTO_HEADS, rows, word.shares(PHOTO_HEADS, PHOTOS))


def _photo(one: Mapping[str, Any]) -> str:
    """The words beneath a photo, as on the PDF."""
    told = [f"{one['what']}{'，' if one['place'] else ''}{one['place']}"]
    # A record of before the source was one sentence is written as it was frozen.
    told.append(one.get("source") or "，".join(one[part] for part in ("origin", "by", "at")))
    copied = "材料复制件：" if "source" in one else ""
    told += [f"{copied}{one['statement']}，原件保管人：{one['keeper']}"] if one["statement"] else []
    return "\n".join(told)


def _annex(paper: Document, title: str) -> None:
    text(paper, title, face=HEADING).paragraph_format.page_break_before = True


def _signatures(paper: Document, slots: Sequence[Mapping[str, Any]], office: str) -> None:
    """Kept together, with the name each place is meant for, and the bureau of who comes from another one."""
    said = ""
    for slot in slots:
        if slot["sentence"] != said:
            said = slot["sentence"]
            text(paper, said, size=10.5).paragraph_format.keep_with_next = True
        certificate = f"　执法证号{slot['certificate']}" if slot["certificate"] else ""
        apart = not slot["certificate"] or slot["organisation"] != office
        unit = f"（{slot['organisation']}）" if slot["organisation"] and apart else ""
        lines = [f"{slot['role']}（签名）：{PLACE}　{slot['name']}{unit}{certificate}　　年　月　日"]
        lines += ["异议或说明："] if slot["party"] != "OFFICER" else []
        for line in lines:
            text(paper, line, size=10.5).paragraph_format.keep_with_next = slot is not slots[-1]
