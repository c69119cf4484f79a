"""The pages of the law: found by words and day, changed by few, never overwritten, no sum without a law."""

import re
import uuid
from dataclasses import replace

import html5lib
import pytest
from sqlalchemy import func, select

from inspectapp.laws import actions, queries
from inspectapp.laws.actions import loading
from inspectapp.laws.catalogue import BY_CODE, ENTRIES, EXAMPLES, INSTRUMENTS
from inspectapp.laws.forms import LawForm
from inspectapp.laws.forms.entries import prefix
from inspectapp.laws.models import DiscretionTier, LawInstrument, LawVersion
from inspectapp.laws.words import Kind
from inspectapp.shared import clock, db, ledger
from tests.client import seen
from tests.conftest import NOW

LEGAL, OTHERS = "shifazhi", ("kezhang", "fazhi", "ducha", "zhifa1")
SUM = re.compile(r"[0-9][0-9,]*元|[一二三四五六七八九十百]+万元")
TIER = {
    "quantity": "SHARE", "phase": "FIRST", "target": "UNIT", "above": "", "up_to": "10", "min_yuan": "",
    "max_yuan": "2万", "valid_from": "2026-06-01", "source": "本省基准", "reason": "按现行基准登记",
}  # fmt: skip
INSTRUMENT = {
    "title": "安全生产法", "number": "2021年修正", "in_force_from": "2021-09-01", "confidence": "CHECKED",
    "source": "官方公报", "reason": "对照公报核对",
}  # fmt: skip


@pytest.fixture
def law(catalogue):
    """The address of a row by its code; the catalogue is as shipped."""
    with clock.freeze(NOW):
        with db.read_session() as session:
            ids = {one.entry.code: one.id for one in queries.everything(session)}
        yield lambda code: f"/laws/{ids[code]}"


@pytest.fixture
def legal(law, browser_of):
    """The city's legal review, who keeps the catalogue."""
    return browser_of(LEGAL)


def text(response):
    return response.get_data(as_text=True).replace("<wbr>", "")


def rows(model, **where):
    with db.read_session() as session:
        return session.scalars(select(model).filter_by(**where)).all()


def versions():
    with db.read_session() as session:
        return session.scalar(select(func.count()).select_from(LawVersion))


def tier_of(code, **where):
    """The tier a bureau has entered for this row."""
    with db.read_session() as session:
        (found,) = queries.by_codes(session, [code])
        return session.scalars(select(DiscretionTier).filter_by(entry_id=found.id, **where)).one()


def typed(code, **changes):
    """What the form of this row sends when nothing else is touched."""
    with db.read_session() as session:
        (found,) = queries.by_codes(session, [code])
    form = LawForm.of(found.entry)
    steps = {
        f"{prefix(number)}{name}": value
        for number, step in enumerate(form.steps) for name, value in step.raw.items()
    }  # fmt: skip
    sent = {**form.main.raw, **steps, "seen": str(found.number), "reason": "对照官方文本核对", **changes}
    return {name: value for name, value in sent.items() if value}


def error_at(response, field):
    """The sentence that stands under a field."""
    tree = html5lib.parse(text(response), namespaceHTMLElements=False)
    (found,) = tree.findall(f".//p[@id='f-{field}-error']")
    return "".join(found.itertext()).strip()


# --- finding ------------------------------------------------------------------------------------------------

FOUND = [
    ("如实记录", {"LB02"}), ("LB12", {"LB12"}), ("lb12", {"LB12"}), ("97(4)", {"LB02"}),
    ("九十七条第四项", {"LB02"}), ("培训 备案", {"LD01"}),
]  # fmt: skip


@pytest.mark.parametrize(("words", "codes"), FOUND)
def test_a_row_is_found_by_any_of_its_words_its_code_or_its_article(legal, words, codes):
    shown = set(re.findall(r"L[BD][0-9]{2}", seen(legal.get("/laws", query_string={"q": words}))))
    assert codes <= shown
    assert len(shown) < len(ENTRIES) / 4


def test_typing_gets_the_list_alone(legal):
    answer = legal.get("/laws?q=如实记录", htmx=True)
    assert text(answer).lstrip().startswith('<div id="laws"')


def test_nothing_found_says_what_to_try(legal):
    page = text(legal.get("/laws?q=量子"))
    assert "没有找到符合条件的条目" in page and "清除搜索和筛选" in page


def test_the_list_is_narrowed_to_a_kind_of_subject(legal):
    page = seen(legal.get("/laws?subject=INSTITUTION"))
    assert "LB12" in page and "LB18" not in page


STRANGE = ["<script>alert(1)</script>", "%_\\", "\x00", "97(" * 40, "0" * 5000]


def test_whatever_is_typed_into_the_search_finds_nothing_quietly(legal):
    asked = [{"q": words, "subject": words, "day": words} for words in STRANGE]
    answers = [legal.get("/laws", query_string=one) for one in asked]
    assert [answer.status_code for answer in answers] == [200] * len(STRANGE)
    assert [answer for answer in answers if "<script>alert" in text(answer)] == []


# --- the day of the act -------------------------------------------------------------------------------------


def test_a_row_is_in_force_to_its_last_day_and_gone_the_day_after(legal, law):
    last, after = (seen(legal.get(f"{law('LB20')}?day={day}")) for day in ("2026-05-31", "2026-06-01"))
    assert "不能引用" not in last and "10,000元以下" in last
    assert "这一条只适用到2026年5月31日，不能引用。请改查LB23。" in after


def test_a_row_is_not_cited_before_its_first_day(legal, law):
    page = seen(legal.get(f"{law('LB23')}?day=2026-05-31"))
    assert "这一条自2026年6月1日起才施行，不能引用" in page
    assert SUM.search(page) is None


def test_the_list_marks_every_row_for_the_day_of_the_act(legal):
    assert "尚未施行" in seen(legal.get("/laws?q=LB23&day=2026-05-31"))
    assert "已失效" in seen(legal.get("/laws?q=LB20&day=2026-06-01"))


def test_a_lawful_change_between_act_and_decision_is_for_a_person_to_weigh(legal, law):
    page = seen(legal.get(f"{law('LB21')}?day=2026-05-01&decision=2026-07-01"))
    assert "10,000元至30,000元" in page and "从旧兼从轻" in page and "无法比较轻重" in page


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("day=2026-07-01&decision=2026-06-01", "作出决定日早于行为发生日，请核对。"),
        ("day=昨天", "行为发生日不是有效日期"),
    ],
)
def test_an_impossible_day_is_told_at_its_field(legal, law, asked, sentence):
    answer = legal.get(f"{law('LB02')}?{asked}")
    assert error_at(answer, asked.split("&")[-1].split("=")[0]).startswith(sentence)


def test_an_overdue_order_leads_to_the_second_step(legal, law):
    answer = legal.get(f"{law('LB02')}?day=2026-11-01&overdue=on", htmx=True)
    assert "100,000元至200,000元" in seen(answer) and "100,000元以下" not in seen(answer)


# --- no sum where the law names none ------------------------------------------------------------------------

NO_FINE = sorted(one.code for one in ENTRIES if one.kind is Kind.NO_FINE)


def test_a_duty_without_a_national_fine_says_so_and_offers_none(legal, law):
    pages = {code: seen(legal.get(law(code))) for code in NO_FINE}
    assert [
        code for code, page in pages.items() if "国家没有对这一行为规定罚款，不得罚款。" not in page
    ] == []
    assert {code: SUM.findall(page) for code, page in pages.items()} == {code: [] for code in NO_FINE}


def test_a_sum_nobody_has_confirmed_is_not_offered(legal, law):
    answer = legal.get(law("LB05"), htmx=True)
    assert "这一条的金额待本单位确认，现在不提供金额" in seen(answer)
    assert SUM.findall(seen(answer)) == []


@pytest.mark.parametrize("code", ["LD01", "LB19"])
def test_no_fine_can_be_typed_into_a_row_that_has_none(legal, law, code):
    step = {
        "phase": "FIRST",
        "target": "UNIT",
        "measures": ["FINE"],
        "max_yuan": "5万",
        "confidence": "CHECKED",
    }
    last = len(BY_CODE[code].tiers)
    sent = typed(code) | {f"{prefix(last)}{name}": value for name, value in step.items()}
    answer = legal.post(f"{law(code)}/versions", sent)
    assert answer.status_code == 422
    assert error_at(answer, "kind").endswith("的条目不能填写罚款数额。请删去金额。")


# --- editing ------------------------------------------------------------------------------------------------


def test_an_edit_is_a_new_version_with_who_when_why_and_both_texts(legal, law):
    answer = legal.post(f"{law('LB14')}/versions", typed("LB14", violation="未建立培训档案"))
    assert answer.headers["Location"].endswith(law("LB14"))
    assert "未建立培训档案" in seen(legal.get(law("LB14")))
    history = seen(legal.get(f"{law('LB14')}/versions"))
    for words in ("文正清", "2026年11月21日 14:05", "对照官方文本核对", "第2版", "第1版", "现行版本"):
        assert words in history
    assert BY_CODE["LB14"].violation in history


def test_two_editors_at_once_see_both_texts_and_the_second_decides(legal, law, browser_of):
    first, second = typed("LB14", note="先保存的说明"), typed("LB14", note="后保存的说明")
    assert legal.post(f"{law('LB14')}/versions", first).status_code == 303
    answer = browser_of(LEGAL).post(f"{law('LB14')}/versions", second)
    assert answer.status_code == 409
    assert "先保存的说明" in text(answer) and "后保存的说明" in text(answer)
    assert "文正清在2026年11月21日 14:05已修改这条记录" in text(answer)
    assert 'name="seen" value="2"' in text(answer)
    assert legal.post(f"{law('LB14')}/versions", second | {"seen": "2"}).status_code == 303
    assert "后保存的说明" in seen(legal.get(law("LB14")))


def test_saving_without_a_change_is_told_and_makes_no_version(legal, law):
    before = versions()
    answer = legal.post(f"{law('LB14')}/versions", typed("LB14"))
    assert answer.status_code == 409
    assert "内容没有变化，没有保存。" in text(answer)
    assert versions() == before


def test_the_order_in_which_words_are_ticked_is_no_change(legal, law):
    sent = typed("LB14")
    ticked = {name: one[::-1] for name, one in sent.items() if name.endswith(("measures", "subjects"))}
    assert any(len(one) > 1 for one in ticked.values())
    assert legal.post(f"{law('LB14')}/versions", sent | ticked).status_code == 409


FIRST = prefix(0)
REFUSED = [
    ({"reason": ""}, "reason", "请填写修改原因。"),
    ({"violation": ""}, "violation", "请填写违法行为。"),
    ({"subjects": []}, "subjects", "请至少选择一项对象。"),
    ({"source": ""}, "source", "请填写来源。"),
    ({"valid_to": "2015-01-01"}, "valid_to", "失效日期早于施行日期。请核对两个日期。"),
    ({"valid_from": ""}, "valid_from", "有罚款数额的条目要写明施行日期。请补齐。"),
    ({"penalty_clause": ""}, "penalty_clause", "有罚款数额的条目要写明处罚所依据的法规和条号。请补齐。"),
    ({"penalty_instrument": "NO"}, "penalty_instrument", "请从列表中选择法规。"),
    ({"see": "第九十七条"}, "see", "相关条目里的“第九十七条”不是条目号，请写成LB01的样子，用顿号隔开。"),
    ({f"{FIRST}max_yuan": "很多"}, f"{FIRST}max_yuan", "最高数额（元）请用数字填写，例如100000或者10万。"),
    ({f"{FIRST}max_yuan": "2000000000"}, f"{FIRST}max_yuan", "最高数额（元）应在1元到100,000,000元之间"),
    ({f"{FIRST}min_yuan": "20万"}, f"{FIRST}max_yuan", "最低数额大于最高数额。请核对。"),
    ({f"{FIRST}min_yuan": "1万", f"{FIRST}max_yuan": ""}, f"{FIRST}max_yuan", "只填了最低数额。"),
    ({f"{FIRST}min_percent": "10"}, f"{FIRST}max_percent", "只填了最低比例。请填写最高比例。"),
    ({f"{FIRST}max_percent": "200"}, f"{FIRST}max_percent", "年收入最高比例（%）"),
    ({f"{FIRST}measures": []}, f"{FIRST}measures", "请选择措施。"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "field", "sentence"), REFUSED)
def test_a_refusal_stands_under_its_field_and_what_was_typed_stays(legal, law, changed, field, sentence):
    before = versions()
    answer = legal.post(f"{law('LB14')}/versions", typed("LB14", note="写了很久的说明", **changed))
    assert answer.status_code == 422
    assert error_at(answer, field).startswith(sentence)
    assert "写了很久的说明" in text(answer)
    assert versions() == before


def test_a_confirmation_needs_a_sum_to_confirm(legal, law):
    answer = legal.post(f"{law('LB23')}/versions", typed("LB23", confirmed="on"))
    assert answer.status_code == 422
    assert error_at(answer, "confirmed") == "没有金额可以确认。请先填写法定罚款幅度，再勾选已核对。"


def test_a_confirmed_sum_is_offered_from_then_on(legal, law):
    assert legal.post(f"{law('LB05')}/versions", typed("LB05", confirmed="on")).status_code == 303
    assert "100,000元以下" in seen(legal.get(law("LB05"), htmx=True))


def test_a_step_is_added_and_taken_away(legal, law):
    last = prefix(len(BY_CODE["LB14"].tiers))
    step = {
        "phase": "OVERDUE",
        "target": "UNIT",
        "measures": ["FINE"],
        "max_yuan": "8万",
        "confidence": "CHECKED",
    }
    legal.post(
        f"{law('LB14')}/versions", typed("LB14", **{f"{last}{name}": one for name, one in step.items()})
    )
    assert "80,000元以下" in seen(legal.get(law("LB14")))
    legal.post(f"{law('LB14')}/versions", typed("LB14", **{f"{last}remove": "on"}))
    assert "80,000元以下" not in seen(legal.get(law("LB14")))


def test_a_row_of_the_bureaus_own_is_added(legal):
    sent = typed("LB14", violation="地方条例规定的行为", reason="地方性法规") | {"seen": "0"}
    answer = legal.post("/laws", sent)
    assert answer.status_code == 303
    page = seen(legal.get(answer.headers["Location"]))
    assert "BD01" in page and "地方条例规定的行为" in page
    assert legal.post("/laws", sent | {"source": ""}).status_code == 422


# --- who may ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("login", OTHERS)
def test_others_of_a_bureau_read_and_are_told_who_edits(law, browser_of, login):
    browser, before = browser_of(login), versions()
    page = text(browser.get(law("LB14")))
    assert "修改条目" not in page and "登记裁量档次" not in page
    sends = (
        browser.get(f"{law('LB14')}/edit"), browser.get("/laws/new"),
        browser.post(f"{law('LB14')}/versions", typed("LB14", note="不该写入")),
        browser.post("/laws", typed("LB14")), browser.post(f"{law('LB02')}/tiers", TIER),
    )  # fmt: skip
    assert [answer.status_code for answer in sends] == [403] * len(sends)
    assert versions() == before
    assert rows(DiscretionTier, source=TIER["source"]) == []


@pytest.mark.parametrize("login", ["jingban", "xitong", "anquan", "shenji"])
def test_nobody_outside_a_bureau_reads_the_catalogue(law, browser_of, login):
    browser, row = browser_of(login), law("LB14")
    paths = ("/laws", "/laws/instruments", row, f"{row}/versions", f"{row}/edit")
    assert [browser.get(path).status_code for path in paths] == [403] * len(paths)


def test_a_visitor_is_asked_to_sign_in(law, browser_of):
    answer = browser_of(None).get(law("LB14"))
    assert answer.status_code == 303 and "/login" in answer.headers["Location"]


def test_an_unknown_row_is_not_there(legal):
    for path in ("", "/edit", "/versions", "/tiers/new"):
        answer = legal.get(f"/laws/{uuid.uuid4()}{path}")
        assert answer.status_code == 404
        assert "没有找到这条记录。请回到列表重新选择。" in text(answer)


# --- discretion tiers ---------------------------------------------------------------------------------------


def test_a_tier_is_entered_switched_on_and_off_again(legal, law):
    assert legal.post(f"{law('LB02')}/tiers", TIER).status_code == 303
    row = tier_of("LB02", source=TIER["source"])
    assert "20,000元以下" in seen(legal.get(law("LB02"))) and row.enabled is False
    use = f"/laws/tiers/{row.id}/use"
    assert legal.post(use, {"on": "1"}).status_code == 303
    assert tier_of("LB02", source=TIER["source"]).enabled is True
    again = legal.post(use, {"on": "1"})
    assert again.status_code == 409 and "这一档已经启用。" in text(again)
    assert legal.post(use, {"on": "0"}).status_code == 303
    assert tier_of("LB02", source=TIER["source"]).enabled is False


def test_a_corrected_tier_keeps_its_old_bounds_in_the_history(legal, law):
    legal.post(f"{law('LB02')}/tiers", TIER)
    row = tier_of("LB02", source=TIER["source"])
    changed = TIER | {"max_yuan": "3万", "seen": str(row.version), "reason": "省里调整"}
    assert legal.post(f"/laws/tiers/{row.id}", changed).status_code == 303
    history = seen(legal.get(f"{law('LB02')}/versions"))
    assert "20,000元以下" in history and "30,000元以下" in history and "省里调整" in history
    stale = legal.post(f"/laws/tiers/{row.id}", changed | {"max_yuan": "4万"})
    assert stale.status_code == 409 and "刚才有人改过这一档" in text(stale)


def test_an_example_from_elsewhere_is_never_put_to_use(legal, law):
    example = {
        name: getattr(EXAMPLES[0], name) for name in ("source", "above", "phase", "target", "max_yuan")
    }
    row = tier_of(EXAMPLES[0].code, **example)
    for path, sent in (("/use", {"on": "1"}), ("", TIER | {"seen": "1"})):
        answer = legal.post(f"/laws/tiers/{row.id}{path}", sent)
        assert answer.status_code == 409
        assert "这是外地公开资料中的示例，不能启用或修改。" in text(answer)


REFUSED_TIERS = [
    ({"max_yuan": "11万"}, "max_yuan", "这一档超出法定罚款幅度，不能保存。"),
    ({"target": "PERSON"}, "max_yuan", "这一档超出法定罚款幅度，不能保存。"),
    ({"max_yuan": ""}, "max_yuan", "请填写最高数额（元）。"),
    ({"min_yuan": "3万"}, "max_yuan", "最低数额大于最高数额。请核对。"),
    ({"above": "30"}, "up_to", "数量的下限不小于上限。请核对。"),
    ({"valid_to": "2026-01-01"}, "valid_to", "失效日期早于施行日期。"),
    ({"reason": ""}, "reason", "请填写修改原因。"),
    ({"quantity": "很多"}, "quantity", "请从列表中选择衡量什么。"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "field", "sentence"), REFUSED_TIERS)
def test_a_tier_outside_the_law_is_refused_at_its_field(legal, law, changed, field, sentence):
    answer = legal.post(f"{law('LB02')}/tiers", TIER | changed)
    assert answer.status_code == 422
    assert error_at(answer, field).startswith(sentence)
    assert rows(DiscretionTier, source=TIER["source"]) == []


# --- laws with their days -----------------------------------------------------------------------------------


@pytest.fixture
def instrument(law):
    (row,) = rows(LawInstrument, code="AF2021")
    return row


def test_what_is_known_of_a_law_is_corrected_and_told(legal, instrument):
    path = f"/laws/instruments/{instrument.id}"
    assert f'value="{instrument.title}"' in text(legal.get(f"{path}/edit"))
    sent = INSTRUMENT | {"seen": "1", "repealed_from": "2026-11-01"}
    assert legal.post(path, sent).status_code == 303
    page = seen(legal.get("/laws/instruments"))
    assert "2026年11月1日失效" in page
    with db.read_session() as session:
        line = ledger.history(session, *instrument.chain())[-1]
    assert (line.act, line.by_name, line.detail["reason"]) == ("修改法规", "文正清", "对照公报核对")
    stale = legal.post(path, sent)
    assert stale.status_code == 409 and "刚才有人改过这部法规" in text(stale)


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"title": ""}, "title", "请填写名称。"),
        ({"repealed_from": "2021-09-01"}, "repealed_from", "失效日期早于施行日期。"),
        ({"in_force_from": "昨天"}, "in_force_from", "施行日期"),
        ({"reason": ""}, "reason", "请填写修改原因。"),
    ],
)
def test_a_law_is_not_saved_with_impossible_days(legal, instrument, changed, field, sentence):
    answer = legal.post(f"/laws/instruments/{instrument.id}", INSTRUMENT | {"seen": "1"} | changed)
    assert answer.status_code == 422
    assert error_at(answer, field).startswith(sentence)
    assert rows(LawInstrument, code="AF2021")[0].version == 1


@pytest.mark.parametrize("login", OTHERS)
def test_laws_are_read_by_all_and_corrected_by_few(instrument, browser_of, login):
    browser = browser_of(login)
    page = text(browser.get("/laws/instruments"))
    assert len(INSTRUMENTS) > 20 and f"共{len(INSTRUMENTS)}部" in page
    assert f"/laws/instruments/{instrument.id}/edit" not in page
    answer = browser.post(f"/laws/instruments/{instrument.id}", INSTRUMENT | {"seen": "1"})
    assert answer.status_code == 403


# --- newer shipped texts ------------------------------------------------------------------------------------


@pytest.fixture
def offer(law, monkeypatch):
    """A newer text of LB14 has come with an update."""
    newer = [replace(one, note="新版说明") if one.code == "LB14" else one for one in ENTRIES]
    monkeypatch.setattr(loading, "ENTRIES", tuple(newer))
    with db.write_session() as session:
        actions.load_catalogue(session, by=None, at=NOW)
    with db.read_session() as session:
        ((_, version),) = queries.offered(session)
    return f"{law('LB14')}/versions/{version.id}"


def test_a_newer_text_is_announced_and_adopted(legal, law, offer):
    assert "系统目录有1条新内容" in seen(legal.get("/laws"))
    assert legal.post(f"{offer}/adoption", {"seen": "1"}).status_code == 303
    assert "新版说明" in seen(legal.get(law("LB14")))


def test_a_newer_text_is_declined_once(legal, law, offer):
    assert legal.post(f"{offer}/refusal").status_code == 303
    assert "未采用" in seen(legal.get(f"{law('LB14')}/versions"))
    again = legal.post(f"{offer}/adoption", {"seen": "1"})
    assert again.status_code == 409 and "这个版本已经处理过。" in text(again)


def test_a_newer_text_is_decided_by_editors_and_under_its_own_row(legal, law, offer, browser_of):
    for login in OTHERS:
        assert browser_of(login).post(f"{offer}/adoption", {"seen": "1"}).status_code == 403
    elsewhere = offer.replace(law("LB14"), law("LB02"))
    assert legal.post(f"{elsewhere}/adoption", {"seen": "1"}).status_code == 404
