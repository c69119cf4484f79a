"""What looks at every page of the other stories finds each fault it is there for."""

import pytest

from tests.lint import Faulty, lint

OPEN = (
    '<!doctype html><html lang="zh-CN"><head><title>一</title></head><body><div><b>{main}</div></body></html>'
)
AROUND = (
    '<!doctype html><html lang="zh-CN"><head><title>检查</title></head><body id="body">{main}</body></html>'
)
SOUND = '<main id="content"><h1>检查</h1><p>今天 &amp; 明天，还差2项</p></main>'


def page(main=SOUND, around=AROUND):
    return around.format(main=main)


def in_main(words):
    return page(f"<main><h1>检查</h1>{words}</main>")


def test_a_sound_page_and_a_sound_fragment_pass():
    lint(page(), fragment=False)
    lint('<p id="one">已送达</p>', fragment=True)


FAULTS = {
    "a tag left open": (in_main("<div><span>一</div>"), "end-tag-too-early"),
    "a tag left open around": (page(around=OPEN), "end-tag-too-early"),
    "a bare sign": (in_main("<p>一 &notit; 二</p>"), "named-entity"),
    "an id twice in the thing": (in_main('<p id="a">一</p><p id="a">二</p>'), "id 'a' twice"),
    "an id in the thing and around it": (page('<main id="body"><h1>一</h1></main>'), "id 'body' twice"),
    "no heading": (page("<main><p>一</p></main>"), "0 h1"),
    "two headings": (in_main("<h1>二</h1>"), "2 h1"),
    "no title": (page(around=AROUND.replace("检查", " ")), "no title"),
    "a picture without words": (in_main('<img src="/a.png">'), "an image without alt"),
    "a style in place": (in_main('<p style="color: red">一</p>'), "inline style"),
    "a script in place": (in_main("<script>go()</script>"), "inline script"),
    "a handler in place": (in_main('<p onclick="go()">一</p>'), "inline onclick"),
    "a form that says not where to": (in_main("<form></form>"), "without action"),
    "a form that can be sent twice": (
        in_main('<form action="/a" method="post"></form>'),
        "without its once id",
    ),
    "htmx without a target": (in_main('<p hx-get="/a" hx-swap="innerHTML">一</p>'), "without a target"),
}  # fmt: skip


@pytest.mark.parametrize(("html", "told"), FAULTS.values(), ids=FAULTS)
def test_each_fault_is_named(html, told):
    with pytest.raises(Faulty, match=told):
        lint(html, fragment=False)
