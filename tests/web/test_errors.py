"""What goes wrong is told in Chinese with what to do, as a page or an alert; nothing of ours leaks."""

import io
import re
from urllib.parse import quote

import pytest

from tests.client import seen

DOOR = "/probe/regions"
HTMX = {"HX-Request": "true"}

#: The status and the sentence that people read.
TOLD = {
    "400": (400, "请刷新页面后再提交一次"),
    "403": (403, "请联系系统管理员"),
    "404": (404, "请回到列表重新选择"),
    "405": (405, "请从页面上的按钮进入"),
    "409": (409, "请刷新页面查看"),
    "413": (413, "请压缩或分开后再上传"),
    "415": (415, "请换一种格式后再上传"),
    "422": (422, "请核对后再填"),
    "429": (429, "请稍后再试"),
    "500": (500, "请稍后再试"),
    "503": (503, "请稍后再试"),
    "507": (507, "请联系系统管理员腾出空间"),
    "418": (418, "请刷新页面后再提交一次"),
}
INSIDE = re.compile(
    r"Traceback|werkzeug|sqlalchemy|\.py\b|SELECT |INSERT |RuntimeError|line \d|/site-packages/"
)
ENGLISH = re.compile(r"[A-Za-z]{4,}")
#: The number of a mishap may look like a word.
NUMBER = re.compile(r"编号 [0-9a-f]{8}\b")


@pytest.mark.parametrize("name", TOLD)
def test_a_page_says_what_happened_and_what_to_do(caller, name):
    status, sentence = TOLD[name]
    answer = caller().get(f"/probe/ends/{name}")
    assert answer.status_code == status
    assert sentence in seen(answer)
    assert "回到首页" in seen(answer)
    assert not INSIDE.search(answer.text)
    assert not ENGLISH.search(NUMBER.sub("编号", seen(answer)))


@pytest.mark.parametrize("name", TOLD)
def test_htmx_gets_the_same_sentence_as_an_alert_beside_the_form(caller, name):
    status, sentence = TOLD[name]
    answer = caller().get(f"/probe/ends/{name}", htmx=True)
    assert answer.status_code == status
    assert sentence in answer.text
    assert 'role="alert"' in answer.text
    assert "<html" not in answer.text
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("#alerts", "innerHTML")


def test_a_mishap_has_a_number_that_stands_in_the_log(caller, told):
    answer = caller().get("/probe/ends/500")
    number = re.search(r"编号 ([0-9a-f]{8})", seen(answer))[1]
    (line,) = [line for line in told() if line["message"] == "mishap"]
    assert line["number"] == number
    assert line["trace"][0] == "RuntimeError"


#: What somebody may put into an address or a field to run something in another person's browser.
PROBES = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "{{7*7}}",
    "</title><svg onload=alert(1)>",
    "javascript:alert(1)",
    '" hx-get="/me" hx-trigger="load',
]


@pytest.mark.parametrize("probe", PROBES)
def test_no_refusal_repeats_what_was_sent(caller, probe):
    phone = caller("zhifa1")
    answers = [
        phone.get(f"/{quote(probe, safe='')}"),
        phone.get(f"/subjects/{quote(probe, safe='')}"),
        phone.get(f"/nothing?q={quote(probe)}", htmx=True),
        phone.post(DOOR, {"op_id": probe, "name": probe}),
        phone.post(DOOR, {"name": "试验市", "ending": "422", "x": probe}),
        phone.get("/nothing", headers={"Referer": probe, "User-Agent": probe}),
    ]
    for answer in answers:
        assert 400 <= answer.status_code < 500
        assert probe not in answer.text
        assert "49" not in seen(answer)


@pytest.mark.parametrize("probe", PROBES)
def test_what_was_typed_comes_back_as_text_only(caller, probe):
    answer = caller("zhifa1").get(f"/subjects?q={quote(probe)}")
    assert answer.status_code == 200
    assert not re.search(r"<(script|img|svg)[^>]*(alert|onerror|onload)", answer.text)
    login = caller().post("/sign-ins", {"login": probe, "password": "x", "next": probe})
    assert login.status_code == 422
    assert not re.search(r"<(script|img|svg)[^>]*(alert|onerror|onload)", login.text)
    assert "hx-trigger" not in re.sub(r'value="[^"]*"', "", login.text)


#: Bodies no page of ours sends, and what the answer's status may be.
BROKEN = {
    "nothing at all": ({"data": b""}, {400}),
    "not a form": ({"data": b"\x00\xff\xfe", "content_type": "application/octet-stream"}, {400}),
    "json": ({"data": b'{"op_id": 1}', "content_type": "application/json"}, {400}),
    "broken json": ({"data": b"{" * 5000, "content_type": "application/json"}, {400}),
    "a form cut off": ({"data": b"a=%E8%AF%&b=%ZZ&%=&=&&"}, {400}),
    "multipart without a boundary": ({"data": b"x", "content_type": "multipart/form-data"}, {400}),
    "multipart cut off": (
        {"data": b"--x\r\nContent-Disposition: form-da", "content_type": "multipart/form-data; boundary=x"},
        {400},
    ),
    "multipart of lies": (
        {
            "data": b'--x\r\nContent-Disposition: form-data; name="\xff\x00"\r\n\r\n1\r\n--x--',
            "content_type": "multipart/form-data; boundary=x",
        },
        {400},
    ),
    "a length that is no number": ({"data": b"a=1", "environ_overrides": {"CONTENT_LENGTH": "abc"}}, {400}),
    "a length below zero": ({"data": b"a=1", "environ_overrides": {"CONTENT_LENGTH": "-5"}}, {400}),
    "a length beyond every limit": (
        {"data": b"a=1", "environ_overrides": {"CONTENT_LENGTH": str(10**12)}}, {413},
    ),
    "a field of three megabytes": ({"data": b"name=" + b"a" * 3_000_000}, {413}),
    "an unknown encoding": (
        {"data": b"op_id=1", "content_type": "application/x-www-form-urlencoded; charset=utf-999"}, {400},
    ),
    "utf-16": ({"data": "op_id=1&name=试验".encode("utf-16")}, {400}),
    "gbk": ({"data": "op_id=1&name=试验".encode("gbk")}, {400}),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_body_is_refused_in_words(caller, kept, name):
    sent, statuses = BROKEN[name]
    sent = {"content_type": "application/x-www-form-urlencoded"} | sent
    answer = caller().post(DOOR, **sent)
    assert answer.status_code in statuses
    assert re.search(r"请刷新|请返回|请压缩|请分开", seen(answer))
    assert kept() == (0, 0, 0)


@pytest.mark.parametrize(("fields", "status"), [(2000, 303), (10_000, 413)])
def test_a_form_has_as_many_fields_as_a_page_of_ours_but_not_ten_thousand(caller, kept, form, fields, status):
    many = {f"field{number}": "x" for number in range(fields)}
    answer = caller().post(DOOR, form(**many))
    assert answer.status_code == status
    assert kept() == ((1, 1, 1) if status == 303 else (0, 0, 0))


def test_a_flood_of_empty_fields_is_refused_before_it_is_read(caller):
    flood = caller().post(DOOR, b"a&" * 900_000, content_type="application/x-www-form-urlencoded")
    assert flood.status_code == 413
    assert "请分开后再提交" in seen(flood)


def test_thousands_of_parts_are_too_many(caller, kept, form):
    parts = form() | {f"part{number}": (io.BytesIO(b"x"), f"{number}.jpg") for number in range(3001)}
    answer = caller().post(DOOR, parts, content_type="multipart/form-data")
    assert answer.status_code == 413
    assert kept() == (0, 0, 0)


@pytest.mark.parametrize("method", ["PROPFIND", "TRACE", "BREW", "GET1", "post"])
def test_an_unknown_method_is_refused_in_words(caller, method):
    answer = caller().open("/login", method=method)
    assert answer.status_code in (200, 400, 405) if method == "post" else answer.status_code == 405
    assert not INSIDE.search(answer.text)


@pytest.mark.parametrize(
    "path",
    ["/%00", "/login%00", "/%ff%fe", "/subjects/../../etc/passwd", "/subjects/%2e%2e%2f",
     "/static/..%2f..%2fapp.py", "/" + "a" * 5000, "/subjects/00000000-0000-0000-0000-00000000000g",
     "//evil.example/", "/login?next=%00"],
)  # fmt: skip
def test_odd_addresses_are_just_not_there(caller, path):
    answer = caller("zhifa1").get(path)
    assert answer.status_code in (303, 404)
    assert "evil.example" not in answer.headers.get("Location", "")


@pytest.mark.parametrize(
    "query", ["page=%00", "before=%F0", "q=%ff%fe", "q=" + "长" * 5000, "&&&=&=", "region=x"]
)
def test_odd_questions_get_a_list(caller, query):
    assert caller("zhifa1").get(f"/subjects?{query}").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "inspectapp=%00; inspectapp=x.y.z; ="},
        {"Cookie": "inspectapp=" + "a" * 7000},
        {"Accept-Encoding": "br;q=x, gzip;q=9, \x7f"},
        {"Accept-Language": "xx;q=" + "9" * 400},
        {"HX-Request": "maybe", "HX-Boosted": "\x7f", "HX-Current-URL": "http:" + "//["},
        {"X-Forwarded-For": "'; drop table ops; --"},
        {"If-None-Match": '"' + "x" * 4000},
        {"Range": "bytes=9-1"},
    ],
)
def test_odd_headers_change_nothing(caller, headers):
    assert caller().get("/login", headers=headers).status_code == 200
