"""Careful forms: what must not be typed comes back as a sentence.

A number with full-width digits, an invisible sign or a date in words may hide a mistake from whoever
checks the paper against the screen; so these come back to the person who typed them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from inspectapp.shared import clock
from inspectapp.shared.identifiers import BadIdentifier, check_credit_code, check_id_number, check_phone
from inspectapp.web.forms import Day, Form, Number, Text

UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ]")
PLAIN_NUMBER = re.compile("[0-9]{1,9}([.][0-9]{1,6})?")
CERTIFICATE = re.compile("[0-9A-Z一-鿿〔〕（）()-]{4,40}")
MASK = "*"
#: The masked number came back untouched: leave what the register holds.
KEEP = object()
EARLIEST, LATEST = date(1950, 1, 1), date(2100, 1, 1)


class CarefulForm(Form):
    """A form that refuses unseen signs everywhere, and full-width ones where a number is meant."""

    def _read_one(self, name: str, field: Text) -> None:
        typed = self.raw[name]
        text = typed if isinstance(typed, str) else "".join(typed)
        if UNSEEN.search(text):
            self.errors[name] = f"{field.label}里有看不见的符号，已经去掉。请核对后再保存。"
            self.raw[name] = UNSEEN.sub("", typed) if isinstance(typed, str) else []
        elif isinstance(field, Exact | Day | Number) and FULL_WIDTH.search(text):
            self.errors[name] = f"{field.label}里有全角字符。请改用半角数字和字母。"
        elif isinstance(field, Number) and text.strip() and not PLAIN_NUMBER.fullmatch(text.strip()):
            self.errors[name] = f"{field.label}请只填数字。"
        else:
            super()._read_one(name, field)

    def pick(self, name: str, allowed: Mapping[str, Any]) -> None:
        """A choice out of rows of the database: by id, and only those one may see."""
        typed = self.values.get(name)
        if typed and typed not in allowed:
            self.fail(name, f"请从列表中选择{self.fields[name].label}。")
        elif name in self.values:
            self.values[name] = allowed.get(typed or "")

    def before(self, first: str, last: str) -> None:
        """The second day may not come before the first."""
        start, stop = self.values.get(first), self.values.get(last)
        if start and stop and stop < start:
            self.fail(last, f"{self.fields[last].label}早于{self.fields[first].label}。请核对两个日期。")


@dataclass(frozen=True)
class Exact(Text):
    """A number that names something: nothing is guessed."""


@dataclass(frozen=True)
class PastOrFuture(Day):
    """A day within living memory."""

    past: bool = False

    def parse(self, text: str) -> date:
        day = super().parse(text)
        if not EARLIEST <= day <= LATEST:
            raise ValueError(f"{self.label}应在1950年到2100年之间。请核对年份。")
        if self.past and day > clock.today():
            raise ValueError(f"{self.label}还没有到。请核对日期。")
        return day


@dataclass(frozen=True)
class Decimal1(Number):
    """A number with one place, kept as the database keeps it."""

    places: int = 1

    def parse(self, text: str) -> Any:
        return float(super().parse(text))


@dataclass(frozen=True)
class Checkable(Exact):
    """A number with a rule of its own; the masked form of the stored one means "as it was"."""

    def rule(self, text: str) -> str:
        """The number in its one written form, or BadIdentifier."""
        return text

    def parse(self, text: str) -> Any:
        if MASK in text:
            return KEEP
        try:
            return self.rule(text)
        except BadIdentifier as wrong:
            raise ValueError(wrong.sentence) from None


class IdNumber(Checkable):
    """身份证号"""

    def rule(self, text: str) -> str:
        return check_id_number(text, clock.today())


class Phone(Checkable):
    """Mobile or landline."""

    empty: ClassVar[Any] = None

    def rule(self, text: str) -> str:
        return check_phone(text)


class CreditCode(Checkable):
    """统一社会信用代码"""

    empty: ClassVar[Any] = None

    def rule(self, text: str) -> str:
        return check_credit_code(text)


class CertificateNumber(Checkable):
    """The letter T and an ID number for special operations, letters and digits otherwise."""

    def rule(self, text: str) -> str:
        number = text.upper()
        if number.startswith("T") and len(number) > 1:
            return "T" + check_id_number(number[1:], clock.today())
        if not CERTIFICATE.fullmatch(number):
            raise BadIdentifier("证书编号只能有数字、字母、汉字和短横线，4至40位。请对照证书填写。")
        return number


def kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without the numbers that came back masked."""
    return {name: value for name, value in values.items() if value is not KEEP}
