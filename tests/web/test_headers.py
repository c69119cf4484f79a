"""Every answer carries the same strict headers: pages, refusals, mishaps, redirects and files alike."""

import json
from functools import partial

import pytest

from inspectapp.web import assets
from tests.web.conftest import CANARIES

pytestmark = pytest.mark.stores_alike

OURS = {"Sec-Fetch-Site": "same-origin"}

#: What is asked, and the status of the answer; the promises below hold for each.
ANSWERS = {
    "a page": ("GET", "/login", {}, 200),
    "a page for HEAD": ("HEAD", "/login", {}, 200),
    "what may be asked": ("OPTIONS", "/login", {}, 200),
    "a machine's question": ("GET", "/healthz", {}, 200),
    "a way on": ("GET", "/", {}, 303),
    "a way on after a change": ("POST", "/probe/regions", {}, 303),
    "a built file": ("GET", "/static/app.0123.css", {}, 200),
    "no such file": ("GET", "/static/app.css.map", {}, 404),
    "no such page": ("GET", "/nothing/here", {}, 404),
    "no such page, asked by htmx": ("GET", "/nothing/here", {}, 404),
    "the wrong method": ("DELETE", "/login", {}, 405),
    "a foreign page": ("POST", "/probe/regions", {"Sec-Fetch-Site": "cross-site"}, 403),
    "no sign-in, asked by htmx": ("GET", "/me", {}, 401),
    "busy": ("GET", "/probe/ends/503", {}, 503),
    "a mishap": ("GET", "/probe/ends/500", {}, 500),
}

POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob: data:",
    "font-src 'self'", "connect-src 'self'", "manifest-src 'self'", "worker-src 'self'",
    "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "object-src 'none'",
}  # fmt: skip
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Served": "anpei",
}


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    (tmp_path / assets.MANIFEST).write_text(json.dumps({"app.css": "app.0123.css"}))
    (tmp_path / "app.0123.css").write_text("body{}")
    return lambda: monkeypatch.setattr(assets, "SHELF", assets.Shelf(tmp_path))


def ask(caller, shelf, name, **more):
    method, path, headers, status = ANSWERS[name]
    if name == "a built file":
        shelf()
    send = caller().post if method == "POST" else partial(caller().open, method=method)
    answer = send(path, data={"name": "试验市"}, headers=headers, htmx="htmx" in name, **more)
    assert answer.status_code == status
    return answer


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_keeps_the_promises(caller, shelf, name):
    headers = ask(caller, shelf, name).headers
    assert set(headers["Content-Security-Policy"].split("; ")) == POLICY
    assert {wanted: headers[wanted] for wanted in FIXED} == FIXED
    assert "geolocation=(self)" in headers["Permissions-Policy"]
    assert "payment=()" in headers["Permissions-Policy"]
    assert headers.getlist("Content-Security-Policy") == [headers["Content-Security-Policy"]]
    assert "Strict-Transport-Security" not in headers
    assert not {"Server", "X-Powered-By"} & set(headers.keys())


@pytest.mark.parametrize("name", [name for name in ANSWERS if name != "a built file"])
def test_nothing_but_built_files_is_kept_by_caches(caller, shelf, name):
    assert ask(caller, shelf, name).headers["Cache-Control"] == "no-store"


def test_a_built_file_is_kept_for_a_year(caller, shelf):
    assert ask(caller, shelf, "a built file").headers["Cache-Control"] == assets.FOREVER


@pytest.mark.parametrize("login", ["zhifa1", "ducha", "xitong", "jingban"])
def test_pages_of_a_signed_in_person_are_not_kept(caller, login):
    phone = caller(login)
    for path in ("/", "/me", "/password"):
        assert phone.get(path).headers["Cache-Control"] == "no-store"


def test_over_https_browsers_are_told_to_stay_there(caller, shelf):
    answer = ask(caller, shelf, "a page", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_no_answer_carries_the_header_of_another_answer(caller):
    phone = caller()
    refused = phone.get("/probe/ends/503")
    assert refused.headers["Retry-After"] == "3"
    assert "Retry-After" not in phone.get("/probe/ends/409").headers


@pytest.fixture
def password(template):
    return json.loads((template.data / "demo-accounts.json").read_text())["zhifa1"]


def cookie_after_signing_in(caller, password, base_url):
    answer = caller().post("/sign-ins", {"login": "zhifa1", "password": password}, base_url=base_url)
    assert answer.status_code == 303
    (cookie,) = answer.headers.getlist("Set-Cookie")
    name, _, rest = cookie.partition("=")
    return name, {part.strip().partition("=")[0].lower(): part for part in rest.split(";")[1:]}


def test_over_https_the_cookie_is_bound_to_the_host(caller, password):
    name, flags = cookie_after_signing_in(caller, password, "https://localhost")
    assert name == "__Host-inspectapp"
    assert {"secure", "httponly", "samesite", "path"} <= set(flags)
    assert (flags["samesite"].strip(), flags["path"].strip()) == ("SameSite=Lax", "Path=/")
    assert "domain" not in flags


def test_over_plain_http_the_cookie_still_hides_from_scripts(caller, password):
    name, flags = cookie_after_signing_in(caller, password, "http://localhost")
    assert name == "inspectapp"
    assert {"httponly", "samesite", "path"} <= set(flags)
    assert not {"secure", "domain"} & set(flags)


def test_the_cookie_says_nothing_about_the_person(caller, password):
    phone = caller()
    phone.post("/sign-ins", {"login": "zhifa1", "password": password})
    with phone.session_transaction() as cookie:
        assert set(cookie) == {"token", "_permanent"}
    assert "江一帆" not in str(phone.get_cookie("inspectapp"))


@pytest.mark.parametrize("proxies", [0])
def test_an_untrusted_neighbour_cannot_claim_https(caller, proxies):
    answer = caller().get(
        "/login", headers={"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    )
    assert "Strict-Transport-Security" not in answer.headers
    assert "evil.example" not in answer.text


def test_a_secret_answer_is_not_kept_either(caller, form):
    answer = caller().post("/probe/regions", form(ending="a secret"))
    assert answer.text == CANARIES[-1]
    assert answer.headers["Cache-Control"] == "no-store"
