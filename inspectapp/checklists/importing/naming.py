"""The name and the document number of a checklist, out of the text around its table."""

import re
from collections.abc import Sequence

_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[【（(]\s*(20[0-9]{2})\s*[〕\]】）)]\s*([0-9]{1,4})\s*号")
_TITLE = re.compile(r".{2,60}(?:检查表|检查清单|检查内容|检查标准|督查表|自查表|评估表|考核表|清单|细则)")


def document_number(texts: Sequence[str]) -> str:
    """The first document number, its year in 〔 〕 as official papers write it."""
    for text in texts:
        found = _NUMBER.search(text)
        if found:
            head = re.match(r"[\u4e00-\u9fff]+", found[0])
            return f"{head[0] if head else ''}〔{found[1]}〕{found[2]}号"
    return ""


def title(texts: Sequence[str]) -> str:
    """The last short line that names a checklist; a list of annexes is no title."""
    named = [
        text
        for text in texts
        if _TITLE.fullmatch(text) and not re.match(r"附件|[0-9]|.*(?:报送|附件[:：])", text)
    ]
    return named[-1] if named else ""
