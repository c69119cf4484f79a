"""Which column means what: by its heading if there is one, else by the look of its cells."""

import re
import statistics
from collections.abc import Sequence

from inspectapp.checklists.importing.grid import Line
from inspectapp.shared.states import Titled


class Meaning(Titled):
    """What a column of a bureau's own checklist may hold."""

    NUMBER = "序号"
    SECTION = "项目"
    CONTENT = "检查内容"
    REQUIREMENT = "具体要求或标准"
    WAY = "检查方式"
    BASIS = "检查依据"
    FINDINGS = "常见问题"
    SCORE = "分值或扣分"
    RESULT = "现场填写（不读入）"
    IGNORED = "不读入"


_EXACT: dict[Meaning, str] = {
    Meaning.NUMBER: "序号 编号 项次 条号 条目号 No NO No. 编码",
    Meaning.SECTION: (
        "项目 检查项目 类别 检查类别 分类 检查环节 环节 考评类目 类目 一级指标 考核项目 "
        "督查项目 检查大类 要素 检查要素 评估项目 检查类型 模块 方面 检查对象 事项 检查事项 "
        "检查主题 一级项目"
    ),
    Meaning.CONTENT: (
        "检查内容 内容 督查内容 检查要点 要点 考核内容 检查条款 二级指标 排查内容 评估内容 "
        "检查点 检查子项 子项 检查细目 项目内容 内容及要求 检查内容及要求 主要内容 督查要点 "
        "检查问题 二级项目 检查项"
    ),
    Meaning.REQUIREMENT: (
        "具体要求 要求 检查标准 标准 检查要求 标准要求 判定标准 考核标准 评估标准 合格标准 "
        "标准及要求 标准和要求 内容要求 工作要求 督查标准 三级指标 判断标准 符合标准 具体内容 "
        "具体标准"
    ),
    Meaning.WAY: (
        "检查方式 检查方法 方式 方法 检查手段 督查方式 考核方式 考核方法 查看方式 检查途径 "
        "方式方法 查证方式 评估方式 检查形式"
    ),
    Meaning.BASIS: (
        "检查依据 依据 法律依据 法规依据 文件依据 法律法规依据 依据条款 法律法规 检查依据条款 "
        "规范依据 参考依据 依据文件 处罚依据"
    ),
    Meaning.FINDINGS: (
        "常见问题 常见违法行为 典型问题 违法行为表述 违法行为 问题描述 不符合描述 常见隐患 "
        "问题表述 常见问题表述 易发问题 主要问题"
    ),
    Meaning.SCORE: (
        "分值 扣分 标准分 得分 扣分标准 评分标准 评分办法 评分细则 满分 分数 扣分项 赋分 "
        "扣分说明 评分方法 实得分"
    ),
    Meaning.RESULT: (
        "检查情况 检查结果 结果 备注 是否符合 符合 不符合 不适用 是 否 整改措施 整改期限 "
        "责任人 存在问题 检查记录 情况说明 检查人 现场情况 整改情况 判定 结论 说明 自查情况 "
        "检查情况记录 整改时限 问题及建议 发现问题 检查意见 是否合格 合格 不合格 有 无"
    ),
}
_BY_WORD = {word: meaning for meaning, words in _EXACT.items() for word in words.split()}
#: For headings nobody has listed: the last of these that a short heading contains decides.
_BY_PART = (
    ("序号", Meaning.NUMBER), ("编号", Meaning.NUMBER), ("依据", Meaning.BASIS), ("方式", Meaning.WAY),
    ("方法", Meaning.WAY),
    ("扣分", Meaning.SCORE), ("评分", Meaning.SCORE), ("分值", Meaning.SCORE), ("得分", Meaning.SCORE),
    ("常见", Meaning.FINDINGS), ("结果", Meaning.RESULT), ("情况", Meaning.RESULT), ("备注", Meaning.RESULT),
    ("整改", Meaning.RESULT), ("标准", Meaning.REQUIREMENT), ("要求", Meaning.REQUIREMENT),
    ("内容", Meaning.CONTENT),
    ("要点", Meaning.CONTENT), ("类别", Meaning.SECTION), ("项目", Meaning.SECTION),
)  # fmt: skip
LONGEST_HEADING = 14
LOOKED_AT = 40
_NUMBER_CELL = re.compile(
    r"[（(]?(?:[0-9]{1,3}(?:[.．-][0-9]{1,3})*|[一二三四五六七八九十]{1,3}|[①-⑳])[)）]?[.．、]?"
)


def meaning_of(heading: str) -> Meaning | None:
    """What a heading means; None when it says nothing known."""
    word = re.sub(
        r"[\s　：:（(].*$|\s", "", re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", heading)
    )
    if word in _BY_WORD:
        return _BY_WORD[word]
    if not 2 <= len(word) <= LONGEST_HEADING or re.search(r"[。；;，,、？?0-9]", word):
        return None
    return next((meaning for part, meaning in _BY_PART if word.endswith(part)), None)


def recognised(cells: Sequence[str]) -> int:
    """How many cells of a row read like headings."""
    return sum(meaning_of(cell) is not None for cell in cells if cell)


def is_header(cells: Sequence[str]) -> bool:
    """A row of headings: at least two different meanings, one of them what is checked, and little else."""
    filled = [cell for cell in cells if cell]
    meanings = {meaning_of(cell) for cell in filled} - {None}
    asks = meanings & {Meaning.CONTENT, Meaning.REQUIREMENT, Meaning.SECTION, Meaning.NUMBER}
    return len(meanings) >= 2 and bool(asks) and recognised(filled) * 2 > len(filled)


def likeness(lines: Sequence[Line]) -> int:
    """How much a table looks like a checklist: the best heading row decides."""
    return max((recognised(line.cells) for line in lines[:LOOKED_AT] if is_header(line.cells)), default=0)


def header_at(lines: Sequence[Line]) -> int | None:
    """The first row of headings; the richest one among the first rows."""
    found = [
        (recognised(line.cells), -at) for at, line in enumerate(lines[:LOOKED_AT]) if is_header(line.cells)
    ]
    return -max(found)[1] if found else None


def guess(lines: Sequence[Line], header: int | None, width: int) -> list[Meaning]:
    """One meaning a column. No meaning but 不读入 and 现场填写 stands twice for lack of a heading."""
    heading = lines[header].cells if header is not None else []
    meanings = [meaning_of(heading[at]) if at < len(heading) and heading[at] else None for at in range(width)]
    body = [line for at, line in enumerate(lines) if header is None or at > header]
    return _settled(meanings, body, header is not None)


def _settled(meanings: list[Meaning | None], body: Sequence[Line], headed: bool) -> list[Meaning]:
    columns = [
        [line.cells[at] if at < len(line.cells) else "" for line in body] for at in range(len(meanings))
    ]
    _by_look(meanings, columns, headed)
    if Meaning.CONTENT not in meanings:
        _find_content(meanings, columns)
    return [meaning or Meaning.IGNORED for meaning in meanings]


def _by_look(meanings: list[Meaning | None], columns: list[list[str]], headed: bool) -> None:
    for at, cells in enumerate(columns):
        filled = [cell for cell in cells if cell]
        if meanings[at] is not None or not filled:
            continue
        if (
            Meaning.NUMBER not in meanings
            and sum(bool(_NUMBER_CELL.fullmatch(cell)) for cell in filled) * 10 > len(filled) * 7
        ):
            meanings[at] = Meaning.NUMBER
        elif Meaning.WAY not in meanings and _says_ways(filled):
            meanings[at] = Meaning.WAY
        elif not headed and Meaning.SECTION not in meanings and _is_sparse(cells, filled):
            meanings[at] = Meaning.SECTION


def _says_ways(filled: list[str]) -> bool:
    return (
        sum(len(cell) <= 12 and bool(re.search("查|看|问|现场|资料", cell)) for cell in filled) * 10
        > len(filled) * 8
    )


def _is_sparse(cells: list[str], filled: list[str]) -> bool:
    repeats = len(set(filled)) < len(filled) or len(filled) < len(cells)
    return repeats and statistics.mean(map(len, filled)) <= 12


def _find_content(meanings: list[Meaning | None], columns: list[list[str]]) -> None:
    """Nothing is called 检查内容: the requirements serve, else the free column with the longest text."""
    if Meaning.REQUIREMENT in meanings:
        meanings[meanings.index(Meaning.REQUIREMENT)] = Meaning.CONTENT
        return
    free = [at for at, meaning in enumerate(meanings) if meaning in (None, Meaning.SECTION)]
    weight = {at: sum(map(len, columns[at])) for at in free if any(columns[at])}
    if weight:
        meanings[max(weight, key=lambda at: weight[at])] = Meaning.CONTENT
