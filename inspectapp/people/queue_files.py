"""The file in which a phone without a network hands over what has not reached the server.

Sealed under the person's own key: only that person can hand it in, and nobody reads it on the way.
"""

import base64
import binascii
import hashlib
import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inspectapp.people.phones import key_of
from inspectapp.shared.refusals import NotAllowed, Unreadable

MARK, FORMAT, NONCE = b"ANPEI", 2, 12
DAMAGED = "这个文件打不开，可能已损坏或不是待上传文件。请在手机上重新另存一份。"
#: Half a character, which no browser sends and no page shows.
HALF = re.compile("[\ud800-\udfff]")
FOREIGN = "这个文件是另一个人的，只有本人能提交。请由本人登录后提交。"
NEWER = "这个文件是更新版本的程序保存的。请刷新页面后再试。"


@dataclass(frozen=True)
class Entry:
    """One thing that was given on the phone, as it would have been sent."""

    id: uuid.UUID
    url: str
    pairs: tuple[tuple[str, str], ...]
    typed_at: str
    label: str = ""
    visit: str = ""
    step: bool = False
    base: str | None = None
    frozen: bool = False
    #: The own words that it was typed over, and everything that must have been taken in before it.
    after: uuid.UUID | None = None
    needs: tuple[uuid.UUID, ...] = ()
    file_name: str = ""
    file: bytes = b""
    #: The phone could not read the photo when it made the file.
    unreadable: bool = False

    @property
    def sent(self) -> list[tuple[str, str]]:
        """The pairs as they leave: what was typed, over which version, and when."""
        version = [] if self.base is None else [("version", self.base)]
        return [*self.pairs, *version, ("device_at", self.typed_at)]

    def over(self, version: str | None) -> "Entry":
        """Own earlier words for the same thing were taken in: these were typed over what they became."""
        return self if version is None or self.frozen or self.base is None else replace(self, base=version)


def opened(content: bytes, person_id: uuid.UUID) -> list[Entry]:
    """The entries in their order; refuses what is damaged, somebody else's or from the future."""
    head, _, rest = content.partition(b"\n")
    whose, _, sealed = rest.partition(b"\n")
    form = head.removeprefix(MARK)
    if not head.startswith(MARK) or not form.isdigit() or len(form) > 2:
        raise Unreadable(DAMAGED)
    if int(form) > FORMAT:
        raise Unreadable(NEWER)
    if whose != str(person_id).encode():
        raise NotAllowed(FOREIGN)
    try:
        text = AESGCM(key_of(person_id)).decrypt(sealed[:NONCE], sealed[NONCE:], b"queue/" + whose)
        return [_entry(_upgraded(json.loads(line), int(form))) for line in text.decode().split("\n")[1:]]
    except (InvalidTag, ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise Unreadable(DAMAGED) from None


def _from_1(old: dict[str, Any]) -> dict[str, Any]:
    return {"base": old.get("seen"), "rank": "free", "visit": "", "label": "", **old}


#: How an entry of each earlier release becomes one of the next.
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _from_1}


def _upgraded(one: dict[str, Any], form: int) -> dict[str, Any]:
    for step in range(form, FORMAT):
        one = UPGRADES[step](one)
    return one


def _whole(text: Any) -> str:
    return HALF.sub("\N{REPLACEMENT CHARACTER}", str(text))


def _entry(one: dict[str, Any]) -> Entry:
    base, file = one["base"], one.get("file") or {}
    content = base64.b64decode(file["data"] or b"", validate=True) if file else b""
    if content and hashlib.sha256(content).hexdigest() != file["sha256"]:
        raise ValueError("the photo is not the one that was taken")
    return Entry(
        id=uuid.UUID(one["id"]), url=str(one["url"]), typed_at=str(one["typed_at"]),
        pairs=tuple((_whole(name), _whole(value)) for name, value in one["pairs"]),
        label=_whole(one["label"]), visit=str(one["visit"]), step=one["rank"] == "step",
        base=None if base is None else str(base), frozen=bool(one.get("frozen")),
        after=uuid.UUID(one["after"]) if one.get("after") else None,
        needs=tuple(uuid.UUID(id) for id in one.get("needs", ())),
        file_name=str(file.get("name", "")), file=content,
        unreadable=bool(file) and not content,
    )  # fmt: skip
