"""How a unit is found: by any part of its names, by pinyin initials, by any part of its credit code.

Every text is cut into single signs and pairs; what is asked is cut the same way, so the index can answer for
one sign as well as for twenty. Signs are written as numbers, as databases disagree on rare characters.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from inspectapp.shared.pinyin import initials

FIELD_END = "\n"
LONGEST_QUERY = 60
_DROPPED = re.compile(r"[\s（）()\[\]【】〔〕·•・,，。、\-—_\"'“”%]+")


def folded(text: str) -> str:
    """What two ways of writing share: half width, lower case, no brackets and no blanks."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text)).lower()


def search_text(names: Sequence[str], credit_code: str | None) -> str:
    """Everything a unit may be found by, one line each, so that no hit runs over two of them."""
    folds = [folded(name) for name in names]
    lines = [*folds, *(line for one in folds for line in initials(one).split()), (credit_code or "").lower()]
    return FIELD_END.join(dict.fromkeys(line for line in lines if line))


def sign_tokens(line: str) -> Iterable[str]:
    """Single signs and pairs of neighbours, as numbers."""
    signs = [f"{ord(sign):05x}" for sign in line]
    yield from signs
    yield from (one + other for one, other in pairwise(signs))


def text_tokens(text: str) -> list[str]:
    """All tokens of a search text, each once."""
    return list(dict.fromkeys(token for line in text.split(FIELD_END) for token in sign_tokens(line)))


def asked_words(query: str) -> list[str]:
    """What was typed, as folded words that must all be found."""
    return [word for word in map(folded, query[:LONGEST_QUERY].split()) if word]


def asked_tokens(word: str) -> list[str]:
    """The tokens a word needs: itself if it is one sign, else its pairs."""
    tokens = list(dict.fromkeys(sign_tokens(word)))
    return tokens if len(word) == 1 else [token for token in tokens if len(token) > 5]


def filter_token(field: str, value: object) -> str:
    """A filter of the list as a token: letters and digits only."""
    return field + re.sub("[^0-9a-z]", "", str(value).lower())
