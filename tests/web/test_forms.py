"""What is typed becomes clean values, or a sentence under its field with every keystroke kept."""

import re
from datetime import date
from decimal import Decimal
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from inspectapp.web.forms import Checked, Choice, Day, Form, Number, Several, Text

FEW = hypothesis_settings(max_examples=60, derandomize=True, deadline=None, database=None)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


class Way(Enum):
    DOCUMENTS = "查资料"
    PEOPLE = "问人员"


class VisitForm(Form):
    """One field of each kind."""

    name = Text("名称", required=True, max_length=10)
    note = Text("说明", lines=True)
    way = Choice("方式", words=Way)
    ways = Several("检查方式", words=Way, required=True)
    day = Day("日期")
    count = Number("人数", low=0, high=500)
    hours = Number("学时", places=1)
    agreed = Checked("已核对")

    def check(self):
        if self.values.get("count") == 0 and self.values.get("agreed"):
            self.fail("count", "没有人时不能核对。请填写人数。")


NO_NUMBERS = (
    "三", "1e3", "1e999999", "1_000", "٣", "²", "NaN", "Infinity", "0x10", "3.5", "9" * 60, "--1", "1 2",
)  # fmt: skip
GOOD = {"name": "张三", "ways": "PEOPLE"}


def read(**typed):
    return VisitForm.read(MultiDict(GOOD | typed))


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("name", "  张\u3000三 ", "张 三"),
        ("name", "１２３ＡＢｃ", "123ABc"),
        ("name", "张\x00三\x07", "张三"),
        ("name", "\u202e张三\u2066", "张三"),
        ("name", "张\u200b三\ufeff", "张三"),
        ("name", "一\r\n二", "一 二"),
        ("note", "一\r\n二\n\n\n\n三", "一\n二\n\n三"),
        ("note", "\x00", ""),
        ("way", "PEOPLE", Way.PEOPLE),
        ("way", "", None),
        ("ways", ["PEOPLE", "DOCUMENTS", "PEOPLE"], [Way.PEOPLE, Way.DOCUMENTS]),
        ("day", "2026-11-21", date(2026, 11, 21)),
        ("day", "２０２６-１１-２１", date(2026, 11, 21)),
        ("day", "", None),
        ("count", "４２", 42),
        ("count", "0500", 500),
        ("count", "", None),
        ("hours", "3.5", Decimal("3.5")),
        ("agreed", "on", True),
        ("agreed", "", False),
    ],
)
def test_good_input_becomes_a_clean_value(field, typed, value):
    form = read(**{field: typed})
    assert form.ok, form.errors
    assert form.values[field] == value


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "请填写名称。"),
        ("name", "\u200b\u3000\x00", "请填写名称。"),
        ("name", "长" * 11, "名称最多10个字，现在有11个字。请缩短后再保存。"),
        ("way", "people", "请从列表中选择方式。"),
        ("way", "__class__", "请从列表中选择方式。"),
        ("ways", "", "请至少选择一项检查方式。"),
        ("ways", ["PEOPLE", "SPYING"], "请从列表中选择检查方式。"),
        *[
            ("day", typed, "日期不是有效日期，请按“2026-01-31”的样子填写。")
            for typed in ("2026-02-30", "明天", "0001-01-01", "9999-12-31", "2026-11-21T00:00")
        ],
        *[
            ("count", typed, "人数请填写整数。")
            for typed in NO_NUMBERS
        ],
        ("count", "-1", "人数应在0到500之间。"),
        ("count", "501", "人数应在0到500之间。"),
        ("hours", "3.55", "学时请填写数字。"),
        ("hours", "9" * 15, "学时应在-2000000000到2000000000之间。"),
    ],
)  # fmt: skip
def test_bad_input_is_explained_under_its_field_and_kept(field, typed, sentence):
    form = read(**{field: typed})
    assert form.errors == {field: sentence}
    assert form.raw[field] == kept_of(field, typed)
    assert field not in form.values


def kept_of(field, typed):
    """Everything typed, apart from what nobody can see."""
    seen = [re.sub("[\x00\u200b]", "", one) for one in (typed if isinstance(typed, list) else [typed])]
    return seen if VisitForm.fields[field].many else seen[0]


def test_questions_over_several_fields_come_last_and_never_hide_the_first_sentence():
    assert read(count="0", agreed="on").errors == {"count": "没有人时不能核对。请填写人数。"}
    form = read(count="x", agreed="on")
    form.fail("count", "另一句。")
    assert form.errors == {"count": "人数请填写整数。"}


def test_fields_nobody_declared_are_ignored():
    form = read(role="SYSTEM", id="1", __class__="x")
    assert form.ok
    assert set(form.values) == set(VisitForm.fields)


def test_a_stored_thing_goes_into_the_form_and_comes_out_the_same():
    stored = {
        "name": "张三", "note": "一\n二", "way": Way.PEOPLE, "ways": [Way.DOCUMENTS],
        "day": date(2026, 1, 31), "count": 12, "hours": Decimal("2.5"), "agreed": True,
    }  # fmt: skip
    shown = VisitForm.of(stored)
    assert VisitForm.read(MultiDict(shown.raw)).values == stored


@FEW
@given(st.sampled_from(sorted(VisitForm.fields)), ANY_TEXT)
def test_whatever_is_typed_gives_a_value_or_a_sentence(field, typed):
    form = read(**{field: typed})
    assert (field in form.values) != (field in form.errors)
    for sentence in form.errors.values():
        assert sentence.endswith("。")
    if isinstance(value := form.values.get(field), str):
        assert value == value.strip() and "\x00" not in value and value.encode()


@FEW
@given(st.text("0123456789.-+eE_ ", max_size=40))
def test_whatever_looks_like_a_number_is_read_exactly_or_refused(typed):
    form = read(hours=typed)
    if form.ok and form.values["hours"] is not None:
        assert form.values["hours"] == Decimal(typed.strip())
        assert abs(form.values["hours"]) <= 2_000_000_000


NEW_UNIT = {"kind": "INSTITUTION", "sector": "OTHER", "supervision": "COUNTY", "address": "澄溪县东街１号"}


def test_a_refused_page_comes_back_with_what_was_typed(caller):
    answer = caller("zhifa1").post("/subjects", NEW_UNIT | {"name": "", "credit_code": "写错了"})
    assert answer.status_code == 422
    assert "澄溪县东街１号" in answer.text
    assert "写错了" in answer.text


def test_htmx_gets_the_form_alone_with_what_was_typed_but_never_a_password(caller):
    answer = caller().post("/sign-ins", {"login": "张三" * 21, "password": "mima-7741"}, htmx=True)
    assert answer.status_code == 422
    assert "张三" * 21 in answer.text
    assert "mima-7741" not in answer.text
    assert "<html" not in answer.text
    assert "HX-Retarget" not in answer.headers


@pytest.mark.parametrize("odd", ["\x00", "\x1b[31m", "\u202e", "\ufffe", "\x85", "<b>&\"'"])
def test_odd_signs_neither_break_the_page_nor_come_alive(caller, odd):
    answer = caller("zhifa1").post("/subjects", NEW_UNIT | {"name": "", "credit_code": f"错{odd}"})
    assert answer.status_code == 422
    assert "<b>&" not in answer.text
    assert "\x00" not in answer.text
