"""Numbers that name a person, a company or a telephone: is it well formed, and if not, what exactly is wrong?

ID numbers follow GB 11643, unified social credit codes GB 32100 with the body code of GB 11714 inside.
"""

import re
from datetime import date

from inspectapp.shared.text import clean, is_digits

# GB/T 2260 ends the county codes of a city at 81-89: xxxx99 names no place, so such a number is nobody's.
UNUSED_AREA = "140599"

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(3**place % 31 for place in range(17))
_BODY_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LIKELY_MEANT = {"I": "数字1", "O": "数字0", "Z": "数字2", "S": "数字5", "V": "字母U"}
_AGAIN = "请对照证件重新填写。"
_LANDLINE = re.compile("(0[1-9][0-9]{1,2})-?([2-9][0-9]{6,7})(?:[-转]([0-9]{1,6}))?")


class BadIdentifier(ValueError):
    """A number that cannot be right; the sentence tells the person who typed it why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def check_id_number(text: str, today: date) -> str:
    """The 身份证号 in its one written form."""
    number = _compact(text)
    _refuse(not number, "没有填写身份证号。请填写18位身份证号。")
    _refuse(len(number) == 15, "这是15位的旧身份证号，已停止使用。请填写换发后的18位号码。")
    _refuse(len(number) < 18, f"身份证号应为18位，这里只有{len(number)}位。{_AGAIN}")
    _refuse(len(number) > 18, f"身份证号应为18位，这里有{len(number)}位。{_AGAIN}")
    _only_digits(number[:17], "身份证号前17位只能是数字")
    _refuse(number[17] not in "0123456789X", f"身份证号末位只能是数字或字母X，这里是“{number[17]}”。{_AGAIN}")
    _check_birthday(number[6:14], today)
    _refuse(number[17] != _id_check(number), f"身份证号与末位校验码不符，其中有数字填错。{_AGAIN}")
    return number


def make_id_number(area: str, birthday: date, serial: int) -> str:
    """A number that passes the check, for invented people; use UNUSED_AREA so that it is nobody's."""
    body = f"{area}{birthday:%Y%m%d}{serial:03d}"
    if len(body) != 17 or not is_digits(body):
        raise ValueError("an area has 6 digits, a serial 1 to 3")
    return body + _id_check(body)


def birthday_of(id_number: str) -> date:
    """The day of birth written in a checked ID number."""
    return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))


def sex_of(id_number: str) -> str:
    """男 or 女, by the last digit of the serial."""
    return "男" if int(id_number[16]) % 2 else "女"


def check_credit_code(text: str) -> str:
    """The 统一社会信用代码 in its one written form."""
    code = _compact(text)
    _refuse(not code, "没有填写统一社会信用代码。请按营业执照填写18位代码。")
    _refuse(len(code) != 18, f"统一社会信用代码应为18位，这里有{len(code)}位。请对照营业执照核对。")
    for place, sign in enumerate(code, start=1):
        _refuse(sign not in _CREDIT_SIGNS, _stray_sign(place, sign))
    _refuse(not is_digits(code[2:8]), "统一社会信用代码第3至8位是行政区划，只能是数字。请对照营业执照核对。")
    _refuse(
        code[16] != _body_check(code[8:16]),
        "统一社会信用代码第9至17位（主体标识码）有误。请对照营业执照核对。",
    )
    _refuse(
        code[17] != _credit_check(code),
        "统一社会信用代码与末位校验码不符，其中有一位填错。请对照营业执照核对。",
    )
    return code


def make_credit_code(area: str, body: str, *, authority: str = "9", entity: str = "1") -> str:
    """A code that passes the check, for invented companies: area of 6 digits, body of 8 signs."""
    code = f"{authority}{entity}{area}{body}"
    if len(code) != 16 or not is_digits(area) or set(code) - set(_CREDIT_SIGNS):
        raise ValueError("an area has 6 digits, a body 8 signs of GB 32100")
    code += _body_check(body)
    return code + _credit_check(code)


def check_mobile(text: str) -> str:
    """A mobile number: 11 digits, without +86."""
    number = re.sub("^(?:[+]|00)?86(?=1[0-9]{10}$)", "", _compact(text))
    _refuse(not number, "没有填写手机号。请填写11位手机号。")
    _only_digits(number, "手机号只能是数字")
    _refuse(len(number) != 11, f"手机号应为11位，这里有{len(number)}位。请核对后重新填写。")
    _refuse(not re.match("1[3-9]", number), "手机号应以13至19开头。请核对后重新填写。")
    return number


def check_phone(text: str) -> str:
    """A mobile number, or a landline with its area code as 0356-2023456 or 0356-2023456-801."""
    number = _compact(text, keep="-转")
    if not number.startswith("0") or number.startswith("0086"):
        return check_mobile(number)
    found = _LANDLINE.fullmatch(number.replace("--", "-"))
    if found is None:
        raise BadIdentifier("座机号应为区号加7至8位号码，如0356-2023456。请核对后重新填写。")
    return "-".join(part for part in found.groups() if part)


def _compact(text: str, *, keep: str = "") -> str:
    dashes = "" if "-" in keep else "-"
    plain = re.sub("[－–—‐‑−]", "-", clean(text)).upper()
    return "".join(sign for sign in plain if sign != " " and sign not in dashes)


def _refuse(wrong: bool, sentence: str) -> None:
    if wrong:
        raise BadIdentifier(sentence)


def _only_digits(text: str, rule: str) -> None:
    for place, sign in enumerate(text, start=1):
        _refuse(sign not in "0123456789", f"{rule}，第{place}位是“{sign}”。请核对后重新填写。")


def _check_birthday(written: str, today: date) -> None:
    year, month, day = written[:4], written[4:6], written[6:]
    spoken = f"{year}年{month}月{day}日"
    try:
        born = date(int(year), int(month), int(day))
    except ValueError as error:
        raise BadIdentifier(f"身份证号中的出生日期{spoken}不存在。{_AGAIN}") from error
    _refuse(born > today, f"身份证号中的出生日期{spoken}还没有到。{_AGAIN}")
    _refuse(today.year - born.year > 130, f"身份证号中的出生日期{spoken}过早。{_AGAIN}")


def _stray_sign(place: int, sign: str) -> str:
    rule, hint = "只有数字和大写字母", ""
    if sign in _LIKELY_MEANT:
        rule, hint = "不使用字母I、O、S、V、Z", f"，可能是{_LIKELY_MEANT[sign]}"
    return f"统一社会信用代码{rule}，第{place}位是“{sign}”{hint}。请对照营业执照核对。"


def _id_check(number: str) -> str:
    return _ID_CHECKS[sum(int(sign) * weight for sign, weight in zip(number, _ID_WEIGHTS, strict=False)) % 11]


def _body_check(body: str) -> str:
    total = sum(_BODY_SIGNS.index(sign) * weight for sign, weight in zip(body, _BODY_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def _credit_check(code: str) -> str:
    total = sum(
        _CREDIT_SIGNS.index(sign) * weight for sign, weight in zip(code, _CREDIT_WEIGHTS, strict=False)
    )
    return _CREDIT_SIGNS[-total % 31]
