"""Builds what the browser is sent: a few files out of node_modules, our own css and js, one icon sprite.

Every file gets its content's hash into its name, .br and .gz beside it; manifest.json tells which is which.
"""

import gzip
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import brotli

from inspectapp.web.icons import sprite

FOLDER = Path("static/vendor")
MANIFEST = "manifest.json"
STYLES = ("tokens", "base", "layout", "components", "forms", "print")
#: What is always loaded together travels as one file, in this order: each request costs a basement's network
#: 0.7 KB of headers and its turn.
PHONE = ("store", "outbox-rules", "outbox-send", "outbox", "drafts", "queue", "leave")
WALK = ("judging", "verdicts", "camera", "pending", "walk")
WALK_STYLES = ("check", "evidence")
#: Of these only what other pages need too is served by itself as well.
TOGETHER = {*PHONE, *WALK} - {"store", "leave", "judging"}
ICONS = ("lucide-static", "0.545.0")
#: Comments and what only the eye needs; a space inside of quotes never stands behind these signs.
CSS_NOISE = re.compile(r"/\*.*?\*/|\n\s*|(?<=[,;{]) | (?=[{}])|(?<=[a-z]:) (?=[^{}\n]*[;}])", re.S)
JS_NOISE = re.compile(r"^\s*(//.*)?\n|^\s+| {2}//.*$|/\* [^*\n]*\*/", re.M)
#: What stands in quotes is left alone. Beside these signs a space is for the eye only; not so beside + and -.
QUOTED = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
BESIDE_SIGNS = re.compile(r" ?([=,;:{}()<>&|?]+) ?")
SOURCE_MAP = re.compile(r"//# sourceMappingURL=\S+\s*$")


class AssetsMismatch(Exception):
    """What lies in node_modules is not what was asked for."""


@dataclass(frozen=True)
class Vendored:
    """One file of somebody else's package, by exact version and size."""

    name: str
    package: str
    version: str
    path: str
    size: int


VENDORED = (
    Vendored("htmx.js", "htmx.org", "2.0.11", "dist/htmx.min.js", 52182),
    Vendored("signature_pad.js", "signature_pad", "5.1.4", "dist/signature_pad.umd.min.js", 16703),
    Vendored("qr-scanner.js", "qr-scanner", "1.4.2", "qr-scanner.umd.min.js", 16082),
    Vendored("qr-scanner-worker.min.js", "qr-scanner", "1.4.2", "qr-scanner-worker.min.js", 43994),
)


def build(root: Path) -> list[Path]:
    """Write static/vendor anew under `root` and return the files; old ones are removed last."""
    target = root / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    manifest = {name: _write(target, name, content) for name, content in contents(root)}
    beside = target / f"{MANIFEST}.new"
    beside.write_text(json.dumps(manifest, indent=1), "utf-8")
    os.replace(beside, target / MANIFEST)
    _sweep(target, set(manifest.values()))
    return [target / name for name in manifest.values()]


def contents(root: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of everything that is served."""
    packages, static = root / "node_modules", root / "static"
    for one in VENDORED:
        yield one.name, _vendored(packages, one)
    yield "icons.svg", _sprite(packages)
    yield "app.css", _styles(static / "css")
    for sheet in sorted((static / "css" / "pages").glob("*.css")):
        yield sheet.name, _sheet(sheet)
    yield "walk.css", b"\n".join(_sheet(static / "css" / "pages" / f"{name}.css") for name in WALK_STYLES)
    yield "app.js", _together(sorted((static / "js" / "app").glob("*.js")))
    yield "phone.js", _together(static / "js" / f"{name}.js" for name in PHONE)
    yield "walk.js", _together(static / "js" / f"{name}.js" for name in WALK)
    for own in sorted((static / "js").glob("*.js")):
        if own.stem not in TOGETHER:
            yield own.name, script(own.read_text("utf-8")).encode("utf-8")
    for picture in sorted((static / "icons").glob("*.*")):
        yield picture.name, picture.read_bytes()


def _vendored(packages: Path, one: Vendored) -> bytes:
    check_version(packages, one.package, one.version)
    path = packages / one.package / one.path
    content = path.read_bytes() if path.is_file() else b""
    if len(content) != one.size:
        raise AssetsMismatch(
            f"{one.package}的{one.path}应为{one.size}字节，现在是{len(content)}字节。"
            "请重新安装前端依赖，或核对新版本后修改清单。"
        )
    return SOURCE_MAP.sub("", content.decode("utf-8")).encode("utf-8")


def check_version(packages: Path, package: str, version: str) -> None:
    """The package is installed in exactly this version."""
    described = packages / package / "package.json"
    found = json.loads(described.read_text("utf-8"))["version"] if described.is_file() else None
    if found != version:
        state = f"现在是{found}" if found else "还没有安装"
        raise AssetsMismatch(f"{package}应为{version}版，{state}。请先按锁定文件安装前端依赖。")


def _sprite(packages: Path) -> bytes:
    check_version(packages, *ICONS)
    try:
        return sprite(packages / ICONS[0] / "icons").encode("utf-8")
    except FileNotFoundError as missing:
        name = Path(str(missing.filename)).stem
        raise AssetsMismatch(f"图标集里没有“{name}”。请核对图标清单里的名字。") from None


def _styles(folder: Path) -> bytes:
    ranks = {name: rank for rank, name in enumerate(STYLES)}
    files = sorted(folder.glob("*.css"), key=lambda file: (ranks.get(file.stem, len(ranks)), file.name))
    return b"\n".join(_sheet(file) for file in files)


def _sheet(file: Path) -> bytes:
    return CSS_NOISE.sub("", file.read_text("utf-8")).encode("utf-8")


def _together(files: Iterable[Path]) -> bytes:
    return "\n".join(script(file.read_text("utf-8") + "\n") for file in files).encode("utf-8")


def script(text: str) -> str:
    """Without comments and without the spaces that only the eye needs."""
    return "\n".join(_line(line) for line in JS_NOISE.sub("", text).split("\n"))


def _line(line: str) -> str:
    """A slash outside of quotes may begin a pattern, a backtick a template: such a line stays as it is."""
    if "/" in QUOTED.sub("", line) or "`" in line:
        return line
    parts = QUOTED.split(line)
    parts[::2] = [BESIDE_SIGNS.sub(r"\1", part) for part in parts[::2]]
    return "".join(parts)


def _write(target: Path, name: str, content: bytes) -> str:
    stem, _, suffix = name.rpartition(".")
    hashed = f"{stem}-{hashlib.sha256(content).hexdigest()[:10]}.{suffix}"
    (target / hashed).write_bytes(content)
    (target / f"{hashed}.br").write_bytes(brotli.compress(content))
    (target / f"{hashed}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    return hashed


def _sweep(target: Path, kept: set[str]) -> None:
    for file in target.iterdir():
        if file.name != MANIFEST and file.name.removesuffix(".br").removesuffix(".gz") not in kept:
            file.unlink()
