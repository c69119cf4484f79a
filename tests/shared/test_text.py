"""What an inspector types arrives once, clean, and looks the same everywhere afterwards."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectapp.shared.text import (
    clean,
    digits_only,
    is_digits,
    mask_id,
    mask_name,
    mask_numbers,
    mask_phone,
    showable,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  张三  ", "张三"),
        ("张三\u3000丰", "张三 丰"),
        ("１３８ＡＢｃｄ", "138ABcd"),
        (
            "责令整改，限期（30日）：“整改”；〔2026〕12号？！。",
            "责令整改，限期（30日）：“整改”；〔2026〕12号？！。",
        ),
        ("一楼\n二楼\t三楼", "一楼 二楼 三楼"),
        ("a\x00b\x07c\x85d\x9fe", "abc de"),
        ("坏\ud800字\udfff", "坏字"),
        ("发票\u202egpj.exe", "发票gpj.exe"),
        ("张\u200b三\ufeff\u2060\u200d", "张三"),
        ("e\u0301cole", "\xe9cole"),
        ("Ａ\u0301", "\xc1"),
        ("镕㛃䶮𬭚", "镕㛃䶮𬭚"),
        ("\u3164\u2800", ""),
        ("nan\ufffe\U0001ffff", "nan"),
    ],
)
def test_one_line_is_cleaned(typed, kept):
    assert clean(typed) == kept


def test_an_opinion_keeps_its_lines_but_not_a_heap_of_empty_ones():
    assert clean("\n\n 第一条 \r\n第二条\u2028\n\n\n\n第三条\n ", lines=True) == "第一条\n第二条\n\n第三条"


@given(ANY_TEXT, st.booleans())
def test_cleaning_twice_changes_nothing_more(typed, lines):
    once = clean(typed, lines=lines)
    assert clean(once, lines=lines) == once


@given(ANY_TEXT, st.booleans())
def test_nothing_unseen_survives(typed, lines):
    kept = clean(typed, lines=lines)
    assert not {unicodedata.category(sign) for sign in kept.replace("\n", "")} & {"Cc", "Cs"}
    assert not set(kept) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200c\u200d\ufeff")
    assert kept == kept.strip()
    assert kept.encode().decode() == kept


@given(st.text(st.characters(categories=["Lo"], min_codepoint=0x4E00, max_codepoint=0x9FFF)))
def test_chinese_characters_pass_untouched(typed):
    assert clean(typed) == typed


def test_every_formatting_mark_that_unicode_knows_is_dropped():
    marks = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Cf"]
    shown_in_scripts_of_others = [mark for mark in marks if clean(f"张{mark}三") != "张三"]
    assert all(
        0x0890 <= ord(mark) <= 0x08E2 or 0x110BD <= ord(mark) <= 0x1343F
        for mark in shown_in_scripts_of_others
    )


def test_digits_are_the_ten_on_the_keyboard():
    assert digits_only("138 0013-８０００") == "13800138000"
    assert is_digits("0123456789")
    assert not is_digits("12²")
    assert not is_digits("٣٤")
    assert not is_digits("")


@pytest.mark.parametrize(
    ("whole", "masked"),
    [
        ("11010519491231002X", "110***********002X"),
        ("T11010519491231002X", "T110***********002X"),
        ("1234567", "*******"),
        ("", ""),
    ],
)
def test_id_numbers_are_masked(whole, masked):
    assert mask_id(whole) == masked


def test_phones_are_masked():
    assert mask_phone("13812341234") == "138****1234"
    assert mask_phone("110") == "***"


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张三", "张某"), ("张三丰", "张某某"), ("欧阳修", "欧阳某"), ("欧阳", "欧某"), ("张", "某"), ("", ""),
     ("买买提·阿卜杜拉", "买某某")],
)  # fmt: skip
def test_names_are_masked(name, masked):
    assert mask_name(name) == masked


def test_numbers_inside_a_sentence_are_masked():
    said = "张三（11010519491231002x）电话13812341234，合同号138123412345"
    assert mask_numbers(said) == "张三（110***********002x）电话138****1234，合同号138123412345"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("１３８　张三 ", "１３８　张三 "),
        ("a\x00b\x1bc\ufffe", "abc"),
        ("一\r\n二\x85三", "一\n二\n三"),
        ("\u202e反", "反"),
    ],
)
def test_what_is_shown_again_keeps_every_visible_sign(typed, shown):
    assert showable(typed) == shown
