"""The same pages in the dark, and with large print."""

import pytest

pytestmark = pytest.mark.browser
PAGES = ("/", "/subjects", "/laws", "/checklists", "/me", "/subjects/new")


def test_everything_can_be_read_in_the_dark(phone_of, unit):
    phone = phone_of("kezhang", color_scheme="dark")
    for path in (*PAGES, unit("华岳"), unit("华岳") + "/staff"):
        phone.open(path)
        dark = phone.page.evaluate(
            "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).every(one => one < 60)"
        )
        assert dark, path
        phone.is_accessible()
