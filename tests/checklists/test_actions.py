"""A checklist is begun, written, published and never changes again; another bureau's is only ever copied."""

from dataclasses import replace

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from inspectapp.checklists import actions, queries
from inspectapp.checklists.actions import allowed
from inspectapp.checklists.content import ItemContent
from inspectapp.checklists.importing import Meaning, read_text
from inspectapp.checklists.models import Intake, Item, Pack, Version
from inspectapp.checklists.packs import SHIPPED
from inspectapp.checklists.rules import merge
from inspectapp.checklists.words import Force, VersionState, Way
from inspectapp.people.actor import Actor, Role
from inspectapp.shared import ledger
from inspectapp.shared.refusals import NotAllowed, NotFound, NotNow, Refusal, Unreadable
from inspectapp.subjects.words import UnitKind
from tests.checklists.conftest import AT, World

HEAD = {"title": "企业检查表", "jurisdiction": "泽州县", "kinds": [UnitKind.ENTERPRISE]}
ITEM = {"section": "制度", "text": "有年度培训计划", "ways": [Way.DOCUMENTS]}
TABLE = "序号\t项目\t检查内容\t检查方式\n1\t计划\t1.有计划；2.有总结\t查资料\n2\t档案\t一人一档\t查档案\n"


def drafted(world: World, *texts: str) -> Version:
    version = actions.create(world.session, HEAD, by=world.head, at=AT)
    for words in texts or ("有年度培训计划",):
        actions.add_item(world.session, version, ITEM | {"text": words}, by=world.head, at=AT)
    return version


def published(world: World) -> Version:
    return actions.publish(world.session, drafted(world), by=world.head, at=AT)


def texts(session: Session, version: Version) -> list[str]:
    return [item.text for item in queries.items_of(session, version)]


def test_a_draft_is_written_and_published(world: World):
    version = published(world)
    assert (version.state, version.published_by, version.published_at) == (VersionState.PUBLISHED, "王科", AT)


def test_every_act_is_told_in_the_ledger(world: World):
    version = published(world)
    told = [line.act for line in ledger.history(world.session, "checklist_packs", version.pack_id)]
    assert told == ["新建检查表", "新建草稿", "发布检查表"]
    assert ledger.history(world.session, "checklist_versions", version.id)[0].act == "添加检查项"


ACTS = {
    "修改信息": lambda s, v, i, by: actions.edit_head(s, v, HEAD, by=by, at=AT),
    "添加": lambda s, v, i, by: actions.add_item(s, v, ITEM, by=by, at=AT),
    "修改": lambda s, v, i, by: actions.edit_item(s, i, ITEM | {"text": "另写"}, by=by, at=AT),
    "移动": lambda s, v, i, by: actions.move_item(s, i, "up", by=by, at=AT),
    "删除": lambda s, v, i, by: actions.remove_item(s, i, by=by, at=AT),
    "丢弃": lambda s, v, i, by: actions.discard(s, v, by=by, at=AT),
    "再发布": lambda s, v, i, by: actions.publish(s, v, by=by, at=AT),
}


@pytest.mark.parametrize("act", ACTS)
def test_no_act_changes_a_published_version(world: World, act: str):
    version = published(world)
    item = queries.items_of(world.session, version)[0]
    before = queries.content_of(world.session, version)
    with pytest.raises(NotNow):
        ACTS[act](world.session, version, item, world.head)
    assert queries.content_of(world.session, version) == before


RAW = {
    "改条目": lambda v: update(Item).where(Item.version_id == v.id).values(text="改"),
    "删条目": lambda v: text("DELETE FROM checklist_items"),
    "改标题": lambda v: update(Version).where(Version.id == v.id).values(title="改"),
    "退回草稿": lambda v: text("UPDATE checklist_versions SET state = 'DRAFT'"),
    "删版本": lambda v: text("DELETE FROM checklist_versions"),
}


@pytest.mark.parametrize("change", RAW)
def test_the_database_itself_refuses_to_change_a_published_version(world: World, change: str):
    version = published(world)
    with pytest.raises(DBAPIError, match="published checklists never change"):
        world.session.execute(RAW[change](version))


@pytest.mark.parametrize("act", list(ACTS)[:-1])
def test_strangers_officers_and_shipped_packs_are_refused(shipped: World, act: str):
    session, own = shipped.session, drafted(shipped)
    item = queries.items_of(session, own)[0]
    for by, sentence in ((shipped.stranger, allowed.ELSEWHERE), (shipped.officer, allowed.NOT_YOURS)):
        with pytest.raises(NotAllowed) as refused:
            ACTS[act](session, own, item, by)
        assert refused.value.sentence == sentence
    theirs = session.scalars(select(Version).where(Version.title == SHIPPED[0].title)).one()
    with pytest.raises(NotAllowed) as refused:
        ACTS[act](session, theirs, queries.items_of(session, theirs)[0], shipped.head)
    assert refused.value.sentence == allowed.SHIPPED


def test_an_officer_begins_nothing(world: World):
    with pytest.raises(NotAllowed):
        actions.create(world.session, HEAD, by=world.officer, at=AT)


def test_an_incomplete_checklist_is_not_published(world: World):
    version = actions.create(world.session, HEAD, by=world.head, at=AT)
    with pytest.raises(NotNow, match="还没有检查项"):
        actions.publish(world.session, version, by=world.head, at=AT)


def test_items_move_and_keep_their_sections(world: World):
    version = drafted(world, "甲", "乙", "丙")
    items = queries.items_of(world.session, version)
    actions.move_item(world.session, items[2], "up", by=world.head, at=AT)
    assert texts(world.session, version) == ["甲", "丙", "乙"]
    actions.move_item(world.session, items[0], "up", by=world.head, at=AT)
    actions.remove_item(world.session, items[2], by=world.head, at=AT)
    assert texts(world.session, version) == ["甲", "乙"]
    assert [item.position for item in queries.items_of(world.session, version)] == [1, 2]


def test_an_item_at_the_edge_of_its_section_joins_the_next_one(world: World):
    version = drafted(world, "甲")
    other = actions.add_item(
        world.session, version, ITEM | {"section": "档案", "text": "乙"}, by=world.head, at=AT
    )
    actions.move_item(world.session, other, "up", by=world.head, at=AT)
    assert (other.section, texts(world.session, version)) == ("制度", ["甲", "乙"])


def test_a_stale_edit_is_refused(world: World):
    item = queries.items_of(world.session, drafted(world))[0]
    actions.edit_item(world.session, item, ITEM | {"text": "先改"}, by=world.head, at=AT, seen=1)
    with pytest.raises(NotNow, match="有人刚刚修改过"):
        actions.edit_item(world.session, item, ITEM, by=world.head, at=AT, seen=1)


def test_a_new_version_begins_as_a_copy_and_takes_the_place_of_the_old_one(world: World):
    first = published(world)
    pack = world.session.get_one(Pack, first.pack_id)
    second = actions.begin_version(world.session, pack, by=world.head, at=AT)
    assert (second.number, texts(world.session, second)) == (2, texts(world.session, first))
    with pytest.raises(NotNow, match="已经有一个草稿"):
        actions.begin_version(world.session, pack, by=world.head, at=AT)
    actions.publish(world.session, second, by=world.head, at=AT)
    assert (first.state, second.state) == (VersionState.WITHDRAWN, VersionState.PUBLISHED)


def test_new_codes_never_repeat_one_of_an_earlier_version(world: World):
    first = published(world)
    second = actions.begin_version(
        world.session, world.session.get_one(Pack, first.pack_id), by=world.head, at=AT
    )
    actions.remove_item(world.session, queries.items_of(world.session, second)[0], by=world.head, at=AT)
    assert actions.add_item(world.session, second, ITEM, by=world.head, at=AT).code == "N2"


def test_a_draft_is_thrown_away_and_the_published_version_stays(world: World):
    first = published(world)
    pack = world.session.get_one(Pack, first.pack_id)
    actions.discard(
        world.session, actions.begin_version(world.session, pack, by=world.head, at=AT), by=world.head, at=AT
    )
    assert [version.id for version in queries.versions_of(world.session, pack)] == [first.id]


def test_only_a_published_version_is_withdrawn(world: World):
    version = drafted(world)
    with pytest.raises(NotNow, match="只有已发布"):
        actions.withdraw(world.session, version, by=world.head, at=AT)
    actions.publish(world.session, version, by=world.head, at=AT)
    assert actions.withdraw(world.session, version, by=world.head, at=AT).state is VersionState.WITHDRAWN


def test_shipped_checklists_are_loaded_once_and_unchanged(shipped: World):
    session = shipped.session
    assert actions.load_packs(session, None, AT) == 0
    stored = {pack.code: pack for pack in session.scalars(select(Pack))}
    assert set(stored) == {content.code for content in SHIPPED}
    for content in SHIPPED:
        version = queries.versions_of(session, stored[content.code])[0]
        assert queries.content_of(session, version).items == content.items


def test_a_changed_shipped_checklist_becomes_a_new_version(shipped: World, monkeypatch: pytest.MonkeyPatch):
    item: ItemContent = replace(SHIPPED[1].items[0], criteria="改过的标准")
    changed = replace(SHIPPED[1], items=(item, *SHIPPED[1].items[1:]))
    monkeypatch.setattr("inspectapp.checklists.actions.shipping.SHIPPED", (changed,))
    assert actions.load_packs(shipped.session, None, AT) == 1
    pack = shipped.session.scalars(select(Pack).where(Pack.code == "J90")).one()
    assert [(one.number, one.state.name) for one in queries.versions_of(shipped.session, pack)] == [
        (2, "PUBLISHED"), (1, "WITHDRAWN")]  # fmt: skip


def titles(world: World, kinds: set[UnitKind], actor: Actor) -> list[str]:
    return [one.jurisdiction for one in queries.offered(world.session, actor, kinds, actor.region_id)]


def test_a_visit_is_offered_only_what_covers_its_place(shipped: World):
    assert titles(shipped, {UnitKind.ENTERPRISE}, shipped.officer) == ["晋城市"]
    assert titles(shipped, {UnitKind.INSTITUTION}, shipped.stranger) == ["平阳县"]
    assert titles(shipped, {UnitKind.INSTITUTION, UnitKind.EXAM_SITE}, shipped.officer) == [
        "晋城市",
        "晋城市",
    ]


def test_another_places_checklist_is_offered_only_as_a_copy(shipped: World):
    session = shipped.session
    theirs = session.scalars(select(Version).where(Version.jurisdiction == "东胜区")).one()
    mine = actions.adopt(session, theirs, by=shipped.head, at=AT)
    assert (mine.jurisdiction, mine.state, len(queries.items_of(session, mine))) == (
        "泽州县",
        VersionState.DRAFT,
        26,
    )
    assert "泽州县" not in titles(shipped, {UnitKind.INSTITUTION}, shipped.officer)
    actions.publish(session, mine, by=shipped.head, at=AT)
    assert "泽州县" in titles(shipped, {UnitKind.INSTITUTION}, shipped.officer)


def test_a_draft_is_not_copied(world: World):
    with pytest.raises(NotNow, match="只能复制已发布"):
        actions.adopt(world.session, drafted(world), by=world.head, at=AT)


def test_several_checklists_of_a_visit_merge(shipped: World):
    session = shipped.session
    offered = queries.offered(
        session, shipped.officer, {UnitKind.INSTITUTION, UnitKind.EXAM_SITE}, shipped.county.id
    )
    merged = merge(queries.source_of(session, version) for version in offered)
    assert len(merged) == 13


def test_a_foreign_checklist_looks_as_if_it_did_not_exist(world: World):
    version = published(world)
    with pytest.raises(NotFound):
        queries.pack_for(world.session, world.stranger, version.pack_id)
    with pytest.raises(NotFound):
        queries.item_for(world.session, world.stranger, queries.items_of(world.session, version)[0].id)


def test_a_draft_is_read_only_where_it_is_written(world: World):
    version = drafted(world)
    with pytest.raises(NotFound):
        queries.version_for(world.session, world.supervisor, version.id)
    assert queries.version_for(world.session, world.officer, version.id)[1] == version


def test_a_county_reads_the_checklists_of_its_city(world: World):
    version = actions.create(world.session, HEAD | {"jurisdiction": "晋城市"}, by=world.supervisor, at=AT)
    actions.add_item(world.session, version, ITEM, by=world.supervisor, at=AT)
    actions.publish(world.session, version, by=world.supervisor, at=AT)
    assert [one.version.id for one in queries.packs_seen(world.session, world.officer)] == [version.id]


def begun(world: World, source: str = TABLE) -> Intake:
    return actions.begin_intake(
        world.session,
        read_text(source),
        "粘贴的表格",
        {"title": "本县检查表", "kinds": [UnitKind.ENTERPRISE]},
        by=world.head,
        at=AT,
    )


def test_an_imported_table_becomes_a_draft_with_its_paper_form(world: World):
    version = actions.become_pack(world.session, begun(world), by=world.head, at=AT)
    assert texts(world.session, version) == ["有计划", "有总结", "一人一档"]
    assert (version.state, version.jurisdiction, version.title) == (
        VersionState.DRAFT,
        "泽州县",
        "本县检查表",
    )
    assert [row["items"] for row in version.layout["rows"]] == [["N1", "N2"], ["N3"]]
    actions.publish(world.session, version, by=world.head, at=AT)


def test_corrections_are_kept_and_dropped_items_stay_out(world: World):
    intake = begun(world)
    rows = [dict(row) for row in intake.corrected]
    rows[0]["text"], rows[1]["kept"] = "有年度计划", False
    actions.correct(world.session, intake, {"corrected": rows}, by=world.head)
    version = actions.become_pack(world.session, intake, by=world.head, at=AT)
    assert texts(world.session, version) == ["有年度计划", "一人一档"]


def test_the_table_is_read_again_with_other_columns(world: World):
    intake = begun(world, "甲\t乙\n制度\t有计划\n档案\t一人一档\n")
    actions.read_again(world.session, intake, [Meaning.CONTENT, Meaning.SECTION], 0, by=world.head)
    assert [row["text"] for row in intake.corrected] == ["制度", "档案"]


IMPORT_REFUSALS = {
    "全部去掉": (lambda w, i: _without_items(w, i), Unreadable, "没有留下任何检查项"),
    "存两次": (lambda w, i: _twice(w, i), NotNow, "已经存为检查表"),
    "执法人员": (lambda w, i: actions.correct(w.session, i, {}, by=w.officer), NotAllowed, "科室负责人"),
}


def _without_items(world: World, intake: Intake) -> None:
    rows = [row | {"kept": False} for row in intake.corrected]
    actions.correct(world.session, intake, {"corrected": rows}, by=world.head)
    actions.become_pack(world.session, intake, by=world.head, at=AT)


def _twice(world: World, intake: Intake) -> None:
    actions.become_pack(world.session, intake, by=world.head, at=AT)
    actions.become_pack(world.session, intake, by=world.head, at=AT)


@pytest.mark.parametrize("case", IMPORT_REFUSALS)
def test_an_import_is_refused_with_a_sentence(world: World, case: str):
    act, kind, sentence = IMPORT_REFUSALS[case]
    with pytest.raises(kind, match=sentence):
        act(world, begun(world))


def test_a_refused_import_leaves_nothing_behind(world: World):
    with pytest.raises(Refusal):
        begun(world, "请各单位认真贯彻执行。")
    assert world.session.scalars(select(Intake)).all() == []


def test_a_foreign_import_looks_as_if_it_did_not_exist(world: World):
    intake = begun(world)
    with pytest.raises(NotFound):
        queries.intake_for(world.session, world.stranger, intake.id)


def test_photo_and_note_duties_survive(world: World):
    version = drafted(world)
    item = queries.items_of(world.session, version)[0]
    actions.edit_item(
        world.session, item, {"photo": Force.ALWAYS, "note": Force.ON_FAILURE}, by=world.head, at=AT
    )
    world.session.expire(item)
    assert (item.content().photo, item.content().note) == (Force.ALWAYS, Force.ON_FAILURE)


def test_the_roles_that_write_are_two():
    assert allowed.EDITORS == (Role.HEAD, Role.CITY)
