"""Papers as they come out of the printer: measures, rare names, and an engine that reaches nothing."""

import io
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from PIL import Image

from inspectapp.shared import paper, qr
from inspectapp.shared.refusals import TooLarge

RARE = "镕㛃䶮𬭚"
ROOT = Path(paper.__file__).parents[2]


def page(content):
    return f'<!doctype html><html lang="zh-CN"><head><title>文书</title></head><body>{content}</body></html>'


def told(tool, pdf, *options, binary=False):
    asked = [tool, *options, "-", "-"] if tool == "pdftotext" else [tool, *options, "-"]
    said = subprocess.run(asked, input=pdf, capture_output=True, check=True).stdout
    return said if binary else said.decode()


def lines_of(pdf, number=1):
    text = told("pdftotext", pdf, "-layout", "-f", str(number), "-l", str(number))
    return [line.strip() for line in text.splitlines() if "国" in line]


def seen(pdf, number=1):
    only = ("-f", str(number), "-l", str(number))
    return Image.open(io.BytesIO(told("pdftoppm", pdf, "-r", "50", *only, "-png", binary=True)))


def ink(picture, box):
    return sum(picture.convert("L").crop(box).histogram()[:128])


def test_nothing_is_missing_on_this_machine():
    assert paper.check_fonts() == []


def test_a_page_holds_22_lines_of_28_characters():
    pdf = paper.render(page(f'<p class="flush">{"国" * 28 * 44}</p>'))
    assert lines_of(pdf, 1) == lines_of(pdf, 2) == ["国" * 28] * 22
    assert "Pages:           2" in told("pdfinfo", pdf)
    assert "841.89 pts (A4)" in told("pdfinfo", pdf)


def test_a_paragraph_begins_two_characters_in():
    assert [len(line) for line in lines_of(paper.render(page(f"<p>{'国' * 54}</p>")))] == [26, 28]


def test_rare_characters_of_names_are_on_the_paper():
    faces = "".join(f"<p class='{face}'>{RARE}</p>" for face in ("fang", "kai", "hei", "song"))
    pdf = paper.render(page(f"{faces}<p>☐☑</p>"))
    assert told("pdftotext", pdf).count(RARE) == 4
    fonts = told("pdffonts", pdf)
    assert all(
        name in fonts for name in ("Noto-Serif-CJK-SC", "LXGW-WenKai", "Noto-Sans-CJK-SC", "DejaVu-Sans")
    )
    assert all(" yes yes yes" in line for line in fonts.splitlines()[2:])


def test_body_text_is_fangsong_and_figures_are_not():
    fonts = told("pdffonts", paper.render(page("<p>检查2026</p>")))
    assert "FandolFang" in fonts
    assert "Liberation-Serif" in fonts


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages():
    pdf = paper.render(page("<p>国</p><p class='annex'>附件</p>"))
    odd, even = seen(pdf, 1), seen(pdf, 2)
    left, right = (0, 515, 200, 560), (213, 515, 413, 560)
    assert ink(odd, right) > 0 == ink(odd, left)
    assert ink(even, left) > 0 == ink(even, right)


def test_pictures_come_from_what_was_handed_over():
    shown = page('<img class="qr" src="paper:code"><img class="signature" src="paper:hand">')
    pdf = paper.render(shown, {"code": qr.svg("晋城"), "hand": qr.png("签名")})
    assert ink(seen(pdf), (50, 70, 200, 150)) > 200


def test_the_same_paper_is_the_same_bytes():
    shown = page(f"<p>{RARE}检查记录</p>")
    assert paper.render(shown) == paper.render(shown)


def test_papers_made_at_the_same_time_do_not_mix():
    made = {}

    def make(number):
        made[number] = told("pdftotext", paper.render(page(f"<p>第{number}份</p>")))

    hands = [threading.Thread(target=make, args=(number,)) for number in range(6)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert all(f"第{number}份" in text for number, text in made.items())
    assert len(made) == 6


def test_a_process_that_made_papers_ends_without_a_complaint():
    asked = "from inspectapp.shared import paper; paper.render('<title>x</title>x')"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stderr == ""


def test_a_paper_without_its_signature_does_not_come_out():
    with pytest.raises(paper.ForbiddenResource, match="paper:hand"):
        paper.render(page('<img src="paper:hand">'), {"other": b""})


def test_a_paper_beyond_measure_is_refused():
    with pytest.raises(TooLarge, match="文书内容过大"):
        paper.render("字" * 5_000_000)


@pytest.fixture
def listener():
    """An ear on this machine: whoever connects is remembered."""
    ear = socket.create_server(("127.0.0.1", 0))
    ear.settimeout(0.2)
    yield ear
    ear.close()


def connections(ear):
    try:
        ear.accept()
    except TimeoutError:
        return 0
    return 1


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
SIZE = 'width="9" height="9"'
INJECTIONS = """
<img src="{url}">
<img src="{url}#f">
<object data="{url}"></object>
<embed src="{url}">
<link rel="stylesheet" href="{url}">
<link rel="attachment" href="{url}">
<a rel="attachment" href="{url}">x</a>
<style>@import "{url}";</style>
<style>@import url({url});</style>
<style>p{background:url({url})}</style><p>x</p>
<style>p{border-image:url({url}) 1}</style><p>x</p>
<style>li{list-style-image:url({url})}</style><li>x</li>
<p style="background:url({url})">x</p>
<style>p::before{content:url({url})}</style><p>x</p>
<style>@page{background:url({url})}</style>x
<style>@page{@top-left{content:url({url})}}</style>x
<style>@font-face{font-family:f;src:url({url})}p{font-family:f}</style><p>x</p>
<base href="{url}"><img src="a.png">
<base href="{url}"><link rel="stylesheet" href="a.css">
<svg><image xlink:href="{url}" width="9" height="9"/></svg>
<svg><image href="{url}" width="9" height="9"/></svg>
<svg><use href="{url}#a"/></svg>
<svg><style>@import '{url}';</style><rect width='9' height='9'/></svg>
<svg><style>rect{fill:url({url}#a)}</style><rect width='9' height='9'/></svg>
<input type="image" src="{url}">
<video poster="{url}" src="{url}"></video>
<iframe src="{url}"></iframe>
<script src="{url}"></script>
<meta http-equiv="refresh" content="0;url={url}">
<picture><source srcset="{url}"></picture>
""".strip().splitlines()


def injected(injection, url):
    return injection.replace("{url}", url).replace("<svg>", SVG.split(" {}")[0] + f" {SIZE}>")


def reached(html, resources=None):
    """The paper if one came out; being stopped is as good an answer."""
    try:
        return paper.render(page(html), resources)
    except paper.ForbiddenResource:
        return b""


@pytest.mark.parametrize("injection", INJECTIONS)
def test_nothing_on_the_network_is_asked(injection, listener):
    port = listener.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}/x", f"//127.0.0.1:{port}/x", f"HTTP://127.0.0.1:{port}/x"):
        reached(injected(injection, url))
    assert connections(listener) == 0


@pytest.mark.parametrize("injection", INJECTIONS)
def test_no_file_of_this_machine_is_read(injection, tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><text y="50">SECRET</text></svg>'
    )
    for url in (f"file://{secret}", str(secret), f"FILE://localhost{secret}"):
        pdf = reached(injected(injection, url))
        assert b"EmbeddedFile" not in pdf
        assert not pdf or "SECRET" not in told("pdftotext", pdf)


def test_a_picture_handed_over_cannot_fetch_further_things(listener):
    port = listener.getsockname()[1]
    for url in (f"http://127.0.0.1:{port}/x", "file:///etc/hostname"):
        drawing = SVG.format(SIZE, f'<image href="{url}" {SIZE}/>')
        reached('<img src="paper:code">', {"code": drawing.encode()})
    assert connections(listener) == 0


@pytest.mark.parametrize(
    "url", ["data:text/css,p{color:red}", "ftp://127.0.0.1/x", "paper:../x", "jar:x", "about:blank"]
)
def test_other_schemes_stop_the_paper(url):
    with pytest.raises(paper.ForbiddenResource):
        paper.render(page(f'<img src="{url}">'), {"x": b""})


def test_a_missing_font_is_named_with_the_package_that_brings_it(monkeypatch):
    monkeypatch.setitem(paper.FONTS, "方正小标宋", "fonts-example")
    assert [problem.sentence for problem in paper.check_fonts()] == [
        "缺少字体 方正小标宋，生成文书会变慢或缺字。请安装 fonts-example。"
    ]


def test_missing_tools_are_named_too(monkeypatch):
    from weasyprint.text import ffi

    monkeypatch.setattr(ffi, "harfbuzz_subset", None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert [problem.package for problem in paper.check_fonts()] == ["libharfbuzz-subset0", "fontconfig"]


def test_the_base_template_makes_a_paper_with_its_title():
    home = Environment(
        loader=FileSystemLoader(ROOT / "templates"), autoescape=True, undefined=StrictUndefined
    )
    text = (
        '{% extends "paper.html" %}{% block title %}现场检查记录{% endblock %}'
        "{% block content %}<p>{{ said }}</p>{% endblock %}"
    )
    pdf = paper.render(home.from_string(text).render(said='<img src="http://x">'))
    assert "现场检查记录" in told("pdfinfo", pdf)
    assert '<img src="http://x">' in told("pdftotext", pdf)
