"""From frozen content to PDF: the paper to sign, always the same bytes; the finished one with ink.

Papers are set by an environment of their own, so that the command line makes the same as the app.
"""

import functools
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from inspectapp.documents import content
from inspectapp.documents.house import house
from inspectapp.documents.kinds import Kind, kind_of
from inspectapp.documents.models import Document, Slot, Version
from inspectapp.documents.strokes import unpack
from inspectapp.documents.words import BY_HAND, Outcome
from inspectapp.shared import clock, files, paper, qr, text
from inspectapp.shared.images import Shape, smaller

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@dataclass(frozen=True)
class Evidence:
    """What stands on the last page of a finished paper."""

    at: Any
    chain_count: int
    chain_sha256: str
    root_day: str
    root_sha256: str
    hand_code: str


@dataclass(frozen=True)
class Paper:
    """Everything a sheet may print."""

    document: Document
    version: Version
    kind: Kind
    slots: Sequence[Slot]
    evidence: Evidence | None = None
    content: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "content", content.read(self.version))

    @property
    def code(self) -> str:
        return content.code(self.version)

    @property
    def field_code(self) -> str:
        return content.field_code(self.version)

    @property
    def link(self) -> str:
        return f"{self.version.address or house().address}/v/{self.document.public_id}"

    @property
    def finished(self) -> bool:
        return self.evidence is not None

    @property
    def qr(self) -> qr.Drawing:
        return qr.drawn(self.link)


def paper_of(
    document: Document, version: Version, slots: Sequence[Slot], evidence: Evidence | None = None
) -> Paper:
    """A paper ready to be set."""
    return Paper(document, version, kind_of(document.kind), slots, evidence)


def drawn(one: Paper) -> bytes:
    """The PDF. The same content, ink and evidence give the same bytes on each run."""
    return paper.render(_page(one), _resources(one), identifier=_identifier(one))


def stored_draft(one: Paper) -> str:
    """The paper to sign, in the store: its hash. Set once, it is set again only when anything it is set from
    has changed since: words, photos, template, style, fonts or typesetter."""
    setting = paper.setting(_page(one), _identifier(one))
    known = files.derived(setting, "drafts", lambda: _put(one).encode()).decode()
    return known if house().files.exists(known) else _put(one)


def _put(one: Paper) -> str:
    return house().files.put_bytes(drawn(one)).sha256


def _page(one: Paper) -> str:
    return _environment().get_template(one.kind.sheet).render(
        paper=one, values=one.content["values"], picture=lambda sha256: f"{paper.SCHEME}{sha256}"
    )  # fmt: skip


def _identifier(one: Paper) -> bytes:
    identity = f"{one.version.content_sha256}{'final' if one.finished else 'draft'}"
    return hashlib.sha256(identity.encode()).digest()[:16]


def photo_copy(sha256: str) -> bytes:
    """A stored photo, small enough for a paper or a phone."""
    return files.derived(sha256, "paper", lambda: smaller(files.current().read(sha256), Shape.PAPER))


def _resources(one: Paper) -> Mapping[str, bytes]:
    shown = set(content.files(one.content["values"]))
    if not one.finished:
        return {sha256: photo_copy(sha256) for sha256 in shown}
    shown |= {sha256 for slot in one.slots for sha256 in slot.photos}
    inks = {f"ink-{slot.key}": unpack(slot.ink).svg() for slot in one.slots if slot.ink}
    return inks | {sha256: photo_copy(sha256) for sha256 in shown}


def _place(slot: Slot) -> str:
    """The words in the place of a signature that was not drawn here."""
    if slot.outcome is Outcome.ON_PAPER:
        return "纸质签名，照片附后"
    return "" if slot.outcome in BY_HAND or slot.outcome is Outcome.PENDING else slot.outcome.title


def _remark(slot: Slot) -> str:
    """What belongs beside a signature: the objection; or why there is none, and who vouches for that."""
    if slot.outcome is Outcome.ON_PAPER:
        # Nobody but who looks at the photo can say that nothing was written there.
        return slot.objection or "见所附纸质签名照片"
    if slot.outcome in BY_HAND:
        return slot.objection or "无"
    vouching = "、".join(name for name in (slot.by_name, slot.confirmed_by_name) if name)
    told = (
        (slot.outcome.title, ""), (slot.reason, "原因："), (slot.witness, "见证人："),
        (vouching, "记录和确认的执法人员："),
    )  # fmt: skip
    return "".join(f"{label}{words.rstrip('。')}。" for words, label in told if words)


@functools.cache
def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(str(TEMPLATES)), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    env.filters.update(
        day=clock.day,
        daytime=clock.daytime,
        money=lambda yuan: f"{yuan:,}元",
        ranges=text.ranges,
        place=_place,
        remark=_remark,
    )
    return env
