"""The daily root: all heads of a day in one signed value, so small that it can leave the machine every day.

Each root names only the heads that moved since the root before and is linked to it. Whoever later rewrites
a line under a root needs the signing key as well; whoever has that too is still caught by an exported root.
"""

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import Connection, select, text, tuple_
from sqlmodel import Session

from inspectapp.shared import clock
from inspectapp.shared.keys import Keyring
from inspectapp.shared.ledger import digests, writing
from inspectapp.shared.ledger.models import ROOTS as CHAIN
from inspectapp.shared.ledger.models import Root

__all__ = ["CHAIN", "export", "gather", "verify_export"]

KEY_NAME = "roots"
KIND = "inspectapp daily root 1"
SIGNED = ("day", "at", "heads", "before", "moved")
#: Two processes that start at once on one PostgreSQL take turns.
TURN = 7_202_612
AT_ONCE = 300
_key: list[Ed25519PrivateKey] = []
roots, lines = Root.__table__, writing.lines  # type: ignore[attr-defined]
Place = tuple[uuid.UUID, int]
Moved = Sequence[Sequence[Any]]
#: Kind of fault, row, and why; `checking` makes sentences of them.
Found = tuple[str, str, str]


def unlock(keyring: Keyring) -> None:
    """Called once at start: the first half of the key file is the seed of the signature."""
    _key[:] = [Ed25519PrivateKey.from_private_bytes(keyring.get(KEY_NAME)[:32])]


def public_key() -> str:
    """What others need to check a root; it goes out with every exported one."""
    return _key[0].public_key().public_bytes_raw().hex()


def gather(session: Session, *, at: datetime) -> Root:
    """Today's root; the first call of a day makes it, later calls answer it."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("select pg_advisory_xact_lock(:turn)"), {"turn": TURN})
    day = clock.local(at).date().isoformat()
    held = session.scalars(select(Root).where(roots.c.day == day)).first()
    return held or _make(session, day, at)


def _make(session: Session, day: str, at: datetime) -> Root:
    connection = session.connection()
    known, before = _gathered(connection)
    moved, count = [], 0
    for thing, number, sha256 in connection.execute(_all_heads()):
        count += 1
        if known.get(thing.hex) != (number, sha256):
            moved.append([thing.hex, number, sha256])
    root = Root(day=day, at=at, heads=count, before=before, moved=moved, sha256="", signature="")
    root.sha256 = digest(root.model_dump())
    root.signature = _key[0].sign(_signed(root.sha256)).hex()
    session.add(root)
    writing.note(session, root, "汇总登记", by=None, at=at, heads=count)
    return root


def _all_heads() -> Any:
    heads = writing.heads.c
    return select(heads.id, heads["count"], heads.sha256).order_by(heads.id)


def _gathered(connection: Connection) -> tuple[dict[str, tuple[int, str]], str]:
    """Where each chain stood in the last root that named it, and the last root itself."""
    known: dict[str, tuple[int, str]] = {}
    before = writing.START
    query = select(roots.c.moved, roots.c.sha256).order_by(roots.c.day)
    for moved, sha256 in connection.execute(query, execution_options={"yield_per": 10}):
        known.update((thing, (number, line)) for thing, number, line in moved)
        before = sha256
    return known, before


def digest(root: Mapping[str, Any]) -> str:
    """What is signed."""
    return digests.sha256("root", digests.canonical({name: root[name] for name in SIGNED}))


def _signed(sha256: str) -> bytes:
    return f"{KIND}\0{sha256}".encode()


def _signature_fits(key: str, sha256: str, signature: str) -> bool:
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        public.verify(bytes.fromhex(signature), _signed(sha256))
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


# --- checking ----------------------------------------------------------------------------------------------


def faults_of(connection: Connection) -> Iterator[Found]:
    """Every root: its signature, its link to the one before, and that the lines under it are still those."""
    before = writing.START
    for root in connection.execute(select(roots).order_by(roots.c.day), execution_options={"yield_per": 10}):
        day, found = root.day, root._asdict()
        if digest(found) != root.sha256 or not _signature_fits(public_key(), root.sha256, root.signature):
            yield "被修改", f"{day}的日根", "签名不对"
        elif root.before != before:
            yield "被调换", f"{day}的日根", "与前一个日根接不上，中间的日根被删除或改写"
        before = root.sha256
        yield from rewritten(connection, day, root.moved)


def rewritten(connection: Connection, day: str, moved: Moved) -> Iterator[Found]:
    """Chains whose line is no longer the one that was gathered that day."""
    for start in range(0, len(moved), AT_ONCE):
        part = [(uuid.UUID(hex=thing), number, sha256) for thing, number, sha256 in moved[start:][:AT_ONCE]]
        present = _lines_at(connection, [(thing, number) for thing, number, _ in part])
        for thing, number, sha256 in part:
            if present.get((thing, number)) != sha256:
                gone = (thing, number) not in present
                how = "这一条已不见" if gone else "这一条已不是当时那条"
                yield "历史被改写", f"登记链 {thing} 第{number}条", f"{day}已签名汇总，现在{how}"


def _lines_at(connection: Connection, wanted: list[Place]) -> dict[Place, str]:
    where = tuple_(lines.c.thing_id, lines.c.number).in_(wanted)
    query = select(lines.c.thing_id, lines.c.number, lines.c.sha256).where(where)
    return {(thing, number): sha256 for thing, number, sha256 in connection.execute(query)}


# --- leaving the machine -----------------------------------------------------------------------------------


def export(root: Root) -> str:
    """The root as a file of its own: whoever keeps it can prove later what was there on that day."""
    told = {name: getattr(root, name) for name in (*SIGNED, "sha256", "signature")}
    told |= {"kind": KIND, "public_key": public_key(), "at": root.at.isoformat(timespec="microseconds")}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def verify_export(connection: Connection, exported: str) -> list[str]:
    """An exported root held against this database: one sentence for everything that does not fit."""
    told = _read(exported)
    if told is None:
        return ["这个文件不是完整的日根，或导出后被改过。请换一份没有改过的。"]
    day = told["day"]
    if told["public_key"] != public_key():
        return [f"{day}的日根不是用本系统的密钥签的。请核对是不是别的系统导出的，或密钥是否被换过。"]
    row = connection.execute(select(roots.c.sha256).where(roots.c.day == day)).scalar()
    found = [f"{one}：{why}。" for _, one, why in rewritten(connection, day, told["moved"])]
    if row is None:
        found.insert(0, f"数据库里没有{day}的日根。数据库可能被换成了更早的备份。")
    elif row != told["sha256"]:
        found.insert(0, f"数据库里{day}的日根与导出的不一致。这一天以前的历史被改写过。")
    return found


def _read(exported: str) -> dict[str, Any] | None:
    try:
        told = json.loads(exported)
        told["at"] = datetime.fromisoformat(told["at"])
        whole = told["kind"] == KIND and digest(told) == told["sha256"]
        _ = [(uuid.UUID(hex=thing), int(number), str(line)) for thing, number, line in told["moved"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return told if whole and _signature_fits(told["public_key"], told["sha256"], told["signature"]) else None
