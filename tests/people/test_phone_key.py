"""The key a phone seals under: one for each person, only for the person, gone with the sign-in."""

import base64
from datetime import timedelta

import pytest

from inspectapp.people.phones import key_of
from inspectapp.shared import clock, secrets
from inspectapp.shared.keys import Keyring
from tests.conftest import NOW


def test_the_same_person_gets_the_same_key_on_every_phone(browser_of, person):
    first, second = (browser_of("zhifa1").get("/phone/key").json for _ in range(2))
    assert first["key"] == second["key"]
    assert base64.b64decode(first["key"]) == key_of(person("zhifa1").id)
    assert first["person"] == str(person("zhifa1").id)


def test_two_persons_have_two_keys_and_another_installation_has_others(person, tmp_path, settings):
    one, other = key_of(person("zhifa1").id), key_of(person("zhifa2").id)
    secrets.unlock(Keyring(tmp_path))
    elsewhere = key_of(person("zhifa1").id)
    secrets.unlock(Keyring(settings.keys))
    assert len({one, other, elsewhere}) == 3
    assert len(one) == 32


def test_the_key_lasts_as_long_as_the_sign_in_at_most(browser_of):
    with clock.freeze(NOW):
        browser = browser_of("zhifa1")
    with clock.freeze(NOW + timedelta(minutes=20)):
        told = browser.get("/phone/key").json
    assert told["until"] - told["now"] == (12 * 60 - 20) * 60 * 1000


def test_no_cache_keeps_the_key(browser_of):
    assert browser_of("zhifa1").get("/phone/key").headers["Cache-Control"] == "no-store"


def test_nobody_signed_in_gets_no_key(browser_of):
    assert browser_of(None).get("/phone/key", htmx=True).status_code == 401


@pytest.mark.parametrize("path", ["/me", "/"])
def test_every_page_of_a_signed_in_person_says_whose_it_is(browser_of, person, path):
    html = browser_of("zhifa1").get(path).get_data(as_text=True)
    assert f'data-person="{person("zhifa1").id}"' in html
    assert "data-person" not in browser_of(None).get("/login").get_data(as_text=True)


def test_what_another_person_left_on_the_phone_is_not_taken_for_ones_own(browser_of, person):
    """The sign-in is that of the next person; the entry says whose it is."""
    browser = browser_of("zhifa2")
    whose = {"X-Person": str(person("zhifa1").id)}
    assert browser.post("/me/sign-ins/endings", headers=whose, htmx=True).status_code == 401
    whose = {"X-Person": str(person("zhifa2").id)}
    assert browser.post("/me/sign-ins/endings", headers=whose, htmx=True).status_code == 204
