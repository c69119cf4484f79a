"""Whatever is done to the tables behind the ledger's back is found, and named with its table and its row."""

import uuid

import pytest

from inspectapp.shared.ledger import checking, writing
from inspectapp.shared.ledger.models import Root
from tests.shared.planting import LEDGER, MODELS, altered, another, resealed, rewritten

ROWS = sorted(MODELS)
LINES, HEADS, CENSUS = writing.lines, writing.heads, writing.census


def named(faults, table, row_id, *kinds):
    """Is this row of this table among the faults, as one of these kinds?"""
    return any(
        fault.table == table
        and fault.row == str(row_id)
        and fault.kind in kinds
        and fault.kind in fault.sentence
        for fault in faults
    )


def test_an_untouched_ledger_has_no_faults(planted):
    with checking.snapshot() as connection:
        assert checking.check(connection) == []


def recorded_columns(name):
    model = MODELS[name]
    return [one for one in model.__table__.columns if one.key not in {"id", *model.unrecorded}]


@pytest.mark.parametrize("turn", range(max(len(recorded_columns(name)) for name in ROWS)))
def test_a_changed_column_of_any_table_is_found(hands, turn):
    """In each turn one column of one row of every table is changed, until every column had its turn."""
    with hands() as at:
        changed = {}
        for name in ROWS:
            columns, row = recorded_columns(name), at.rows(MODELS[name].__table__)[0]
            if turn < len(columns) and altered(columns[turn], row[columns[turn].key]) is not None:
                new = altered(columns[turn], row[columns[turn].key])
                at.update(MODELS[name].__table__, row, **{columns[turn].key: new})
                changed[name] = row["id"]
        faults = at.done()
        unseen = [name for name, row_id in changed.items() if not named(faults, name, row_id, "被修改")]
        assert changed and unseen == []


def test_columns_outside_the_ledger_are_free(hands):
    with hands() as at:
        for row in at.rows(MODELS["people"].__table__):
            at.update(MODELS["people"].__table__, row, password_hash="x")
        assert at.done() == []


def test_a_removed_row_of_any_table_is_found(hands):
    with hands() as at:
        removed = {name: at.rows(MODELS[name].__table__)[-1] for name in ROWS}
        for name, row in removed.items():
            at.delete(MODELS[name].__table__, row)
        faults = at.done()
        assert [name for name, row in removed.items() if not named(faults, name, row["id"], "被删除")] == []


def test_a_slipped_in_row_of_any_table_is_found(hands):
    with hands() as at:
        new = {name: another(MODELS[name].__table__, at.rows(MODELS[name].__table__)[0]) for name in ROWS}
        for name, row in new.items():
            at.insert(MODELS[name].__table__, row)
        faults = at.done()
        assert [name for name, row in new.items() if not named(faults, name, row["id"], "凭空插入")] == []


def test_two_exchanged_rows_of_any_table_are_found(hands):
    with hands() as at:
        pairs = {name: at.rows(MODELS[name].__table__)[-2:] for name in ROWS if name != "ledger_roots"}
        for name, pair in pairs.items():
            at.swap(MODELS[name].__table__, *pair)
        faults = at.done()
        wanted = [(name, row["id"]) for name, pair in pairs.items() for row in pair]
        assert [one for one in wanted if not named(faults, *one, "被调换")] == []


def test_a_row_under_another_id_is_found_in_any_table(hands):
    with hands() as at:
        moved = {name: (at.rows(MODELS[name].__table__)[0], uuid.uuid4()) for name in ROWS}
        for name, (row, fresh) in moved.items():
            at.update(MODELS[name].__table__, row, id=fresh)
        faults = at.done()
        assert [
            name for name, (row, _) in moved.items() if not named(faults, name, row["id"], "被删除")
        ] == []
        assert [name for name, (_, new) in moved.items() if not named(faults, name, new, "凭空插入")] == []


@pytest.mark.parametrize("name", sorted(LEDGER))
def test_each_column_of_the_ledger_itself(hands, name):
    table, unseen = LEDGER[name].__table__, []
    for column in table.columns:
        with hands() as at:
            row = at.rows(table)[3]
            at.update(table, row, **{column.key: altered(column, row[column.key])})
            if not [fault for fault in at.done() if fault.table.startswith("ledger_")]:
                unseen.append(column.key)
    assert unseen == []


@pytest.mark.parametrize("name", sorted(LEDGER))
def test_exchanged_rows_of_the_ledger_itself(hands, name):
    table = LEDGER[name].__table__
    with hands() as at:
        one, other = at.rows(table)[2:4]
        at.swap(table, one, other)
        faults = at.done()
        assert [f for f in faults if f.table == name and f.row in (str(one["id"]), str(other["id"]))]


def chain_of(at, length=6):
    """The lines of a chain with some lines, and its head."""
    lines = at.rows(LINES)
    head = next(head for head in at.rows(HEADS) if head["count"] >= length)
    return [line for line in lines if line["thing_id"] == head["id"]], head


def first_line(at):
    chain, _ = chain_of(at)
    at.delete(LINES, chain[0])


def middle_line(at):
    chain, _ = chain_of(at)
    at.delete(LINES, chain[2])


def last_line(at):
    chain, _ = chain_of(at)
    at.delete(LINES, chain[-1])


def tail(at):
    chain, _ = chain_of(at)
    at.delete(LINES, *chain[-3:])


def tail_and_head(at):
    chain, head = chain_of(at)
    at.delete(LINES, *chain[-2:])
    at.update(HEADS, head, count=len(chain) - 2, sha256=chain[-3]["sha256"])


def tail_and_head_with_the_key(at):
    chain, head = chain_of(at)
    at.delete(LINES, *chain[-2:])
    cut = resealed(head | {"count": len(chain) - 2, "sha256": chain[-3]["sha256"]})
    at.update(HEADS, head, count=cut["count"], sha256=cut["sha256"], mac=cut["mac"])


def all_lines(at):
    chain, _ = chain_of(at)
    at.delete(LINES, *chain)


def head_only(at):
    _, head = chain_of(at)
    at.delete(HEADS, head)


def whole_chain(at):
    chain, head = chain_of(at)
    at.delete(LINES, *chain)
    at.delete(HEADS, head)


def census_row(at):
    at.delete(CENSUS, at.rows(CENSUS)[0])


def all_of_the_census(at):
    at.delete(CENSUS, *at.rows(CENSUS))


def numbers_exchanged(at):
    chain, _ = chain_of(at)
    at.update(LINES, chain[1], number=9999)
    at.update(LINES, chain[2], number=chain[1]["number"])
    at.update(LINES, chain[1], number=chain[2]["number"])


def line_after_the_last(at):
    chain, _ = chain_of(at)
    more = rewritten([*chain, chain[-1] | {"number": len(chain) + 1, "act": "补记"}])[-1]
    at.insert(LINES, more)


def line_of_another_chain(at):
    chain, _ = chain_of(at)
    new = rewritten([chain[-1] | {"thing_id": uuid.uuid4(), "number": 1}])
    at.insert(LINES, *new)


def thing_beside(head):
    """A new thing in the same part of the census."""
    return uuid.UUID(bytes=uuid.uuid4().bytes[:-1] + head["id"].bytes[-1:])


def head_without_lines(at):
    _, head = chain_of(at)
    at.insert(HEADS, head | {"id": thing_beside(head)})


def head_without_lines_where_nothing_was_counted(at):
    _, head = chain_of(at)
    bucket = head["id"].bytes[-1] % writing.BUCKETS
    heads = [one for one in at.rows(HEADS) if one["id"].bytes[-1] % writing.BUCKETS == bucket]
    at.delete(LINES, *(one for one in at.rows(LINES) if one["thing_id"] in {head["id"] for head in heads}))
    at.delete(HEADS, *heads)
    at.delete(CENSUS, *(one for one in at.rows(CENSUS) if one["bucket"] == bucket))
    at.insert(HEADS, head | {"id": thing_beside(head)})


def chain_told_anew(at):
    chain, head = chain_of(at)
    new = rewritten(chain, by_name="别人")
    at.delete(LINES, *chain)
    at.insert(LINES, *new)
    at.update(HEADS, head, sha256=new[-1]["sha256"])


def chain_told_anew_with_the_key(at):
    chain, head = chain_of(at)
    new = rewritten(chain, by_name="别人")
    at.delete(LINES, *chain)
    at.insert(LINES, *new)
    sealed = resealed(head | {"sha256": new[-1]["sha256"]})
    at.update(HEADS, head, sha256=sealed["sha256"], mac=sealed["mac"])


def root_row(at):
    at.delete(Root.__table__, at.rows(Root.__table__)[0])


DONE = {
    "the first line removed": (first_line, "ledger_lines", "被删除"),
    "a line in the middle removed": (middle_line, "ledger_lines", "被删除"),
    "the last line removed": (last_line, "ledger_lines", "尾部被截断"),
    "the tail cut off": (tail, "ledger_lines", "尾部被截断"),
    "the tail cut off and the head rewritten": (tail_and_head, "ledger_heads", "被修改"),
    "the same with the stolen key": (tail_and_head_with_the_key, "ledger_roots", "历史被改写"),
    "all lines of a thing removed": (all_lines, "ledger_lines", "被删除"),
    "a head removed": (head_only, "ledger_heads", "被删除"),
    "a thing's chain removed whole": (whole_chain, "ledger_lines", "被删除"),
    "a part of the census removed": (census_row, "ledger_census", "被删除"),
    "the whole census removed": (all_of_the_census, "ledger_census", "被删除"),
    "the numbers of two lines exchanged": (numbers_exchanged, "ledger_lines", "被调换"),
    "a line added at the end": (line_after_the_last, "ledger_lines", "凭空插入"),
    "a line of no chain added": (line_of_another_chain, "ledger_lines", "凭空插入"),
    "a head without lines added": (head_without_lines, "ledger_heads", "凭空插入"),
    "a head without lines added in an empty part of the census": (
        head_without_lines_where_nothing_was_counted,
        "ledger_heads",
        "凭空插入",
    ),
    "a chain told anew without the key": (chain_told_anew, "ledger_heads", "被修改"),
    "a chain told anew with the stolen key": (chain_told_anew_with_the_key, "ledger_roots", "历史被改写"),
    "a daily root removed": (root_row, "ledger_roots", "被删除"),
}


@pytest.mark.parametrize("case", DONE)
def test_what_is_done_to_the_ledger_itself_is_found(hands, case):
    act, table, kind = DONE[case]
    with hands() as at:
        act(at)
        faults = at.done()
        assert [f for f in faults if f.table == table and f.kind == kind], [f.sentence for f in faults]


def test_a_value_that_cannot_be_read_is_a_fault_and_no_crash(hands, on_postgres):
    with hands() as at:
        row = at.rows(LINES)[0]
        if on_postgres:
            at.update(LINES, row, detail="{")
        else:
            at.connection.exec_driver_sql(
                "UPDATE ledger_lines SET detail='{', at='昨天' WHERE id=?", (row["id"].hex,)
            )
        assert named(at.done(), "ledger_lines", row["id"], "被修改")


def test_a_row_put_back_to_what_it_was_once_is_called_that(hands, planted):
    table = MODELS["regions"].__table__
    with hands() as at:
        row = at.rows(table)[0]
        line = [line for line in at.rows(LINES) if line["row_id"] == row["id"]][-1]
        new = [line | {"row_sha256": "0" * 64, "row_sm3": "0" * 64, "number": line["number"] + 1}]
        at.insert(LINES, *[one | {"id": uuid.uuid4()} for one in new])
        assert [f for f in at.done() if f.table == "regions" and f.kind == "被修改"]


@pytest.mark.parametrize("name", ["ledger_lines", "ledger_roots"])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_a_missing_trigger_is_named(planted, on_postgres, name, verb):
    with planted.writing.connect() as connection:
        on = f" ON {name}" if on_postgres else ""
        connection.exec_driver_sql(f"DROP TRIGGER {name}_no_{verb}{on}")
        faults = checking.check(connection)
        connection.rollback()
    assert [fault.kind for fault in faults] == ["被去掉保护"] and name in faults[0].sentence


def test_a_missing_table_is_named(planted, on_postgres):
    with planted.writing.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE contacts RENAME TO kontakte")
        faults = checking.check(connection)
        connection.rollback()
    assert [(fault.table, fault.kind) for fault in faults] == [("contacts", "被删除")]


def test_more_faults_than_anybody_reads_are_counted(hands):
    with hands() as at:
        at.connection.exec_driver_sql("UPDATE ledger_lines SET act = 'x'")
        at.connection.exec_driver_sql("DELETE FROM ledger_heads")
        assert len(at.done()) > 100
