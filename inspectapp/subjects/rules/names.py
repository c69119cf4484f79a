"""One canonical name per unit 规范名称: the same body written in two ways must come out as one."""

import re
import unicodedata

BRACKETS = str.maketrans(
    {"(": "（", ")": "）", "[": "（", "]": "）", "【": "（", "】": "）", "〔": "（", "〕": "）"}
)
DROPPED = re.compile(r"[\s（）()\[\]【】〔〕·•・,，。、\-—_]+")


def canonical(name: str) -> str:
    """Half-width letters and digits, full-width brackets, no spaces except between Latin words."""
    text = unicodedata.normalize("NFKC", name).translate(BRACKETS)
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"(?<![A-Za-z0-9]) | (?![A-Za-z0-9])", "", text)


def key(name: str) -> str:
    """What two spellings of one name share: no brackets, no dots, no spaces, lower case."""
    return DROPPED.sub("", unicodedata.normalize("NFKC", name)).lower()


def same(one: str, other: str) -> bool:
    """Do these two names mean the same body?"""
    return key(one) == key(other)
