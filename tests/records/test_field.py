"""Signed with no network: the server takes a signature only for the very words it puts together itself."""

import io
import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from inspectapp.documents import content
from inspectapp.documents import queries as documents
from inspectapp.documents.words import Mode, Outcome
from inspectapp.records import actions, field, values
from inspectapp.records.rules import unlike
from inspectapp.shared import clock, db
from inspectapp.visits import actions as visit_actions
from inspectapp.visits.rules import timing
from tests.client import seen
from tests.conftest import NOW
from tests.documents.conftest import hand
from tests.evidence.conftest import picture
from tests.fixtures.waiting import until_somebody_waits
from tests.records.worlds import undone

#: The phone of the basement is a minute ahead.
ENDED = NOW + timedelta(minutes=1)


def milliseconds(at):
    return str(int(at.timestamp() * 1000))


class Basement:
    """What the phone of the first officer has to send once there is a network again."""

    def __init__(self, desk, browser_of):
        self.desk, self.browser_of = desk, browser_of
        self.person = desk.visits.person("zhifa1")
        self.url = f"/visits/{desk.id}/record"
        self.shown = self.composition()

    def composition(self, ended=ENDED):
        """As the phone shows it: its hash and its parts, with nothing left behind on the server."""
        with undone() as session:
            by, visit, _ = self.desk.at(session)
            document, *_ = actions.compose(
                session, visit, leave_unchecked=True, by=by, at=NOW + timedelta(hours=2), ended_at=ended
            )
            version = documents.current_version(session, document)
            said = content.read(version)
            parts = content.parts(said["values"], said["slots"])
            return {"field_sha256": version.field_sha256, "parts": json.dumps(parts)}

    def compose(self, login="zhifa1", **more):
        told = {**self.shown, "ended_at": milliseconds(ENDED), "leave_unchecked": "on"} | more
        return self.browser_of(login).post(self.url, told)

    def sign(self, slot="unit", login="zhifa1", seed=1, **more):
        told = {
            "slot": slot, "field_sha256": self.shown["field_sha256"], "strokes": json.dumps(hand(seed)),
            "read_to_end": "yes", "agreed": "on", "objection": "", "ended": milliseconds(ENDED),
            "person": str(self.desk.visits.person(login).id),
        }  # fmt: skip
        return self.browser_of(login).post(f"{self.url}/field-signatures", told | more)

    def end(self, outcome="REFUSED", login="zhifa1", **more):
        told = {
            "slot": "unit", "field_sha256": self.shown["field_sha256"], "outcome": outcome,
            "reason": "认为内容不属实，阅读后拒绝签名。", "ended": milliseconds(ENDED),
            "person": str(self.desk.visits.person(login).id),
        }  # fmt: skip
        return self.browser_of(login).post(f"{self.url}/field-outcomes", told | more)

    def frame(self, login):
        """What this officer's phone takes along."""
        with db.read_session() as session:
            by, visit, _ = self.desk.at(session, login)
            return field.frame(session, values.gather(session, visit), by=by, at=NOW)

    def slots(self):
        record = self.desk.record()
        if record is None:
            return {}
        with db.read_session() as session:
            return {one.key: one for one in documents.slots_on(session, record)}

    def outcome(self, key="unit"):
        return self.slots()[key].outcome


@pytest.fixture
def basement(desk, browser_of):
    return Basement(desk, browser_of)


def test_what_was_signed_is_composed_numbered_and_signed(basement):
    assert basement.compose().status_code == 303
    assert basement.sign(objection="请假条当天已补签").status_code == 303
    assert basement.sign("officer1", seed=2).status_code == 303
    assert basement.desk.record().number.startswith("（澄）应急检记〔2026〕")
    slot = basement.slots()["unit"]
    assert (slot.outcome, slot.objection) == (Outcome.OBJECTED, "请假条当天已补签")
    assert (slot.mode, slot.device_at, slot.at) == (Mode.HANDED_OVER, ENDED, NOW)
    assert slot.field_sha256 == basement.shown["field_sha256"]
    assert basement.outcome("officer1") is Outcome.SIGNED
    assert basement.outcome("officer2") is Outcome.PENDING


def test_the_record_tells_the_end_of_the_checking_as_the_phone_does(basement):
    basement.compose()
    with db.read_session() as session:
        said = content.read(documents.current_version(session, basement.desk.record()))
    assert dict(said["values"]["facts"])["检查时间"] == "2026年11月21日 14:05至2026年11月21日 14:06"


def test_once_taken_back_a_phone_cannot_say_that_one_checked_until_it_was_signed(basement):
    tomorrow = NOW + timedelta(hours=20)
    until_tomorrow = {**basement.composition(tomorrow), "ended_at": milliseconds(tomorrow)}
    basement.desk.compose()
    with db.write_session() as session:
        by, visit, _ = basement.desk.at(session, "zhifa2")
        actions.take_back(session, visit, by=by, at=NOW)
    with clock.freeze(tomorrow):
        refused = basement.compose(**until_tomorrow)
        assert refused.status_code == 409
        assert "内容与服务器收到的不一致：检查时间。" in seen(refused)
        until_today = {**basement.composition(NOW), "ended_at": milliseconds(NOW)}
        assert basement.compose(**until_today).status_code == 303


def test_a_clock_that_is_as_far_ahead_as_an_arrival_may_be_is_believed(basement):
    ended = NOW + timing.AHEAD
    basement.shown = basement.composition(ended)
    assert basement.compose(ended_at=milliseconds(ended)).status_code == 303


def test_other_words_compose_nothing_and_are_named(basement):
    with clock.freeze(NOW + timedelta(minutes=1)):
        basement.desk.find("请假条没有签字", login="zhifa2")
    refused = basement.compose()
    assert refused.status_code == 409
    assert "内容与服务器收到的不一致：问题2。" in seen(refused)
    assert "重新请对方签字" in seen(refused)
    assert basement.desk.record() is None
    assert basement.sign().status_code == 409


def test_a_signature_without_its_record_stays_in_the_phone(basement):
    refused = basement.sign()
    assert refused.status_code == 409
    assert "检查记录还没有生成" in seen(refused)


def test_a_signature_for_other_words_is_not_taken(basement):
    basement.compose()
    refused = basement.sign(field_sha256="0" * 64)
    assert refused.status_code == 409
    assert "签名没有采用" in seen(refused)
    assert basement.outcome() is Outcome.PENDING


def test_a_signature_for_a_version_that_stands_no_more(basement):
    basement.compose()
    with db.write_session() as session:
        by, visit, _ = basement.desk.at(session)
        actions.take_back(session, visit, by=by, at=NOW)
    basement.desk.find("请假条没有签字")
    basement.desk.compose(leave_unchecked=True)
    assert basement.sign().status_code == 409
    assert basement.compose().status_code == 409


def test_the_phone_may_come_again_with_the_same_record(basement):
    basement.compose()
    basement.sign()
    assert basement.compose().status_code == 303
    assert basement.outcome() is Outcome.SIGNED


def test_a_replay_of_the_same_request_is_harmless(basement):
    basement.compose()
    op = str(uuid.UUID(int=7))
    assert [basement.sign(op_id=op).status_code for _ in range(2)] == [303, 303]
    assert basement.sign(seed=5).status_code == 409


def test_the_same_ink_twice_is_refused(basement):
    basement.compose()
    basement.sign()
    refused = basement.sign("officer1", seed=1)
    assert refused.status_code == 422
    assert "完全相同" in seen(refused)


@pytest.mark.parametrize(
    ("wrong", "status", "words"),
    [
        ({"read_to_end": ""}, 422, "从头到尾看完"),
        ({"agreed": ""}, 422, "先勾选同意"),
        ({"strokes": json.dumps(hand(lines=1, points=5))}, 422, "签名太简单"),
        ({"strokes": "{"}, 422, "没有完整送到"),
        ({"field_sha256": "abc"}, 422, "没有完整送到"),
        ({"slot": "nobody"}, 404, "没有找到"),
        ({"slot": "officer2"}, 403, "用自己的账号登录"),
        ({"person": str(uuid.UUID(int=7))}, 403, "由本人登录后上传"),
    ],
    ids=lambda one: str(one)[:30],
)
def test_what_is_refused(basement, wrong, status, words):
    basement.compose()
    refused = basement.sign(**{"slot": "unit"} | wrong)
    assert refused.status_code == status
    assert words in seen(refused)
    assert basement.outcome() is Outcome.PENDING


def test_only_officers_of_the_visit_bring_signatures(basement):
    basement.compose()
    assert basement.sign(login="kezhang").status_code == 403
    assert basement.compose(login="kezhang").status_code == 403
    assert basement.browser_of("kezhang").get(f"{basement.url}/field").status_code == 403


@pytest.mark.parametrize(
    ("wrong", "status", "words"),
    [
        ({"ended_at": ""}, 422, "没有完整送到"),
        ({"ended_at": milliseconds(NOW - timedelta(hours=1))}, 409, "时间不准"),
        ({"ended_at": milliseconds(NOW + timedelta(minutes=11))}, 409, "时间不准"),
        ({"ended_at": milliseconds(NOW + timedelta(days=2))}, 409, "时间不准"),
        ({"ended_at": milliseconds(NOW - timedelta(days=2))}, 409, "时间不准"),
        ({"parts": "[]"}, 422, "没有完整送到"),
        ({"parts": '{"items": ["<b>"]}'}, 422, "没有完整送到"),
        ({"parts": "["}, 422, "没有完整送到"),
        ({"leave_unchecked": "", "ended_at": milliseconds(ENDED - timedelta(minutes=1))}, 409, "检查时间"),
    ],
    ids=lambda one: str(one)[:40],
)
def test_a_record_that_is_refused(basement, wrong, status, words):
    refused = basement.compose(**wrong)
    assert refused.status_code == status
    assert words in seen(refused)
    assert basement.desk.record() is None


def test_a_refusal_on_the_spot_and_the_second_officer_confirms_what_the_own_phone_showed(basement):
    basement.compose()
    assert basement.end(witness="东山镇 魏明").status_code == 303
    assert basement.sign("officer1", seed=2).status_code == 303
    slot = basement.slots()["unit"]
    assert (slot.outcome, slot.device_at, slot.witness) == (Outcome.REFUSED, ENDED, "东山镇 魏明")
    assert slot.confirmed_by_id is None
    ends = basement.frame("zhifa2")["frozen"]["ends"]
    assert (ends["to_confirm"], ends["told"][0]["what"], ends["told"][0]["witness"]) == (
        True, "拒绝签名", "东山镇 魏明",
    )  # fmt: skip
    signed = basement.sign("officer2", login="zhifa2", seed=3, ends_sha256=ends["sha256"])
    assert signed.status_code == 303
    assert basement.slots()["unit"].confirmed_by_name == basement.desk.visits.person("zhifa2").name


@pytest.mark.parametrize("shown", ["", "0" * 64, "nothing"], ids=["nothing", "something else", "no digest"])
def test_the_second_officer_who_signed_before_vouches_for_no_refusal_of_the_first_phone(basement, shown):
    """Signed at 14:10, refused on the other phone at 14:35; the later one reaches the server first."""
    basement.compose()
    assert basement.end(ended=milliseconds(ENDED + timedelta(minutes=5))).status_code == 303
    assert basement.sign("officer2", login="zhifa2", seed=3, ends_sha256=shown).status_code == 303
    assert basement.outcome("officer2") is Outcome.SIGNED
    assert basement.slots()["unit"].confirmed_by_id is None


def test_signatures_that_come_after_the_visit_was_stopped_are_told_so(basement):
    basement.compose()
    with db.write_session() as session:
        by, visit, _ = basement.desk.at(session)
        visit_actions.stop(session, visit, "停电，无法继续检查", by=by, at=NOW)
    refused = basement.sign()
    assert refused.status_code == 409
    assert "已经中止，现场的签名不再采用" in seen(refused)


def test_a_record_that_comes_after_the_visit_was_stopped_goes_to_the_office(basement):
    """Before everything else that may be wrong with it: it would not be mended for anything."""
    with db.write_session() as session:
        by, visit, _ = basement.desk.at(session)
        visit_actions.stop(session, visit, "停电，无法继续检查", by=by, at=NOW)
    for refused in (basement.compose(ended_at=milliseconds(NOW - timedelta(hours=1))), basement.sign()):
        assert refused.status_code == 409
        assert "已经中止" in seen(refused)
        assert "另存为文件，交科室负责人" in seen(refused)


@pytest.mark.parametrize(
    ("wrong", "status", "words"),
    [
        ({"reason": ""}, 422, "写明原因"),
        ({"outcome": "CANNOT_WRITE"}, 422, "拍摄捺印"),
        ({"outcome": ""}, 422, "签署结果"),
        ({"slot": "officer1"}, 403, "不能登记为拒签"),
        ({"field_sha256": "1" * 64}, 409, "没有采用"),
    ],
    ids=lambda one: str(one)[:30],
)
def test_an_outcome_that_is_refused(basement, wrong, status, words):
    basement.compose()
    refused = basement.end(**wrong)
    assert refused.status_code == status
    assert words in seen(refused)
    assert basement.outcome() is Outcome.PENDING


def test_who_cannot_write_leaves_a_photo(basement):
    basement.compose()
    sent = {"photo": (io.BytesIO(picture()), "photo")}
    assert basement.end("CANNOT_WRITE", **sent).status_code == 303
    assert len(basement.slots()["unit"].photos) == 1


def test_a_signing_time_that_cannot_be_is_left_out(basement):
    basement.compose()
    basement.sign(ended=milliseconds(NOW - timedelta(days=2)))
    assert basement.slots()["unit"].device_at is None


def test_the_last_page_says_how_it_was_signed(basement, typeset):
    basement.compose()
    basement.sign(objection="有出入")
    basement.sign("officer1", seed=2)
    basement.desk.sign("officer2", basement.desk.officers()[1], Mode.OWN_LOGIN, 9)
    html, version = last_page(basement)
    assert html.count("在现场签字页签署") == 2
    assert "手机时间2026年11月21日 14:06，服务器收到2026年11月21日 14:05" in html
    assert f"现场内容码 {content.field_code(version)}" in html


def test_the_last_page_says_nothing_of_the_field_page_that_nobody_saw(basement, typeset):
    basement.compose()
    basement.end()
    basement.sign("officer1", seed=2, ended="")
    html, _ = last_page(basement)
    assert "在现场签字页登记：手机时间2026年11月21日 14:06" in html
    assert "在现场签字页签署：手机时间未采用，服务器收到" in html
    assert all(words not in html for words in ("没有连接", "没有编号", "不准"))


def last_page(basement):
    from inspectapp.documents import keeping, papers
    from inspectapp.records import queries

    with db.read_session() as session:
        record = queries.record_of(session, basement.desk.at(session)[1])
        version = documents.current_version(session, record)
        facts = keeping.evidence(session, record, at=NOW)
        one = papers.paper_of(record, version, documents.slots_of(session, version), facts)
        html = papers._environment().get_template(one.kind.sheet).render(
            paper=one, values=one.content["values"], picture=str
        )  # fmt: skip
    return html, version


def test_parts_that_differ_are_named():
    mine = {"items": ["a", "b"], "photos": ["x"], "facts": ["1", "2"], "summary": ["s"]}
    theirs = {"items": ["a", "c"], "photos": ["x", "y"], "facts": ["1", "3"], "summary": ["t"]}
    assert unlike(mine, theirs, ["被检查单位", "检查时间"]) == ["第2项", "照片2", "检查时间"]


def test_of_two_phones_with_the_same_record_the_second_finds_it_made(basement, on_postgres):
    with ThreadPoolExecutor(1) as colleague, db.write_session() as session:
        by, visit, _ = basement.desk.at(session)
        told = basement.shown
        shown = actions.Shown(told["field_sha256"], ENDED, json.loads(told["parts"]))
        actions.compose_as_shown(session, visit, shown, leave_unchecked=True, by=by, at=NOW)
        session.flush()
        late = colleague.submit(brings_it, basement.desk, shown)
        if on_postgres:  # on SQLite the colleague waits for the one write lock
            until_somebody_waits()
        session.commit()
    assert late.result(30) == [basement.desk.record().id]


def brings_it(desk, shown):
    with db.write_session() as session:
        by, visit, _ = desk.at(session, "zhifa2")
        made = actions.compose_as_shown(session, visit, shown, leave_unchecked=True, by=by, at=NOW)
        return [one.id for one in made]
