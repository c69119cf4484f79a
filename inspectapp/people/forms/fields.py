"""Fields that several forms of this stage share."""

import re
import uuid
from dataclasses import dataclass
from typing import Any

from inspectapp.shared.identifiers import check_phone
from inspectapp.web.forms import Text

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
MASK = "*"
#: The masked number came back untouched: leave what is stored.
KEEP = object()


def check_login(text: str) -> str:
    """Logins are plain ASCII, so that they can be typed on any phone."""
    lowered = text.lower()
    if not LOGIN.fullmatch(lowered):
        raise ValueError("登录名用3到40个小写字母、数字，可带点、横线或下划线。")
    return lowered


def as_uuid(text: str) -> uuid.UUID:
    """A choice out of a list of rows."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise ValueError("请从列表中选择辖区。") from None


@dataclass(frozen=True)
class Phone(Text):
    """A phone; the masked form of the stored one means "as it was"."""

    def parse(self, text: str) -> Any:
        return KEEP if MASK in text else check_phone(text)
