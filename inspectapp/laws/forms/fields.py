"""Sums of money and lists of codes, as people type them."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from inspectapp.laws.rules.editing import MOST_YUAN
from inspectapp.web.forms import Text

SUM = re.compile(r"([0-9]{1,15})(万?)")
CODE = re.compile(r"[A-Z]{2}[0-9]{2,3}")


@dataclass(frozen=True)
class Yuan(Text):
    """100000, 100,000, 10万 or 100,000元; nothing else passes for a sum."""

    empty: ClassVar[Any] = None

    def parse(self, text: str) -> int:
        plain = re.sub(r"[,，\s]", "", text).removesuffix("元")
        typed = SUM.fullmatch(plain)
        if typed is None:
            raise ValueError(f"{self.label}请用数字填写，例如100000或者10万。")
        yuan = int(typed[1]) * (10_000 if typed[2] else 1)
        if not 0 < yuan <= MOST_YUAN:
            raise ValueError(f"{self.label}应在1元到{MOST_YUAN:,}元之间，请核对位数。")
        return yuan

    def show(self, value: Any) -> str:
        return f"{value:,}" if isinstance(value, int) else str(value or "")


@dataclass(frozen=True)
class Codes(Text):
    """Numbers of other rows, in any order: LB01、LB02."""

    empty: ClassVar[Any] = ()

    def parse(self, text: str) -> tuple[str, ...]:
        codes = tuple(dict.fromkeys(part.upper() for part in re.split(r"[、,，;；\s]+", text) if part))
        wrong = [code for code in codes if not CODE.fullmatch(code)]
        if wrong:
            raise ValueError(f"{self.label}里的“{wrong[0]}”不是条目号，请写成LB01的样子，用顿号隔开。")
        return codes

    def show(self, value: Any) -> str:
        return value if isinstance(value, str) else "、".join(value or ())


@dataclass(frozen=True)
class Clauses(Text):
    """One article a line."""

    empty: ClassVar[Any] = ()

    def parse(self, text: str) -> tuple[str, ...]:
        return tuple(line.strip() for line in text.split("\n") if line.strip())

    def show(self, value: Any) -> str:
        return value if isinstance(value, str) else "\n".join(value or ())
