"""Two at the same checklist at the same moment: what is published is what was checked."""

import pytest

from inspectapp.checklists import actions, queries
from inspectapp.checklists.actions.items import columns
from inspectapp.checklists.importing import read_text
from inspectapp.checklists.models import Intake, Item, Pack, Version
from inspectapp.checklists.words import VersionState
from inspectapp.demo import accounts
from inspectapp.shared import clock
from inspectapp.shared.db import read_session, write_session
from inspectapp.subjects.words import UnitKind
from tests.checklists.test_actions import ITEM, TABLE
from tests.checklists.test_pages import HEAD, count, text_of
from tests.checklists.test_pages import ITEM as FORM
from tests.fixtures.waiting import meanwhile, nothing_looks_tampered_with


class Bureau:
    """A checklist with one item; one head of section acts, another, on the page, comes a moment later."""

    def __init__(self, browser, on_postgres):
        self.browser, self.on_postgres = browser, on_postgres
        with write_session() as session:
            self.by = accounts.actor(session, "kezhang")
            head = {"title": "企业检查表", "jurisdiction": "甲县", "kinds": [UnitKind.ENTERPRISE]}
            self.version = actions.create(session, head, by=self.by, at=clock.now())
            self.item = actions.add_item(session, self.version, ITEM, by=self.by, at=clock.now())
        self.paths = {
            "version": f"/checklists/versions/{self.version.id}",
            "item": f"/checklists/items/{self.item.id}",
        }
        self.paths["pack"] = f"/checklists/{self.version.pack_id}"

    def does(self, act, *given):
        """The act on the version, or on its item."""

        def do(session):
            row = session.get_one(Item, self.item.id) if "item" in act else self.here(session)
            getattr(actions, act)(session, row, *given, by=self.by, at=clock.now())

        return do

    def here(self, session):
        return session.get_one(Version, self.version.id)

    def late(self, first, address, form=None):
        path = address.format(**self.paths)
        answer = meanwhile(first, lambda: self.browser.post(path, form), self.on_postgres).result(30)
        nothing_looks_tampered_with()
        return answer

    def state(self):
        with read_session() as session:
            return self.here(session).state


@pytest.fixture
def bureau(browser_of, on_postgres):
    return Bureau(browser_of("kezhang"), on_postgres)


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("{item}", FORM | {"text": "另写", "seen": "1"}),
        ("{item}/place", {"way": "up"}),
        ("{item}/removal", {}),
        ("{version}/items", FORM),
        ("{version}/head", HEAD | {"title": "另一个名称", "seen": "1"}),
        ("{version}/publication", {}),
    ],
)
def test_what_is_just_being_published_changes_no_more(bureau, address, form):
    answer = bureau.late(bureau.does("publish"), address, form)
    assert (answer.status_code, "已发布" in text_of(answer) or "已经发布" in text_of(answer)) == (409, True)
    with read_session() as session:
        content = queries.content_of(session, bureau.here(session))
    assert (content.title, [item.text for item in content.items]) == ("企业检查表", ["有年度培训计划"])


def test_what_a_colleague_empties_is_not_published_unchecked(bureau):
    bad = ITEM | {"text": "", "findings": []}
    answer = bureau.late(bureau.does("edit_item", columns(bad)), "{version}/publication")
    assert (answer.status_code, bureau.state()) == (409, VersionState.DRAFT)


@pytest.mark.parametrize(
    ("act", "given", "address", "form"),
    [
        ("edit_item", (ITEM | {"text": "另写"},), "{item}", FORM | {"seen": "1"}),
        ("edit_head", ({"title": "另一个名称"},), "{version}/head", HEAD | {"seen": "1"}),
    ],
)
def test_what_a_colleague_has_just_written_is_not_overwritten(bureau, act, given, address, form):
    answer = bureau.late(bureau.does(act, *given), address, form)
    assert (answer.status_code, "有人刚刚修改过" in text_of(answer)) == (409, True)


@pytest.mark.parametrize(
    ("act", "address", "form"),
    [("remove_item", "{item}", FORM | {"seen": "1"}), ("remove_item", "{item}/removal", {}),
     ("discard", "{version}/items", FORM), ("discard", "{version}/withdrawal", {})],
)  # fmt: skip
def test_what_a_colleague_has_just_deleted_is_not_found(bureau, act, address, form):
    assert bureau.late(bureau.does(act), address, form).status_code == 404


def test_a_version_is_withdrawn_once(bureau):
    with write_session() as session:
        bureau.does("publish")(session)
    assert bureau.late(bureau.does("withdraw"), "{version}/withdrawal").status_code == 409


def test_one_new_version_is_begun(bureau):
    with write_session() as session:
        bureau.does("publish")(session)

    def begins(session):
        pack = session.get_one(Pack, bureau.version.pack_id)
        actions.begin_version(session, pack, by=bureau.by, at=clock.now())

    answer = bureau.late(begins, "{pack}/versions")
    assert (answer.status_code, "已经有一个草稿" in text_of(answer)) == (409, True)


def test_an_import_becomes_one_checklist(bureau):
    with write_session() as session:
        given = {"title": "日常检查表", "kinds": [UnitKind.ENTERPRISE]}
        intake = actions.begin_intake(session, read_text(TABLE), "表", given, by=bureau.by, at=clock.now())

    def becomes(session):
        actions.become_pack(session, session.get_one(Intake, intake.id), by=bureau.by, at=clock.now())

    before = count(Pack)
    form = HEAD | {"then": "pack", "kept-0": "on", "text-0": "有计划"}
    answer = bureau.late(becomes, f"/checklists/intakes/{intake.id}/items", form)
    assert (answer.status_code, "已经存为检查表" in text_of(answer)) == (409, True)
    assert count(Pack) == before + 1
