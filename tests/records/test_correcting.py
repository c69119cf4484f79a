"""A sealed record with a mistake in it: set right on a new paper, or voided and made anew. Never stranded."""

import io
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from docx import Document as read_document

from inspectapp.documents import actions as documents
from inspectapp.documents import content, verifying
from inspectapp.documents import queries as document_queries
from inspectapp.documents.house import house
from inspectapp.documents.rules.judging import Verdict
from inspectapp.documents.words import Outcome, State
from inspectapp.records import correcting, queries
from inspectapp.records.correcting import Corrected
from inspectapp.shared import clock, db
from inspectapp.shared.refusals import NotAllowed, NotNow, Unreadable
from inspectapp.subjects.refused import Stale
from inspectapp.visits.words import State as VisitState
from tests.client import seen
from tests.fixtures.waiting import until_somebody_waits

REASON = "检查场所的门牌写错"
FIXED = Corrected(REASON, {"检查场所": "303教室"})


@pytest.fixture
def sealed(desk):
    """A visit whose record is sealed."""
    desk.compose()
    desk.sign_all()
    desk.seal()
    return desk


def looks(desk):
    """The mark of the paper that an officer has before the eyes."""
    with db.read_session() as session:
        record = queries.record_of(session, desk.at(session)[1])
        return correcting.mark_of(record) if record else ""


def correct(desk, given=FIXED, login="zhifa1", seen_then=None):
    seen_then = looks(desk) if seen_then is None else seen_then
    with db.write_session() as session:
        by, visit, _ = desk.at(session, login)
        return correcting.correct(session, visit, given, seen_then, by=by, at=clock.now())


def void(desk, document, login="kezhang"):
    with db.write_session() as session:
        mine = session.get_one(type(document), document.id)
        by = desk.visits.person(login)
        documents.void(session, mine, "被检查单位写错", by=by, at=clock.now())


def again(document):
    with db.read_session() as session:
        return session.get_one(type(document), document.id)


def judged(document):
    with db.read_session() as session:
        data = house().files.read(session.get_one(type(document), document.id).sealed_sha256)
        return verifying.examine(session, data, apart=False)[0].verdict


def said(document):
    with db.read_session() as session:
        return content.read(document_queries.current_version(session, document))


def typed(browser, page, **changed):
    """The form of the page as it is filled in, with some of it typed over."""
    from html.parser import HTMLParser

    class Fields(HTMLParser):
        found: dict[str, str] = {}
        area = ""

        def handle_starttag(self, tag, attrs):
            told = dict(attrs)
            if tag == "textarea":
                self.area = told["name"]
                self.found[self.area] = ""
            elif tag == "input" and "name" in told and told["name"] not in ("op_id", "csrf"):
                self.found[told["name"]] = told.get("value", "")

        def handle_endtag(self, tag):
            self.area = "" if tag == "textarea" else self.area

        def handle_data(self, data):
            if self.area:
                self.found[self.area] += data

    fields = Fields()
    fields.found = {}
    fields.feed(browser.get(page).get_data(as_text=True))
    told = {name: value.removeprefix("\n") for name, value in fields.found.items()}
    return {
        name: value for name, value in told.items() if name.startswith(("reason", "fact", "p", "s"))
    } | changed


def test_from_the_sealed_record_to_the_corrected_one(sealed, browser_of):
    old, browser, here = sealed.record(), browser_of("zhifa1"), sealed.url
    assert "出具更正文书" in seen(browser.get(f"{here}/record"))
    assert "出具更正文书" in seen(browser.get(f"/documents/{old.id}"))
    form = typed(browser, f"{here}/record/correction", reason=REASON)
    place = next(name for name, value in form.items() if value == "302教室" and name.startswith("fact"))
    answer = browser.post(f"{here}/record/correction", form | {place: "303教室"})
    assert answer.status_code == 303, seen(answer)
    new = sealed.record()
    assert new.id != old.id and new.state is State.FROZEN and new.serial == old.serial + 1
    told = said(new)["values"]
    assert told["correction"] == {
        "line": f"本记录更正并替代{old.number}。", "reason": f"更正原因：{REASON}。",
        "changes": "更正内容：检查场所由“302教室”更正为“303教室”。",
    }  # fmt: skip
    assert said(new)["slots"] == said(old)["slots"]
    changed = {name for name, value in told.items() if value != said(old)["values"].get(name)}
    assert changed == {"facts", "correction"}
    assert again(old).state is State.SEALED
    sealed.sign_all(hands=10)
    sealed.seal()
    old, new = again(old), again(new)
    assert (old.state, new.state) == (State.SUPERSEDED, State.SEALED)
    assert new.number in old.ended_why
    public = seen(browser.get(f"/v/{old.public_id}"))
    assert "这份文书已被更正" in public and f"请以{new.number}为准" in public
    assert (judged(old), judged(new)) == (Verdict.SUPERSEDED, Verdict.GENUINE)
    shown = seen(browser.get(f"{here}/record"))
    assert "已更正" in shown and old.number in shown and new.number in shown


def test_the_word_file_says_first_how_its_paper_stands(desk, browser_of):
    def first_line():
        data = browser_of("zhifa1").get(f"/documents/{document.id}/paper.docx").data
        return read_document(io.BytesIO(data)).paragraphs[0].text

    (document,) = desk.compose()
    with db.read_session() as session:
        code = content.code(document_queries.current_version(session, document))
    assert first_line() == f"未签署完毕，没有封存　第1版　内容码 {code}"
    desk.sign_all()
    desk.seal()
    assert first_line() == f"已封存，以封存的PDF为准　第1版　内容码 {code}"
    correct(desk)
    desk.sign_all(hands=10)
    desk.seal()
    assert first_line() == f"已被更正，请勿使用　第1版　内容码 {code}"
    document = desk.record()
    void(desk, document)
    assert first_line().startswith("已作废，请勿使用　第1版　内容码 ")


def test_the_correction_says_on_paper_what_it_replaces_and_why(sealed, typeset):
    old = sealed.record()
    correct(sealed)
    sealed.sign_all(hands=10)
    data = house().files.read(sealed.seal().sealed_sha256)
    read = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True)
    text = "".join(read.stdout.decode().split())
    assert f"更正说明：本记录更正并替代{old.number}。更正原因：{REASON}。" in text
    assert "更正内容：检查场所由“302教室”更正为“303教室”。" in text


def written(sealed_paper):
    """The words of a sealed file, without the spaces of typesetting."""
    data = house().files.read(sealed_paper.sealed_sha256)
    read = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True)
    return "".join(read.stdout.decode().split())


def test_the_name_is_corrected_under_the_signature_as_well(sealed, browser_of, typeset):
    browser, page = browser_of("zhifa1"), f"{sealed.url}/record/correction"
    assert "现场负责人姓名" in seen(browser.get(page))
    form = typed(browser, page, reason="现场负责人姓名写错")
    name = next(one for one, value in form.items() if value == "苗经理")
    assert browser.post(page, form | {name: "苗敬礼"}).status_code == 303
    told = said(sealed.record())
    assert dict(told["values"]["facts"])["现场负责人"].startswith("苗敬礼　职务：校长　")
    assert next(one["name"] for one in told["slots"] if one["key"] == "unit") == "苗敬礼"
    sealed.sign_all(hands=10)
    text = written(sealed.seal())
    changes = "现场负责人由“苗经理职务：校长联系电话：未提供”更正为“苗敬礼职务：校长联系电话：未提供”"
    assert changes in text and "苗敬礼" in text.replace(changes, "")
    assert "苗经理" not in text.replace(changes, "")


def test_a_correction_is_corrected_in_its_turn(sealed):
    first = sealed.record()
    second = correct(sealed)
    sealed.sign_all(hands=10)
    sealed.seal()
    third = correct(sealed, Corrected("楼层写错", {"检查场所": "403教室"}))
    sealed.sign_all(hands=20)
    sealed.seal()
    assert [again(one).state for one in (first, second, third)] == [
        State.SUPERSEDED, State.SUPERSEDED, State.SEALED,
    ]  # fmt: skip
    assert third.number in again(second).ended_why
    assert said(third)["values"]["correction"]["line"] == f"本记录更正并替代{second.number}。"


def test_only_words_are_set_right(sealed):
    told = said(sealed.record())["values"]
    given = Corrected(
        REASON, {"被检查单位": "别家学校", "检查场所": "303教室"}, {1: ("签到表无时间", "")}, "已当场说明"
    )
    values = correcting.corrected(told, given, "旧号")
    facts = dict(values["facts"])
    assert facts["被检查单位"] == dict(told["facts"])["被检查单位"]
    assert facts["现场负责人"] == dict(told["facts"])["现场负责人"]
    assert (facts["检查场所"], values["problems"][0]["text"]) == ("303教室", "签到表无时间")
    assert {name: values[name] for name in ("items", "photos", "summary", "statement")} == {
        name: told[name] for name in ("items", "photos", "summary", "statement")
    }
    assert "问题1由“签到表没有时间”更正为“签到表无时间”" in values["correction"]["changes"]
    assert "检查情况补充说明由“无”更正为“已当场说明”" in values["correction"]["changes"]


def changes(sealed, old, new):
    """What a correction says that it changes, of a record that says `old`."""
    told = said(sealed.record())["values"] | {"situation": old}
    return correcting.corrected(told, Corrected(REASON, situation=new), "旧号")["correction"]["changes"]


ALIKE = "执法人员出示证件后由苗经理陪同，对该单位电工作业第3期培训班进行了检查，查阅了签到表、课表和教案，"


@pytest.mark.parametrize(
    ("old", "new", "quoted"),
    [
        (f"{ALIKE}实到19人。", f"{ALIKE}实到18人。", ("实到19人”", "实到18人”")),
        (f"{ALIKE}属实", f"{ALIKE}属实，已当场说明", ("属实”", "属实，已当场说明”")),
        (f"{ALIKE}{ALIKE}", f"查明，{ALIKE}", ("“执法人员", "“查明，执法人员")),
    ],
    ids=["far behind", "longer", "at once"],
)
def test_a_correction_shows_what_differs_however_long_the_words_are(sealed, old, new, quoted):
    was, now = changes(sealed, old, new).split("更正为")
    assert quoted[0] in was and quoted[1] in now
    assert was.split("“")[1] != now.split("“")[1] and len(was) < 70


def test_a_correction_of_signs_that_a_quote_does_not_show_says_so(sealed):
    assert "检查情况补充说明只更正了空格、分行或句末的句号" in changes(
        sealed, "已说明\n已签字", "已说明 已签字。"
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (Corrected("", {"检查场所": "303教室"}), "请写明更正的原因"),
        (Corrected(REASON, {"检查场所": "302教室"}), "没有更正任何内容"),
        (Corrected(REASON, {"现场负责人": "苗经理 职务：校长 联系电话：未提供"}), "没有更正任何内容"),
        (Corrected(REASON, {"现场负责人": "苗经理　职务：校长 联系电话：未提供"}), "没有更正任何内容"),
    ],
    ids=["no reason", "no change", "only spaces", "as the form puts it together"],
)
def test_a_correction_changes_something_and_says_why(sealed, given, sentence):
    with pytest.raises(Unreadable, match=sentence):
        correct(sealed, given)


def test_what_was_typed_stays_when_it_is_refused(sealed, browser_of):
    browser = browser_of("zhifa1")
    form = typed(browser, f"{sealed.url}/record/correction", reason="门牌无误")
    answer = browser.post(f"{sealed.url}/record/correction", form)
    assert answer.status_code == 422
    assert "没有更正任何内容" in seen(answer) and "门牌无误" in seen(answer)


def test_a_correction_is_changed_while_it_is_being_signed(sealed):
    first = correct(sealed)
    sealed.sign_all(hands=10)
    second = correct(sealed, Corrected(REASON, {"检查场所": "304教室"}))
    assert (second.id, again(second).version, again(second).number) == (first.id, 2, first.number)
    with db.read_session() as session:
        slots = document_queries.slots_on(session, again(second))
    assert {slot.outcome for slot in slots} == {Outcome.PENDING}


def test_a_stranger_and_an_unsealed_record_are_refused(sealed, desk):
    with pytest.raises(NotAllowed, match="您不是这次检查的执法人员"):
        correct(sealed, login="kezhang")


def test_there_is_nothing_to_correct_before_the_seal(desk):
    desk.compose()
    with pytest.raises(NotNow, match="没有已封存的检查记录"):
        correct(desk)


def test_a_voided_record_leaves_a_way_on(sealed, browser_of):
    old, browser, here = sealed.record(), browser_of("zhifa1"), sealed.url
    void(sealed, old)
    shown = seen(browser.get(f"{here}/record"))
    assert "检查记录已作废" in shown and old.number in shown and "还没有检查文书" not in shown
    assert browser.post(f"{here}/record").status_code == 303
    new = sealed.record()
    assert new.number != old.number and new.replaces_id is None
    values = [said(one)["values"] for one in (old, new)]
    assert values[0] == values[1]
    sealed.sign_all(hands=10)
    assert sealed.seal().state is State.SEALED
    with db.read_session() as session:
        visit = sealed.at(session)[1]
        assert visit.state is VisitState.SEALED
        assert [one.id for one in queries.past_papers_of(session, visit)] == [old.id]


def test_after_voiding_the_check_can_be_taken_up_again(sealed, browser_of):
    browser = browser_of("zhifa1")
    void(sealed, sealed.record())
    assert browser.post(f"{sealed.url}/record/returns").status_code == 303
    sealed.find("请假条没有签字")
    assert browser.post(f"{sealed.url}/record").status_code == 303
    assert "请假条没有签字" in [one["text"] for one in said(sealed.record())["values"]["problems"]]


def test_a_draft_record_that_was_voided_is_made_again(desk, browser_of):
    desk.compose()
    void(desk, desk.record(), "zhifa1")
    assert browser_of("zhifa1").post(f"{desk.url}/record").status_code == 303
    assert desk.record().state is State.FROZEN


def test_a_correction_whose_original_was_voided_says_what_to_do(sealed, browser_of):
    old = sealed.record()
    new = correct(sealed)
    void(sealed, old)
    assert "请先作废这份更正文书" in seen(browser_of("zhifa1").get(f"{sealed.url}/record"))
    void(sealed, new, "zhifa1")
    assert browser_of("zhifa1").post(f"{sealed.url}/record").status_code == 303


def test_the_seal_of_a_visit_is_opened_by_nothing_else(sealed):
    with db.write_session() as session:
        by, visit, _ = sealed.at(session)
        from inspectapp.records import actions

        with pytest.raises(NotNow):
            actions.compose(session, visit, leave_unchecked=True, by=by, at=clock.now())


def other(sealed, browser_of, login, **changed):
    """What an officer has typed on the page of the correction, without sending it yet."""
    browser, page = browser_of(login), f"{sealed.url}/record/correction"
    form = typed(browser, page, **changed)
    return browser, page, form


def test_two_officers_do_not_replace_each_others_correction_unseen(sealed, browser_of):
    mine, page, my_form = other(sealed, browser_of, "zhifa1", reason=REASON, situation="我写的说明")
    theirs, _, their_form = other(sealed, browser_of, "zhifa2", reason="说明写漏", situation="同事写的说明")
    assert theirs.post(page, their_form).status_code == 303
    answer = mine.post(page, my_form)
    assert answer.status_code == 409
    told = seen(answer)
    assert "已有人先保存" in told and "同事写的说明" in told and "我写的说明" in told and "说明写漏" in told
    assert said(sealed.record())["values"]["situation"] == "同事写的说明"
    again_with = re.search(r'name="seen" value="([^"]+)"', answer.text)[1]
    assert again_with != my_form["seen"]
    assert mine.post(page, my_form | {"seen": again_with}).status_code == 303
    assert said(sealed.record())["values"]["situation"] == "我写的说明"


def test_words_typed_over_a_correction_that_was_sealed_meanwhile_are_shown_beside_it(sealed, browser_of):
    correct(sealed)
    browser, page, form = other(sealed, browser_of, "zhifa1", reason=REASON, situation="我写的说明")
    sealed.sign_all(hands=10)
    sealed.seal()
    answer = browser.post(page, form)
    assert answer.status_code == 409 and "我写的说明" in seen(answer)
    assert sealed.record().state is State.SEALED


def test_the_same_words_from_both_officers_are_no_clash(sealed):
    before = looks(sealed)
    first = correct(sealed, seen_then=before)
    assert correct(sealed, login="zhifa2", seen_then=before).id == first.id
    assert again(first).version == 1


def test_who_corrects_while_the_correction_is_being_sealed_waits_and_sees_the_sealed_one(sealed, on_postgres):
    first, changed = correct(sealed), Corrected(REASON, {"检查场所": "304教室"})
    sealed.sign_all(hands=10)
    before = looks(sealed)
    with ThreadPoolExecutor(1) as colleague, db.write_session() as session:
        mine, by = session.get_one(type(first), first.id), sealed.visits.person("zhifa1")
        documents.seal(session, mine, by=by, at=clock.now())
        session.flush()
        late = colleague.submit(correct, sealed, changed, "zhifa2", before)
        if on_postgres:  # on SQLite the colleague waits for the one write lock
            until_somebody_waits()
        session.commit()
    with pytest.raises(Stale):
        late.result(30)
    assert (again(first).state, again(first).version) == (State.SEALED, 1)
    assert sealed.record().id == first.id
