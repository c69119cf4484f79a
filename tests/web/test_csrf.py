"""Who may send us a change: our own pages, as the browser itself tells."""

import pytest

OURS, FOREIGN = True, False
HTTP = "http:" + "//"
HERE = f"{HTTP}localhost"

#: Sec-Fetch-Site, Origin, and whose request that is. The browser writes both; a page cannot forge them.
SENT = [
    ("same-origin", None, OURS),
    ("none", None, OURS),
    ("same-origin", HERE, OURS),
    ("same-site", HERE, FOREIGN),
    ("cross-site", HERE, FOREIGN),
    ("cross-site", None, FOREIGN),
    ("SAME-ORIGIN", None, FOREIGN),
    ("", HERE, FOREIGN),
    (None, None, FOREIGN),
    (None, HERE, OURS),
    (None, "null", FOREIGN),
    (None, "", FOREIGN),
    (None, "localhost", FOREIGN),
    (None, "http://localhost:8080", FOREIGN),
    (None, "http://evil.example", FOREIGN),
    (None, "http://localhost.evil.example", FOREIGN),
    (None, f"{HTTP}localhost@evil.example", FOREIGN),
    (None, f"{HTTP}evil.example@localhost", FOREIGN),
    (None, f"{HTTP}[", FOREIGN),
    (None, "http://" + "a" * 4000, FOREIGN),
]


@pytest.mark.parametrize(("site", "origin", "whose"), SENT)
def test_a_change_is_taken_from_our_own_pages_only(probes, kept, form, site, origin, whose):
    given = {"Sec-Fetch-Site": site, "Origin": origin}
    sent = {name: value for name, value in given.items() if value is not None}
    answer = probes.test_client().post("/probe/regions", data=form(), headers=sent)
    if whose is OURS:
        assert (answer.status_code, kept()) == (303, (1, 1, 1))
    else:
        assert (answer.status_code, kept()) == (403, (0, 0, 0))
        assert "不是从本系统的页面发出的，没有执行" in answer.text


def test_a_port_of_its_own_is_part_of_who_we_are(probes, kept, form):
    door = probes.test_client()
    base = "http://bureau.example:8000"
    for origin, status in ((base, 303), ("http://bureau.example", 403), ("http://bureau.example:9000", 403)):
        answer = door.post("/probe/regions", data=form(), headers={"Origin": origin}, base_url=base)
        assert answer.status_code == status
    assert kept() == (1, 1, 1)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"])
def test_every_unsafe_method_is_judged_even_where_nothing_listens(probes, method):
    door = probes.test_client()
    assert door.open("/login", method=method).status_code == 403
    ours = door.open("/login", method=method, headers={"Sec-Fetch-Site": "same-origin"})
    assert ours.status_code == 405
    assert {"GET", "HEAD"} <= ours.allow


def test_a_foreign_page_may_link_to_us(probes):
    answer = probes.test_client().get("/login", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200


def test_signing_in_and_out_are_changes_too(probes, caller):
    foreign = {"Sec-Fetch-Site": "cross-site"}
    phone = caller("zhifa1")
    assert phone.post("/sign-outs", headers=foreign).status_code == 403
    assert phone.get("/me").status_code == 200
    assert caller().post("/sign-ins", {"login": "zhifa1"}, headers=foreign).status_code == 403
