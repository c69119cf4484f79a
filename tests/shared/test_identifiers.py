"""A number typed wrong is refused with the reason; a right one is kept in one form."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectapp.shared.identifiers import (
    UNUSED_AREA,
    BadIdentifier,
    birthday_of,
    check_credit_code,
    check_id_number,
    check_mobile,
    check_phone,
    make_credit_code,
    make_id_number,
    sex_of,
)

TODAY = date(2026, 11, 21)
BODY_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
births = st.dates(date(1900, 1, 1), TODAY)


def sentence_of(check, *given_values):
    with pytest.raises(BadIdentifier) as refused:
        check(*given_values)
    assert str(refused.value) == refused.value.sentence
    return refused.value.sentence


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("11010519491231002X", "11010519491231002X"),
        ("440524188001010014", "440524188001010014"),
        (" 110105 19491231 002x ", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        ("110105-19491231-002X", "11010519491231002X"),
    ],
)
def test_a_right_id_number_is_kept_in_one_form(typed, kept):
    day = date(1990, 1, 1) if kept.startswith("4405241880") else TODAY
    assert check_id_number(typed, day) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "没有填写身份证号"),
        ("1101051949123100X", "身份证号应为18位，这里只有17位"),
        ("11010519491231002XX", "身份证号应为18位，这里有19位"),
        ("110105491231002", "15位的旧身份证号"),
        ("11O10519491231002X", "第3位是“O”"),
        ("11010519491231002Y", "末位只能是数字或字母X，这里是“Y”"),
        ("11010519490231002X", "出生日期1949年02月31日不存在"),
        ("11010520261122002X", "出生日期2026年11月22日还没有到"),
        ("440524188001010014", "出生日期1880年01月01日过早"),
        ("110105194912310021", "与末位校验码不符"),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "第1位是“١”"),
    ],
)
def test_a_wrong_id_number_is_refused_with_its_reason(typed, why):
    assert why in sentence_of(check_id_number, typed, TODAY)


@given(births, st.integers(0, 999))
def test_invented_people_pass_the_check(birthday, serial):
    number = make_id_number(UNUSED_AREA, birthday, serial)
    assert check_id_number(number, TODAY) == number
    assert birthday_of(number) == birthday
    assert sex_of(number) == ("男" if serial % 2 else "女")


@given(births, st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes(birthday, serial, place, shift):
    number = make_id_number(UNUSED_AREA, birthday, serial)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    sentence_of(check_id_number, wrong, TODAY)


def test_somebody_born_today_is_accepted_and_tomorrow_is_not():
    assert check_id_number(make_id_number(UNUSED_AREA, TODAY, 1), TODAY)
    sentence_of(check_id_number, make_id_number(UNUSED_AREA, TODAY + timedelta(days=1), 1), TODAY)


def test_an_area_that_is_too_short_makes_no_number():
    with pytest.raises(ValueError, match="6 digits"):
        make_id_number("1405", TODAY, 1)
    with pytest.raises(ValueError, match="6 digits"):
        make_credit_code("14059", "MA0K1234")


def test_a_right_credit_code_is_kept_in_one_form():
    assert check_credit_code(" 91110000 600037341l ") == "91110000600037341L"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "没有填写统一社会信用代码"),
        ("91110000600037341", "应为18位，这里有17位"),
        ("9111000060003734IL", "第17位是“I”，可能是数字1"),
        ("91110000600037341*", "第18位是“*”"),
        ("9111A000600037341L", "第3至8位是行政区划"),
        ("91110000600037342L", "第9至17位（主体标识码）有误"),
        ("91110000600037341M", "与末位校验码不符"),
    ],
)
def test_a_wrong_credit_code_is_refused_with_its_reason(typed, why):
    assert why in sentence_of(check_credit_code, typed)


@given(st.text(BODY_SIGNS, min_size=8, max_size=8))
def test_invented_companies_pass_the_check(body):
    code = make_credit_code(UNUSED_AREA, body)
    assert check_credit_code(code) == code


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13812341234", "13812341234"),
        ("+86 138 1234 1234", "13812341234"),
        ("0086-138-1234-1234", "13812341234"),
        ("１９９１２３４１２３４", "19912341234"),
    ],
)
def test_mobile_numbers(typed, kept):
    assert check_mobile(typed) == kept
    assert check_phone(typed) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "没有填写手机号"),
        ("1381234123", "应为11位，这里有10位"),
        ("12812341234", "13至19开头"),
        ("1381234123a", "第11位是“A”"),
    ],
)
def test_wrong_mobile_numbers(typed, why):
    assert why in sentence_of(check_mobile, typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0356-2023456", "0356-2023456"),
        ("03562023456", "0356-2023456"),
        ("010－62345678", "010-62345678"),
        ("0356-2023456转801", "0356-2023456-801"),
    ],
)
def test_landlines(typed, kept):
    assert check_phone(typed) == kept


def test_a_landline_without_enough_digits():
    assert "区号" in sentence_of(check_phone, "0356-20234")


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_is_typed_gets_an_answer(typed):
    for check in (check_credit_code, check_mobile, check_phone, lambda text: check_id_number(text, TODAY)):
        try:
            assert check(typed)
        except BadIdentifier as refused:
            assert refused.sentence.endswith("。")
