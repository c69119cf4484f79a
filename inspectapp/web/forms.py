"""Forms: what was typed becomes clean values, or a sentence under each field, with every keystroke kept."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar, Self

from werkzeug.datastructures import MultiDict

from inspectapp.shared.text import clean, showable

Check = Callable[[str], Any]
NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
#: What a column of whole numbers holds on every store.
LARGEST = 2_000_000_000
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True)
class Text:
    """One field. Subclasses turn clean text into a value or raise ValueError with a Chinese sentence."""

    label: str
    required: bool = False
    max_length: int = 200
    hint: str = ""
    lines: bool = False
    check: Check | None = None
    many: ClassVar[bool] = False
    empty: ClassVar[Any] = ""

    def read(self, typed: str) -> Any:
        """The value, or ValueError with the sentence."""
        text = clean(typed, lines=self.lines)
        if not text:
            if self.required:
                raise ValueError(f"请填写{self.label}。")
            return self.empty
        if len(text) > self.max_length:
            raise ValueError(
                f"{self.label}最多{self.max_length}个字，现在有{len(text)}个字。请缩短后再保存。"
            )
        return self.check(text) if self.check else self.parse(text)

    def parse(self, text: str) -> Any:
        return text

    def show(self, value: Any) -> str:
        """How a stored value stands in the input."""
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Choice(Text):
    """One word out of an enum; the form carries its name."""

    words: type[Enum] = Enum
    empty: ClassVar[Any] = None

    def parse(self, text: str) -> Enum:
        if text not in self.words.__members__:
            raise ValueError(f"请从列表中选择{self.label}。")
        return self.words[text]

    def show(self, value: Any) -> str:
        return value.name if isinstance(value, Enum) else str(value or "")

    @property
    def options(self) -> list[tuple[str, str]]:
        return [(word.name, str(word.value)) for word in self.words]


@dataclass(frozen=True)
class Day(Text):
    """A calendar day as the browser's date input sends it."""

    empty: ClassVar[Any] = None

    def parse(self, text: str) -> date:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = date.min
        if not EARLIEST <= day < LATEST:
            raise ValueError(f"{self.label}不是有效日期，请按“2026-01-31”的样子填写。")
        return day

    def show(self, value: Any) -> str:
        return value.isoformat() if isinstance(value, date) else str(value or "")


@dataclass(frozen=True)
class Number(Text):
    """A number with bounds; `places` digits after the point."""

    low: Decimal | int = -LARGEST
    high: Decimal | int = LARGEST
    places: int = 0
    empty: ClassVar[Any] = None

    def parse(self, text: str) -> int | Decimal:
        value = Decimal(text) if NUMBER.fullmatch(text) else Decimal("NaN")
        if value.is_nan() or value != round(value, self.places):
            raise ValueError(f"{self.label}请填写{'整数' if not self.places else '数字'}。")
        if not self.low <= value <= self.high:
            raise ValueError(f"{self.label}应在{self.low}到{self.high}之间。")
        return value if self.places else int(value)


@dataclass(frozen=True)
class Checked(Text):
    """A box that is ticked or not."""

    empty: ClassVar[Any] = False

    def read(self, typed: str) -> bool:
        return typed != ""

    def show(self, value: Any) -> str:
        return "on" if value and value != "False" else ""


@dataclass(frozen=True)
class Several(Choice):
    """Any number of words out of an enum."""

    many: ClassVar[bool] = True

    def read_all(self, typed: list[str]) -> list[Enum]:
        chosen = [self.parse(word) for word in dict.fromkeys(typed) if word]
        if self.required and not chosen:
            raise ValueError(f"请至少选择一项{self.label}。")
        return chosen


class Form:
    """A page's form: fields are class attributes; `read` what came, look at `ok`, `values`, `errors`."""

    fields: ClassVar[dict[str, Text]] = {}

    def __init_subclass__(cls) -> None:
        own = {name: field for name, field in vars(cls).items() if isinstance(field, Text)}
        cls.fields = {**cls.fields, **own}

    def __init__(self, raw: Mapping[str, Any] | None = None) -> None:
        self.raw: dict[str, Any] = {name: [] if field.many else "" for name, field in self.fields.items()}
        self.raw.update(raw or {})
        self.values: dict[str, Any] = {}
        self.errors: dict[str, str] = {}

    @classmethod
    def read(cls, typed: MultiDict[str, str]) -> Self:
        """What was sent, field by field; names nobody declared are ignored."""
        form = cls()
        for name, field in cls.fields.items():
            form.raw[name] = typed.getlist(name) if field.many else typed.get(name, "")
            form._read_one(name, field)
            kept = form.raw[name]
            form.raw[name] = [showable(one) for one in kept] if field.many else showable(kept)
        form.check()
        return form

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """The form of a stored thing, ready to be edited."""
        raw = {}
        for name, field in cls.fields.items():
            value = values.get(name)
            raw[name] = [field.show(one) for one in value or []] if field.many else field.show(value)
        return cls(raw)

    def check(self) -> None:
        """Questions over several fields; subclasses call `fail`."""

    def fail(self, name: str, sentence: str) -> None:
        """Put a sentence under a field; the first one stays."""
        self.errors.setdefault(name, sentence)

    @property
    def ok(self) -> bool:
        return not self.errors

    def _read_one(self, name: str, field: Text) -> None:
        typed = self.raw[name]
        try:
            self.values[name] = field.read_all(typed) if isinstance(field, Several) else field.read(typed)
        except ValueError as wrong:
            self.errors[name] = str(wrong)
