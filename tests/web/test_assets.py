"""What the browser is sent: the right versions, small, compressed, kept for a year, found by name only."""

import gzip
import json
import re
import shutil
import subprocess
from pathlib import Path

import brotli
import pytest
from flask import Flask

from inspectapp.web import assets
from inspectapp.web.assets import FOREVER, Shelf
from inspectapp.web.bundles import FOLDER, ICONS, VENDORED, AssetsMismatch, build, script
from inspectapp.web.icons import NAMES
from inspectapp.web.names import words

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A checkout with installed packages and our own static files."""
    for package, version in {(one.package, one.version) for one in VENDORED} | {ICONS}:
        folder = tmp_path / "node_modules" / package
        folder.mkdir(parents=True)
        (folder / "package.json").write_text(json.dumps({"version": version}))
    for one in VENDORED:
        path = tmp_path / "node_modules" / one.package / one.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * one.size)
    icons = tmp_path / "node_modules" / ICONS[0] / "icons"
    icons.mkdir()
    (icons.parent / "LICENSE").write_text("ISC License")
    for name in NAMES:
        (icons / f"{name}.svg").write_text('<svg viewBox="0 0 24 24">\n  <path d="M1 1" />\n</svg>')
    for part in ("css", "js", "icons"):
        shutil.copytree(ROOT / "static" / part, tmp_path / "static" / part)
    return tmp_path


@pytest.fixture
def shelf(house: Path) -> Shelf:
    build(house)
    return Shelf(house / FOLDER)


def client_of(shelf: Shelf):
    app = Flask("shop", static_folder=None)
    app.add_url_rule(
        "/static/<name>", view_func=lambda name: shelf.answer(name, _accepted()), endpoint="file"
    )
    return app.test_client()


def _accepted() -> str:
    from flask import request

    return request.headers.get("Accept-Encoding", "")


def test_a_name_carries_the_content_and_changes_only_with_it(house: Path) -> None:
    first = build(house)
    assert build(house) == first
    (house / "static/css/tokens.css").write_text(":root { --ink: #000 }")
    changed = {new.name for new in build(house)} - {old.name for old in first}
    assert [name.split("-")[0] for name in changed] == ["app"]
    assert not (house / FOLDER / next(old.name for old in first if old.name.endswith(".css"))).exists()


def test_another_size_is_refused_with_a_sentence(house: Path) -> None:
    (house / "node_modules/htmx.org/dist/htmx.min.js").write_bytes(b"tampered")
    with pytest.raises(
        AssetsMismatch,
        match=re.escape("htmx.org的dist/htmx.min.js应为52182字节，现在是8字节。请重新安装前端依赖"),
    ):
        build(house)


def test_another_version_is_refused_with_a_sentence(house: Path) -> None:
    (house / "node_modules/signature_pad/package.json").write_text('{"version": "9.0.0"}')
    with pytest.raises(
        AssetsMismatch, match=re.escape("signature_pad应为5.1.4版，现在是9.0.0。请先按锁定文件安装前端依赖。")
    ):
        build(house)


def test_packages_that_are_not_installed_are_told(house: Path) -> None:
    shutil.rmtree(house / "node_modules")
    with pytest.raises(AssetsMismatch, match=re.escape("htmx.org应为2.0.11版，还没有安装。")):
        build(house)


def test_an_icon_that_the_set_does_not_have_is_named(house: Path) -> None:
    (house / "node_modules/lucide-static/icons/scale.svg").unlink()
    with pytest.raises(AssetsMismatch, match="图标集里没有“scale”"):
        build(house)


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("", None, bytes),
        ("identity", None, bytes),
    ],
)
def test_each_browser_gets_the_smallest_form_it_reads(shelf: Shelf, accepted, encoding, unpack) -> None:
    answer = client_of(shelf).get(shelf.address("app.css"), headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert b"--primary" in unpack(answer.data)
    assert answer.headers["Cache-Control"] == FOREVER
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"


@pytest.mark.parametrize(
    "name", ["manifest.json", "app.css", "..%2f..%2fconfig.py", "app-0000000000.css", ".br"]
)
def test_nothing_is_served_but_what_was_built(shelf: Shelf, name: str) -> None:
    assert client_of(shelf).get(f"/static/{name}").status_code == 404


def test_a_misspelt_asset_is_found_at_once(shelf: Shelf) -> None:
    with pytest.raises(LookupError, match=r"no asset 'app\.scss'"):
        shelf.address("app.scss")


def test_a_new_build_is_seen_without_a_restart(house: Path, shelf: Shelf) -> None:
    old = shelf.address("app.js")
    (house / "static/js/app/zz.js").write_text("window.x = 1;")
    build(house)
    assert shelf.address("app.js") != old


def test_before_the_first_build_pages_still_find_an_address(tmp_path: Path) -> None:
    assert Shelf(tmp_path).address("app.css") == "/static/app.css"


def test_the_command_says_what_is_missing(house: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(assets, "ROOT", house)
    assert assets.main() == 0
    assert "前端资源已生成" in capsys.readouterr().out
    shutil.rmtree(house / "node_modules")
    assert assets.main() == 1
    assert capsys.readouterr().err == "htmx.org应为2.0.11版，还没有安装。请先按锁定文件安装前端依赖。\n"


def test_the_first_load_is_small(house: Path) -> None:
    own = sum(
        (house / FOLDER / f"{file.name}.br").stat().st_size for file in build(house) if "app-" in file.name
    )
    assert own < 10 * 1024


def test_our_css_and_js_ask_nobody_else(house: Path) -> None:
    for file in build(house):
        if file.name.startswith("app-"):
            text = file.read_text("utf-8")
            assert "http" not in text.replace("http://www.w3.org", "")
            assert "eval(" not in text and "innerHTML" not in text


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("晋城市安全技术培训学校", ["晋城市", "安全技术", "培训学校"]),
        ("山西兰花科技有限责任公司", ["山西兰花", "科技", "有限责任公司"]),
        ("镕㛃䶮𬭚培训中心（集团）", ["镕㛃䶮𬭚", "培训中心", "（集团）"]),
        ("ABC-12 矿", ["ABC-12", " 矿"]),
        ("", []),
    ],
)
def test_a_units_name_breaks_between_its_words(name: str, pieces: list[str]) -> None:
    assert words(name) == pieces
    assert "".join(words(name)) == name


@pytest.mark.parametrize("name", ["<b>甲</b>公司", "a（b", "（）", "😀公司　\t"])
def test_no_character_of_a_name_is_lost(name: str) -> None:
    assert "".join(words(name)) == name


SMALLER = {
    'var a = "x = , { y", b = 1;': 'var a="x = , { y",b=1;',
    "if (one && !two) { say('a ? b', one); }": "if(one&&!two){say('a ? b',one);}",
    "a = b + +c - -d;": "a=b + +c - -d;",
    "var said = /a = b/.test(one);": "var said = /a = b/.test(one);",
    "var said = `a = ${b}`;": "var said = `a = ${b}`;",
    r'say("a \" = b", c = d);': r'say("a \" = b",c=d);',
    "  one();  // why\n// more\ntwo( three );": "one();\ntwo(three);",
}


@pytest.mark.parametrize("written", SMALLER)
def test_a_script_loses_only_what_the_eye_needs(written):
    assert script(written) == SMALLER[written]


def test_every_script_can_still_be_read(house):
    for file in build(house):
        if file.suffix == ".js" and file.name.partition("-")[0] not in {one.name[:-3] for one in VENDORED}:
            assert (
                subprocess.run(["node", "--check", file], capture_output=True, check=False).stderr == b""
            ), file
