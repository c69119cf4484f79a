"""The whole visit in a basement, from the arrival to the signatures; then everything is there once."""

import hashlib
from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlmodel import func, select

from inspectapp.demo import accounts
from inspectapp.documents import content
from inspectapp.documents import queries as papers
from inspectapp.documents.words import Mode, Outcome, State
from inspectapp.evidence import queries as evidence
from inspectapp.records import queries as records
from inspectapp.shared import db, files
from inspectapp.visits import queries as visits
from inspectapp.visits.models import Visit
from inspectapp.visits.words import State as VisitState
from tests.fixtures.hand import officer_signs, state_of, unit_signs
from tests.journeys.basement import (
    arrive_here,
    download,
    house,
    in_the_basement,
    new_tab,
    on_this_phone,
    phone,
)
from tests.journeys.visiting import Walk, jpeg, prepare, publish, sign, wording

__all__ = ["house", "phone"]
pytestmark = pytest.mark.browser
ITEMS, FAILING = 40, range(31, 41)
CHANGED = "档案缺签字，现场已拍照"
PHOTOS = """() => outbox.entries().then(all => all.filter(one => one.file).map(one => one.file.sha256))"""
PATIENCE = 120_000


def test_the_whole_visit_without_a_network_arrives_once_and_is_sealed(phone, house):
    publish("地下室检查表", ITEMS)
    one, other = phone("zhifa1"), phone("zhifa2", service_workers="block")
    visit, visits_before = prepare(one, other, "地下室检查表"), how_many_visits()
    download(one)
    with in_the_basement(one, house):
        new_tab(one)
        one.open(visit)
        one.sees("没有网络，这是")
        arrive_here(one, visit)
        walk_through(one, visit)
        mend(one, visit)
        photos = one.page.evaluate(PHOTOS)
        shown = signed_on_the_phone(one, visit)
        sent = watch(one)
    expect(one.page.get_by_text("已全部送达")).to_be_visible(timeout=PATIENCE)
    expect(one.page.locator("#queue")).to_be_hidden()
    assert len(sent) >= 78
    assert not any(answer.from_service_worker for answer in sent)
    everything_is_there(visit, photos)
    paper = f"/documents/{record(visit).id}"
    other.open(paper)
    other.tap("阅读并签名")
    sign(other, paper, 9)
    one.open(paper)
    one.tap("封存并生成文书")
    one.sees("文书已封存")
    sealed_with_three_signatures(visit, shown)
    assert how_many_visits() == visits_before


def walk_through(one, visit):
    """Forty answers, ten findings, twenty photos; the tab is killed in the middle."""
    one.picture("walk-offline")
    walk = Walk(one, visit)
    for number in range(1, 21):
        walk.answer(number, "符合")
    on_this_phone(one, 22)
    new_tab(one)
    walk = Walk(one, visit)
    expect(walk.card(20).locator("[data-state]")).to_have_text("在本机")
    expect(one.page.locator("#progress b")).to_have_text("20/40")
    for number in range(21, 31):
        walk.answer(number, "符合")
    for number in FAILING:
        walk.answer(number, "不符合")
        one.press(walk.card(number).get_by_role("button", name="保存问题"))
        expect(walk.card(number).locator(".finding__text")).to_have_text(wording(number))
        for photo in (2 * number, 2 * number + 1):
            walk.card(number).locator(":scope > .photos input[data-origin=CAMERA]").set_input_files(
                jpeg(photo)
            )
        expect(walk.card(number).locator('.photos__one--waiting[data-now="here"]')).to_have_count(2)
    one.picture("findings-offline")
    on_this_phone(one, 72)


def mend(one, visit):
    """One finding gets other words, one is taken back and written anew when that is found missing."""
    walk = Walk(one, visit)
    expect(walk.card(40).locator(".photos__one--waiting")).to_have_count(2)
    expect(one.page.locator("#progress b")).to_have_text("40/40")
    change(one, walk.card(31), CHANGED)
    take_back(one, walk.card(32), "看错了册子")
    on_this_phone(one, 74)
    one.is_accessible()
    one.open(visit + "/open-items")
    one.sees("第32项不符合，还没有写明问题")
    one.picture("open-items-offline")
    one.tap("第32项不符合，还没有写明问题：第32号档案齐全、签字真实")
    one.press(walk.card(32).get_by_role("button", name="保存问题"))
    expect(walk.card(32).locator(".finding__text")).to_have_text(wording(32))
    on_this_phone(one, 75)
    one.open(visit)
    one.sees("继续检查")
    one.picture("hub-offline")


def signed_on_the_phone(one, visit):
    """The unit's person signs, the tab is killed, one officer signs; the words that stand above the hands."""
    one.open(visit + "/open-items")
    one.sees("各项都已检查")
    one.tap("请对方签字")
    one.is_at(f"{visit}/record/field")
    unit_signs(one.page, 1)
    expect(state_of(one.page, "苗青禾")).to_have_text("在本机")
    new_tab(one)
    one.open(visit + "/record/field")
    expect(state_of(one.page, "苗青禾")).to_have_text("在本机")
    officer_signs(one.page, 2)
    expect(state_of(one.page, "江一帆")).to_have_text("在本机")
    one.sees("已签，等网络送达")
    on_this_phone(one, 78)
    one.is_accessible()
    one.picture("field-offline")
    assert answered(visit)[0].answer.by_name == ""
    return one.page.locator("#field-mark").text_content()


def watch(phone):
    """Every answer to something that was sent from now on."""
    sent = []
    phone.page.on("response", lambda answer: sent.append(answer) if answer.request.method == "POST" else None)
    return sent


def everything_is_there(visit, on_the_phone):
    """What the server holds is what was given, byte for byte."""
    questions = answered(visit)
    assert [q.answer.verdict.name for q in questions] == ["CONFORMS"] * 30 + ["FAILS"] * 10
    texts = [CHANGED, *[wording(number) for number in FAILING[1:]]]
    assert [f.text for q in questions for f in q.findings] == texts
    photos = [p for q in questions for p in q.photos]
    stored = [hashlib.sha256(files.current().read(p.sha256)).hexdigest() for p in photos]
    assert len(stored) == 20
    assert stored == [p.sha256 for p in photos]
    assert sorted(stored) == sorted(on_the_phone)
    taken = {hashlib.sha256(jpeg(number)["buffer"]).hexdigest() for number in range(62, 82)}
    assert {p.told["original_sha256"] for p in photos} == taken


def sealed_with_three_signatures(visit, shown):
    """One paper of exactly the words that were on the phone, signed by all three, closed."""
    with db.read_session() as session:
        here = visit_row(session, visit)
        paper = records.record_of(session, here)
        version, slots = papers.current_version(session, paper), papers.slots_on(session, paper)
        assert (paper.state, here.state) == (State.SEALED, VisitState.SEALED)
        assert [(one.key, one.outcome) for one in slots] == [
            ("unit", Outcome.SIGNED), ("officer1", Outcome.SIGNED), ("officer2", Outcome.SIGNED)
        ]  # fmt: skip
        assert content.field_code(version) in shown
        assert [one.field_sha256 == version.field_sha256 for one in slots] == [True, True, False]
        assert slots[2].mode is Mode.OWN_LOGIN
        assert (here.place, here.host_name) == ("地下一层实训室", "苗青禾")


def visit_row(session, visit):
    return visits.visit_for(session, accounts.actor(session, "zhifa1"), UUID(visit.rpartition("/")[2]))


def answered(visit):
    with db.read_session() as session:
        return evidence.walk(session, visit_row(session, visit))


def record(visit):
    with db.read_session() as session:
        return records.record_of(session, visit_row(session, visit))


def how_many_visits():
    with db.read_session() as session:
        return session.scalar(select(func.count()).select_from(Visit))


def change(phone, card, words):
    phone.press(card.locator(".finding summary"))
    card.locator(".finding").get_by_label("发现的问题").fill(words)
    phone.press(card.get_by_role("button", name="保存修改"))
    expect(card.locator(".finding__text")).to_have_text(words)


def take_back(phone, card, why):
    phone.press(card.locator(".finding summary"))
    card.get_by_label("撤回原因").fill(why)
    phone.press(card.get_by_role("button", name="撤回这个问题"))
    expect(card.locator(".finding__text")).to_have_count(0)
    expect(card).to_contain_text("已撤回一个问题")
