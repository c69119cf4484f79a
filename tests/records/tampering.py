"""The generated list of tamperings with sealed records: in rows, in the ledger, in files, in PDFs.

Each has a name, what is done, and under which names the checker may find it: (table, row, kinds) for rows,
a verdict for a PDF. All chance comes from one seed.
"""

import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pypdf import PdfWriter

from inspectapp.documents.rules.judging import Verdict
from tests.documents.test_verifying import replaced, unsealed
from tests.shared.planting import LEDGER, MODELS, altered, another
from tests.shared.test_ledger_faults import DONE
from tests.shared.test_seal import resaved, signed_again

SEED = 20261121
#: Tables of a finished visit: each column of each has its turn, on a row drawn by lot.
OF_A_VISIT = (
    "visits", "visit_officers", "visit_arrivals", "visit_answers", "findings", "photos", "documents",
    "document_versions",
    "document_slots", "document_hand_overs", "document_certificates", "units", "ledger_roots",
)  # fmt: skip


@dataclass(frozen=True)
class Tampering:
    """`act` changes something; the check names `table`, `row` and one of `kinds`, where they are meant."""

    name: str
    act: Callable[[Any], Any]
    table: str
    row: str
    kinds: tuple[str, ...]

    def named_in(self, faults):
        return any(
            fault.table.startswith(self.table)
            and self.row in (fault.row, "")
            and fault.kind in (self.kinds or (fault.kind,))
            and fault.kind in fault.sentence
            and fault.table in fault.sentence
            and fault.row in fault.sentence
            for fault in faults
        )


def lots(purpose):
    return random.Random(f"{SEED}/{purpose}")


def rows_of(rows):
    """Every recorded column of every table; a row of each removed, slipped in, exchanged, renamed."""
    made = []
    for name in OF_A_VISIT:
        chance, held = lots(name), rows[name]
        made += columns_of(name, held, chance)
        made += whole_rows_of(name, held, chance)
    return made


def columns_of(name, held, chance):
    model = MODELS[name]
    for column in model.__table__.columns:
        row = chance.choice(held)
        new = altered(column, row[column.key])
        if column.key == "id" or column.key in model.unrecorded or new is None:
            continue
        yield Tampering(
            f"{name}.{column.key} 改写", changing(model.__table__, row, {column.key: new}), name,
            str(row["id"]), ("被修改",),
        )  # fmt: skip


def changing(table, row, values):
    return lambda at: at.update(table, row, **values)


def whole_rows_of(name, held, chance):
    table, row = MODELS[name].__table__, chance.choice(held)
    new, fresh = another(table, row), another(table, row)["id"]
    yield Tampering(f"{name} 删行", lambda at: at.delete(table, row), name, str(row["id"]), ("被删除",))
    yield Tampering(f"{name} 插行", lambda at: at.insert(table, new), name, str(new["id"]), ("凭空插入",))
    yield Tampering(
        f"{name} 换号", lambda at: at.update(table, row, id=fresh), name, str(fresh), ("凭空插入",)
    )
    if len(held) > 1:
        one, other = chance.sample(held, 2)
        yield Tampering(
            f"{name} 两行对调", lambda at: at.swap(table, one, other), name, str(one["id"]), ("被调换",)
        )


def ledger_of(rows):
    """Every column of the ledger's own tables, and what whoever holds the whole database can do to it."""
    made = [
        Tampering(f"登记册：{case}", act, table, "", (kind,)) for case, (act, table, kind) in DONE.items()
    ]
    for name, model in sorted(LEDGER.items()):
        chance = lots(name)
        for column in model.__table__.columns:
            row = chance.choice(rows[name])
            values = {column.key: altered(column, row[column.key])}
            made.append(Tampering(
                f"{name}.{column.key} 改写", changing(model.__table__, row, values), "ledger_", "", (),
            ))  # fmt: skip
    return made


# --- stored files ------------------------------------------------------------------------------------------


def flip(path: Path, chance):
    held = bytearray(path.read_bytes())
    held[chance.randrange(len(held))] ^= 1 << chance.randrange(8)
    path.write_bytes(bytes(held))


def cut(path: Path, chance):
    held = path.read_bytes()
    path.write_bytes(held[: chance.randrange(len(held))])


def lengthen(path: Path, chance):
    path.write_bytes(path.read_bytes() + bytes([chance.randrange(256)]))


def swap_with(others):
    def swap(path: Path, chance):
        path.write_bytes(chance.choice([one for one in others if one != path]).read_bytes())

    return swap


def files_of(paths):
    """(name, act, path, word of the finding): each stored file flipped, cut, longer, replaced, removed."""
    acts = {"翻一位": flip, "截断": cut, "加一字节": lengthen, "换成别的": swap_with(paths)}
    for path in paths:
        for word, act in acts.items():
            yield f"文件 {path.name[:8]} {word}", act, path, "与存入时不一致"
        yield f"文件 {path.name[:8]} 删除", lambda path, chance: path.unlink(), path, "不见了"


# --- PDFs that somebody brings ------------------------------------------------------------------------------


def pdfs_of(label, data, other, stranger, flips=20):
    """(name, bytes, verdict): a sealed PDF with bits flipped all over, appended to, signed, saved anew."""
    chance = lots(f"pdf {label}")
    for at in sorted(chance.sample(range(len(data)), flips)):
        bad = bytearray(data)
        bad[at] ^= 1 << chance.randrange(8)
        yield f"{label} 第{at}字节翻一位", bytes(bad), Verdict.CHANGED
    for tail in (b"\n", b"\0", b"% a remark\n", data[-400:], b"x" * 100_000):
        yield f"{label} 后加{len(tail)}字节{tail[:1]!r}", data + tail, Verdict.APPENDED
    yield f"{label} 增量更新", replaced(data), Verdict.APPENDED
    yield f"{label} 增量改说明", described(data), Verdict.APPENDED
    yield f"{label} 第二个签名", signed_again(data, stranger), Verdict.SECOND_SIGNATURE
    yield f"{label} 另存", resaved(data), Verdict.RESAVED
    yield f"{label} 页面另存，没有封存", unsealed(data), Verdict.FOREIGN
    yield f"{label} 后接另一份", data + other, Verdict.APPENDED
    yield f"{label} 中间挖去一段", data[: len(data) // 2] + data[len(data) // 2 + 64 :], None
    for part in (1, 3, 9):
        yield f"{label} 截去{part}成", data[: len(data) - len(data) * part // 10], Verdict.UNREADABLE


def described(data):
    writer, out = PdfWriter(io.BytesIO(data), incremental=True), io.BytesIO()
    writer.add_metadata({"/Title": "别的标题"})
    writer.write(out)
    return out.getvalue()
