"""The words on a phone without network are the words of the server: the same bytes, whatever was typed."""

import io
import json
import random
import uuid
from datetime import timedelta

import pytest

from inspectapp.checklists import actions as checklists
from inspectapp.checklists.content import Option, Threshold
from inspectapp.checklists.words import AnswerKind, Comparison, Verdict, Way
from inspectapp.documents import content
from inspectapp.documents import queries as documents
from inspectapp.evidence import actions as evidence
from inspectapp.evidence import queries as walked
from inspectapp.evidence import rules
from inspectapp.evidence.words import Origin, Severity
from inspectapp.records import actions, field, queries, values
from inspectapp.shared import canonical, clock, db, files
from inspectapp.shared.images import look_at
from inspectapp.subjects.words import UnitKind
from inspectapp.visits import actions as visit_actions
from inspectapp.visits import queries as visit_queries
from inspectapp.visits.rules import Given
from tests.client import seen
from tests.conftest import NOW
from tests.evidence.conftest import picture
from tests.evidence.phones import Phone
from tests.fixtures.server import serving
from tests.visits.conftest import Visits, visit_of

pytestmark = pytest.mark.browser

CASES = 62
LATER = NOW + timedelta(hours=1)
THRESHOLDS = (
    Threshold(Comparison.AT_LEAST, 40, "学时"), Threshold(Comparison.BETWEEN, "0.5", "m²", "1.25"),
    Threshold(Comparison.AT_MOST, 3, "次"), Threshold(Comparison.LESS, 100, "人"),
    Threshold(Comparison.EQUAL, "75.50", "平方米"), Threshold(Comparison.MORE, 2, "年"),
)  # fmt: skip
OPTIONS = (Option("自有场地", Verdict.CONFORMS), Option("没有固定场地", Verdict.FAILS))
NUMBERS = {
    "学时": ("40", "４０学时", "39.50", "1,200课时", " 007 "), "次": ("3", "3.0次", "2．5", "12"),
    "m²": ("0.5", "1.25 平米", "75㎡", "1.2500", "0"), "人": ("100", "99名", "1,200", "99.999"),
    "平方米": ("75.5", "75.50平", "80"), "年": ("2", "3周年", "2.000"),
}  # fmt: skip
#: What hands, keyboards and copied texts bring along.
SIGNS = (
    "灭火器", "㛃𬭚䶮", "é", "e\u0301", "①②", "ＡＢＣ１２３", "😀👍", "⚠\ufe0f", "\u3000", "\u00a0",
    "\t", "\r\n", "\n\n\n\n", "\u2028", '"引号"', "\\", "<b>&amp;</b>", "。", "；", "\u3164", "ﬁ",
    "が", "한글", "\u00b2", "  ", "ⅷ", "—", "x" * 40,
)  # fmt: skip
#: What the phone read out of files.
TOLD = (
    {}, {"looked": "否"}, {"looked": "是", "taken": "2026:11:20 09:05:59"}, {"taken": "2026:01:02 23:00:00"},
    {"looked": "是", "taken": "0000:00:00 00:00:00"}, {"looked": "是", "taken": "昨天"},
)  # fmt: skip
COLOURS = [(tone, 255 - tone, 90) for tone in range(0, 250, 25)]
PICTURES = [picture((64, 48), colour=colour) for colour in COLOURS]


def instant(at):
    """As a phone writes it."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Many(Visits):
    """Visits that ask ten questions of every kind."""

    def _checklist(self, session, head):
        told = {
            "title": "日常检查表“甲”", "kinds": [UnitKind.INSTITUTION], "jurisdiction": "澄溪县",
            "issuer": head.office_name, "document_number": "晋应急〔2026〕9号",
        }  # fmt: skip
        draft = checklists.create(session, told, by=head, at=NOW)
        kinds = [{"answer": AnswerKind.NUMBER, "threshold": one} for one in THRESHOLDS]
        kinds += [{"answer": AnswerKind.CHOICE, "options": OPTIONS}, {"answer": AnswerKind.TEXT}, {}, {}]
        for number, kind in enumerate(kinds):
            item = {
                "section": f"第{number // 4}部分", "text": f"第{number}个问题的内容𬭚", "ways": [Way.SITE],
                "basis": ["LB02", "LB01", "LB20"],
            }  # fmt: skip
            checklists.add_item(session, draft, item | kind, by=head, at=NOW)
        return checklists.publish(session, draft, by=head, at=NOW).id


class Case:
    """One generated visit: what the server held before, and what waits in the phone."""

    def __init__(self, visits, seed, *, taken_back=False):
        self.dice, self.visits = random.Random(seed), visits
        self.id = visits.arrive(visits.prepare())
        self.entries, self.minute, self.ended = [], 0, instant(NOW + timedelta(minutes=50))
        with db.write_session() as session:
            self._before(session)
            if taken_back:
                self._taken_back(session)
        with db.read_session() as session:
            by = visits.person("zhifa1")
            found = values.gather(session, visit_of(session, by, self.id))
            self.frame = field.frame(session, found, by=by, at=NOW)
            self.unit = found.unit.name
        self.failed = {one["id"] for one in self.frame["questions"] if one["verdict"] == "FAILS"}
        for question in self.frame["questions"]:
            self._asked(question)
        if self.dice.random() < 0.3:
            self._arrival()
        if self.dice.random() < 0.3:
            self._scene()

    def words(self, most=6):
        return "".join(self.dice.choice(SIGNS) for _ in range(self.dice.randint(0, most)))

    def _before(self, session):
        """Some of it was answered by the other officer while there was a network."""
        who = self.visits.person(self.dice.choice(("zhifa1", "zhifa2")))
        visit = visit_of(session, who, self.id)
        for row in self.dice.sample(
            list(visit_queries.answers_of(session, visit))[8:], self.dice.randint(0, 2)
        ):
            visit_actions.answer(session, visit, row, Given(Verdict.FAILS, "", "先前"), 1, by=who, at=NOW)
            told = {"text": "先前的问题", "severity": Severity.SERIOUS, "place": "", "codes": ["LB01"]}
            for place in range(self.dice.randint(1, 2)):
                at = NOW + timedelta(seconds=place)
                evidence.find(
                    session, visit, row, told | {"place": f"{place}号"}, by=who, at=at, device_at=at
                )
            self._photo_before(session, visit, row, who)

    def _taken_back(self, session):
        """There was a record already, whose end lies amid what waits in the phone."""
        by, at = self.visits.person("zhifa2"), NOW + timedelta(minutes=1)
        visit = visit_of(session, by, self.id)
        actions.compose(session, visit, leave_unchecked=True, by=by, at=at)
        actions.take_back(session, visit, by=by, at=at)

    def _photo_before(self, session, visit, row, who):
        data = self.dice.choice(PICTURES)
        stored, found = files.current().put_bytes(data), look_at(io.BytesIO(data))
        told = {"origin": Origin.GALLERY, "what": "先前的照片"}
        photo = evidence.take_photo(session, visit, row, stored, found, told, by=who, at=NOW, device_at=NOW)
        marks = [{"kind": "box", "x1": 0.1, "y1": 0.25, "x2": 1, "y2": 0.5, "words": "这里"}]
        if self.dice.random() < 0.5:
            evidence.draw_on(session, visit, photo, marks, 0, by=who, at=NOW)

    def add(self, url, pairs, data=None):
        self.minute += 1
        at = instant(NOW + timedelta(seconds=20 * self.minute))
        own = str(uuid.UUID(int=self.dice.getrandbits(128), version=4))
        self.entries.append({
            "id": own, "url": f"/visits/{self.id}/{url}", "data": data, "state": "here",
            "pairs": [*pairs, ["device_at", at]],
        })  # fmt: skip

    def _asked(self, question):
        if self.dice.random() < 0.6:
            return
        fails = self._answer(question)
        if fails:
            self.failed.add(question["id"])
            for _ in range(self.dice.randint(1, 2)):
                self.add(f"answers/{question['id']}/findings", self._finding())
            if question["answer"] == "YES_NO" and self.dice.random() < 0.3:
                self.turn(question, self.dice.choice(["CONFORMS", "NOT_APPLICABLE", "UNCHECKED"]))
        for _ in range(self.dice.randint(0, 2)):
            self._photo(question)
        for one in question["findings"]:
            self._corrected(question, one)
        for one in question["photos"]:
            self._described(one)

    def _answer(self, question):
        verdict = self.dice.choice(["CONFORMS", "FAILS", "NOT_APPLICABLE"])
        typed, note = "", self.words()
        if question["answer"] == "NUMBER" and verdict != "NOT_APPLICABLE":
            verdict, typed = "", self.dice.choice(NUMBERS[question["threshold"]["unit"]])
        elif question["answer"] == "CHOICE" and verdict != "NOT_APPLICABLE":
            verdict, typed = "", self.dice.choice(OPTIONS).words
        elif question["answer"] == "TEXT":
            typed, verdict = self.words(20), self.dice.choice([verdict, verdict, "", "UNCHECKED"])
        pairs = [["typed", typed], ["note", note], ["version", "99"]]
        self.add(f"answers/{question['id']}", [*pairs, *([["verdict", verdict]] if verdict else [])])
        return verdict == "FAILS"

    def turn(self, question, verdict):
        """Another answer, whatever was found before."""
        self.add(f"answers/{question['id']}", [["verdict", verdict], ["note", ""], ["typed", ""]])

    def _finding(self):
        codes = self.dice.sample(["LB01", "LB02", "LB20"], self.dice.randint(0, 2))
        severity = self.dice.choice(list(Severity)).name
        told = [["text", f"现场发现{self.words(8)}"], ["place", self.words(2)], ["severity", severity]]
        day = self.dice.choice([None, "", "2026-11-21", "2026-05-31", "2026-06-01", "2020-03-09"])
        told += [["act_date", day]] if day is not None else []
        return [*told, *[["codes", one] for one in codes]]

    def _photo(self, question):
        data = self.dice.choice(PICTURES)
        sha256 = files.current().put_bytes(data).sha256
        told = [["origin", self.dice.choice(["CAMERA", "GALLERY"])], ["sha256", sha256]]
        told.append(["told", json.dumps(self.dice.choice(TOLD))])
        found = [one["id"] for one in question["findings"]] + [
            one["id"] for one in self.entries if one["url"].endswith(f"{question['id']}/findings")
        ]
        if found and self.dice.random() < 0.7:
            told.append(["finding_id", self.dice.choice(found)])
        self.add(f"answers/{question['id']}/photos", told, data)
        if self.dice.random() < 0.5:
            self._said_of(self.entries[-1]["id"])  # also of one whose bytes are there already

    def _corrected(self, question, finding):
        chance = self.dice.random()
        if chance < 0.3 and len(question["findings"]) > 1:
            self.add(f"findings/{finding['id']}/withdrawal", [["why", "写错了"]])
        elif chance < 0.7:
            self.add(f"findings/{finding['id']}", [*self._finding(), ["version", "1"]])

    def _said_of(self, photo_id):
        told = {"what": self.words(), "place": self.words(1), "statement": "", "keeper": ""}
        if self.dice.random() < 0.3:
            told |= {"statement": "经核对与原件一致", "keeper": "苗经理"}
        self.add(f"photos/{photo_id}", [[name, said] for name, said in told.items()])

    def _described(self, photo):
        self._said_of(photo["id"])
        marks = [{"kind": "arrow", "x1": 0.12345678, "y1": 0, "x2": 1, "y2": 0.3333333, "words": "看 这里"}]
        self.add(f"photos/{photo['id']}/marks", [["marks", json.dumps(marks)]])

    def mends(self, gaps):
        """What stands in the way of signing: a finding for whatever fails, none where nothing does."""
        by_position = {one["position"]: one for one in self.frame["questions"]}
        for gap in gaps:
            if "没有撤回" in gap["sentence"]:
                self.turn(by_position[gap["position"]], "FAILS")
            elif gap["blocks"]:
                self.add(f"answers/{by_position[gap['position']]['id']}/findings", self._finding())

    def _scene(self):
        told = {
            "place": "３楼 302", "host_name": "苗𬭚经理", "host_duty": "校 长", "host_phone": "138-1234 1234",
            "situation": f"现场{self.words(9)}",
        }  # fmt: skip
        self.add("scene", [[name, said] for name, said in (told | self._papers()).items()])

    def _arrival(self):
        """The other phone was heard of first: this one has not been told of its own arrival yet."""
        name = self.dice.choice(["苗经理", " 苗经理 ", "许老师"])
        told = {"place": "地下一层", "host_name": name, "host_duty": "教务主任", "host_phone": ""}
        self.add("arrival", [[name, said] for name, said in (told | self._papers()).items()])

    def _papers(self):
        return {
            "host_sex": self.dice.choice(["", "MALE", "FEMALE"]),
            "witness": self.dice.choice(["", "魏䶮 东山镇"]),
            "host_id_check": self.dice.choice(["", "CARD", "MANDATE", "NOT_SHOWN"]),
            "host_id_tail": self.dice.choice(["", "002x", "1234"]),
        }  # fmt: skip

    def arrives(self, browser):
        """Everything that waited is posted, one by one, photos on a lane of their own."""
        early = self.dice.random() < 0.5
        for entry in sorted(self.entries, key=lambda one: early and not one["data"]):
            data = {}
            for name, said in entry["pairs"]:
                data.setdefault(name, []).append(said)
            data["version"] = [self.version(entry)]
            if entry["data"]:
                data["photo"] = (io.BytesIO(entry["data"]), "photo")
            answer = browser.post(entry["url"], data, headers={"X-Op-Id": entry["id"]}, htmx=True)
            assert answer.status_code < 300, (entry, answer.get_data(as_text=True))

    def version(self, entry):
        """Nobody else answers here: the version is the one that stands."""
        kind, key = entry["url"].split("/")[3:5] if entry["url"].count("/") > 3 else ("", "")
        with db.read_session() as session:
            by = self.visits.person("zhifa1")
            visit = visit_of(session, by, self.id)
            if kind == "answers" and entry["url"].endswith(key):
                return str(visit_queries.answer_for(session, visit, uuid.UUID(key)).version)
            if kind == "findings":
                return str(walked.finding_for(session, visit, uuid.UUID(key)).version)
            if kind == "photos":
                photo = walked.photo_for(session, visit, uuid.UUID(key))
                marked = entry["url"].endswith("/marks")
                return str(rules.marks_mark(photo.marks) if marked else rules.words_mark(vars(photo)))
        return ""

    def composed(self):
        with db.read_session() as session:
            visit = visit_of(session, self.visits.person("zhifa1"), self.id)
            version = documents.current_version(session, queries.record_of(session, visit))
            return content.read(version), version.field_sha256

    def would_say(self):
        """For whoever looks into a difference: the server's words so far."""
        with db.read_session() as session:
            return values.record(
                values.gather(session, visit_of(session, self.visits.person("zhifa1"), self.id))
            )


@pytest.fixture
def many(app, person):
    with clock.freeze(NOW):
        yield Many(person)


@pytest.fixture
def phone(app, many, chromium, browser_of):
    """A page on which the scripts of the field are loaded."""
    with serving(app) as address:
        token = browser_of("zhifa1").get_cookie("inspectapp").value
        one = Phone(chromium, address, token)
        one.open(f"/visits/{many.arrive(many.prepare())}/record/field")
        yield one.page
        one.context.close()
        assert one.errors == []


COMPOSE = "told => window.field.compose(told.frame, told.entries, told.ended)"


def on_the_phone(page, case):
    entries = [{name: said for name, said in one.items() if name != "data"} for one in case.entries]
    return page.evaluate(COMPOSE, {"frame": case.frame, "entries": entries, "ended": case.ended})


def test_the_phone_says_what_the_server_will_say(many, phone, browser_of):
    with clock.freeze(LATER):
        browser = browser_of("zhifa1")
    contradicted = 0
    for seed in range(CASES):
        case = Case(many, seed, taken_back=seed % 3 == 0)
        open_before = on_the_phone(phone, case)["gaps"]
        contradicted += sum("没有撤回" in one["sentence"] for one in open_before)
        case.mends(open_before)
        said = on_the_phone(phone, case)
        assert said["trouble"] == [], seed
        with clock.freeze(LATER):
            case.arrives(browser)
            assert said["gaps"] == gaps_of(many, case), seed
            told = {
                "field_sha256": said["field"], "parts": json.dumps(said["parts"]), "leave_unchecked": "on",
                "ended_at": milliseconds(case.ended),
            }  # fmt: skip
            answer = browser.post(f"/visits/{case.id}/record", told)
        if answer.status_code == 409:
            compare(
                {**content.bare(canonical.plain(case.would_say())), "facts": []},
                {**said["values"], "facts": []},
            )
        assert answer.status_code == 303, (seed, seen(answer))
        stands, hashed = case.composed()
        assert hashed == said["field"]
        compare(content.bare(stands["values"]), said["values"])
        assert stands["slots"] == said["slots"]
    assert contradicted > 0  # the dice came to every kind of gap


def period(said):
    return dict(said["values"]["facts"])["检查时间"].partition("至")[2]


@pytest.mark.parametrize(
    ("given", "ended"),
    [
        ("nothing", "2026年11月21日 14:06"),
        ("the same answer", "2026年11月21日 14:06"),
        ("an answer", "2026年11月22日 09:05"),
        ("a finding that is taken back", "2026年11月22日 09:05"),
    ],
)
def test_taken_back_the_phone_says_the_next_day_that_one_checked_until_the_last_thing_given(
    many, phone, browser_of, given, ended
):
    case, morning = Case(many, 0, taken_back=True), NOW + timedelta(hours=19)
    case.entries.clear()
    question = case.frame["questions"][-1]
    case.minute = 19 * 180 - 1
    if given == "the same answer":
        told = [[name, question[name]] for name in ("verdict", "typed", "note")]
        case.add(f"answers/{question['id']}", told)
    elif given == "an answer":
        case.turn(question, "NOT_APPLICABLE" if not question["findings"] else "FAILS")
    elif given == "a finding that is taken back":
        case.turn(question, "FAILS")
        for _ in range(2):
            case.add(f"answers/{question['id']}/findings", case._finding())
        case.add(f"findings/{case.entries[-1]['id']}/withdrawal", [["why", "写错了"]])
    case.ended = instant(morning + timedelta(minutes=50))
    said = on_the_phone(phone, case)
    assert period(said) == ended
    with clock.freeze(morning + timedelta(hours=1)):
        browser = browser_of("zhifa1")
        case.arrives(browser)
        told = {
            "field_sha256": said["field"], "parts": json.dumps(said["parts"]), "leave_unchecked": "on",
            "ended_at": milliseconds(case.ended),
        }  # fmt: skip
        answer = browser.post(f"/visits/{case.id}/record", told)
    assert answer.status_code == 303, seen(answer)
    assert period(case.composed()[0]) == ended


def test_what_was_turned_to_conforming_says_the_same_on_both_sides(many, phone, browser_of):
    case = Case(many, 0)
    case.entries.clear()
    question = next(one for one in case.frame["questions"] if one["answer"] == "YES_NO")
    case.turn(question, "FAILS")
    case.add(f"answers/{question['id']}/findings", case._finding())
    for verdict in ("CONFORMS", "NOT_APPLICABLE", "UNCHECKED", "FAILS"):
        case.turn(question, verdict)
        there = on_the_phone(phone, case)["gaps"]
        with clock.freeze(LATER):
            waiting, case.entries = case.entries, case.entries[-1:] if verdict != "CONFORMS" else case.entries
            case.arrives(browser_of("zhifa1"))
            case.entries = waiting
        assert gaps_of(many, case) == there
        mine = [one["sentence"] for one in there if "没有撤回" in one["sentence"]]
        assert len(mine) == (verdict != "FAILS")
        assert all(
            one.startswith(f"第{question['position']}项已改为{Verdict[verdict].title}，") for one in mine
        )


@pytest.mark.parametrize(("verdict", "missing"), [("CONFORMS", 2), ("NOT_APPLICABLE", 0)])
def test_what_does_not_apply_wants_neither_note_nor_photo_on_the_phone_either(many, phone, verdict, missing):
    case = Case(many, 0)
    case.entries.clear()
    question = case.frame["questions"][-1]
    question |= {"wants_photo": "ALWAYS", "wants_note": "ALWAYS", "verdict": verdict, "note": ""}
    question |= {"photos": [], "findings": []}
    open_ = [one for one in on_the_phone(phone, case)["gaps"] if one["position"] == question["position"]]
    assert [one["blocks"] for one in open_] == [True] * missing


def compare(here, there):
    """Photos that still lie in the phone carry its own mark there."""
    for name in here:
        there[name] = [unmarked(one) for one in there[name]] if name == "photos" else there[name]
        assert here[name] == there[name], name


def unmarked(photo):
    return {name: said for name, said in photo.items() if name not in ("held", "width", "height")}


def milliseconds(iso):
    from datetime import datetime

    return str(int(datetime.fromisoformat(iso).timestamp() * 1000))


def gaps_of(many, case):
    with db.read_session() as session:
        visit = visit_of(session, many.person("zhifa1"), case.id)
        found = walked.gaps_of(walked.walk(session, visit))
    return [
        {"position": int(one.anchor.removeprefix("q-")), "sentence": one.sentence, "blocks": one.blocks}
        for one in found
    ]


TEXTS = [
    {"b": 1, "a": [True, None, "é", "e\u0301"], "𬭚": "中", "\uff5e": "", "\u2028": "\u0007\u001f\"\\/"},
    {"z": 0.25, "y": 3, "x": 0.0001, "": {}, "k": []},
    ["😀", "\u007f\u0080", "<script>", "'"],
]  # fmt: skip


@pytest.mark.parametrize("told", TEXTS, ids=["signs", "numbers", "list"])
def test_canonical_texts_are_the_same_bytes(phone, told):
    assert phone.evaluate("told => window.field.text(told)", told) == canonical.text(told)


READ = """told => { const place = document.getElementById('reading');
    reading(place, told.frame, told.paper, () => ''); return place.textContent; }"""


def test_the_phone_reads_a_sentence_out_as_the_paper_prints_it(many, phone):
    case = Case(many, 0)
    case.entries.clear()
    question = next(one for one in case.frame["questions"] if one["answer"] == "YES_NO")
    case.turn(question, "FAILS")
    for day, place in (("2026-04-18", "二楼"), ("2026-11-21", "")):
        told = [["text", "教师不足。少1人。"], ["severity", "MAJOR"], ["place", place], ["act_date", day]]
        case.add(f"answers/{question['id']}/findings", told)
    read = phone.evaluate(READ, {"frame": case.frame, "paper": on_the_phone(phone, case)})
    assert "教师不足。少1人（二楼，行为发生于2026年4月18日）。" in read
    assert "教师不足。少1人。教师不足" not in read and "。。" not in read
    assert "教师不足。少1人。行为发生日期：2026年11月21日" in read


@pytest.mark.parametrize("verdict", ["UNCHECKED", "NOT_APPLICABLE", "CONFORMS"])
def test_the_phone_says_in_the_same_words_that_nothing_was_judged(many, phone, verdict):
    case = Case(many, 0)
    case.entries.clear()
    for question in case.frame["questions"]:
        question |= {"findings": [], "photos": [], "verdict": "NOT_APPLICABLE"}
    case.frame["questions"][-1]["verdict"] = verdict
    summary = on_the_phone(phone, case)["values"]["summary"]
    last = values.NOTHING_FOUND if verdict == "CONFORMS" else values.NOTHING_JUDGED
    assert summary.endswith(f"。{last}")


def test_the_phone_reads_the_bureau_of_who_comes_from_another_one(many, phone):
    case = Case(many, 0)
    case.entries.clear()
    officers = [one for one in case.frame["slots"] if one["party"] == "OFFICER"]
    officers[1]["organisation"] = "晋城市应急管理局"
    read = phone.evaluate(READ, {"frame": case.frame, "paper": on_the_phone(phone, case)})
    assert f"{officers[1]['name']}　晋城市应急管理局　执法证号" in read
    assert f"{officers[0]['name']}　执法证号" in read
