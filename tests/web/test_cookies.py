"""A cookie that was read before is known: its age is judged each time, and nobody changes what it says."""

import pytest
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from inspectapp.web import cookies
from inspectapp.web.cookies import KnownCookies


@pytest.fixture
def known():
    return KnownCookies(URLSafeTimedSerializer("secret"))


def test_it_says_the_same_each_time_whatever_was_done_with_what_it_said(known):
    given = known.dumps({"token": "甲"})
    known.loads(given, 60)["token"] = "乙"
    assert known.loads(given, 60) == {"token": "甲"}


def test_messages_that_a_request_adds_to_are_read_anew(known):
    given = known.dumps({"_flashes": ["已保存"]})
    known.loads(given, 60)["_flashes"].append("已删除")
    assert known.loads(given, 60) == {"_flashes": ["已保存"]}
    assert known.seen == {}


def test_a_known_cookie_ends_too(known):
    given = known.dumps({"token": "甲"})
    known.loads(given, 60)
    with pytest.raises(SignatureExpired):
        known.loads(given, -1)


def test_another_signature_is_refused_beside_a_known_one(known):
    given = known.dumps({"token": "甲"})
    known.loads(given, 60)
    what, _, signature = given.rpartition(".")
    # Its first sign: of the last one some bits say nothing, and two such signs may mean the same.
    other = ("A" if signature[0] != "A" else "B") + signature[1:]
    with pytest.raises(BadSignature):
        known.loads(f"{what}.{other}", 60)
    with pytest.raises(BadSignature):
        known.loads(URLSafeTimedSerializer("other").dumps({"token": "甲"}), 60)


def test_only_so_many_are_kept(known, monkeypatch):
    monkeypatch.setattr(cookies, "MOST_KEPT", 2)
    for number in range(5):
        known.loads(known.dumps({"token": str(number)}), 60)
    assert len(known.seen) <= 2
