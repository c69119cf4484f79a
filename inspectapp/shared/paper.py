"""HTML → PDF for papers: Chinese typesetting, and a renderer that can reach nothing but what it was handed.

A paper names its pictures as `paper:NAME`; NAME is a key of the resources given along. Every other address,
in whatever corner of HTML, CSS or SVG, stops the paper: one without its signature must never come out.
"""

import atexit
import functools
import hashlib
import os
import shutil
import subprocess
import sys
import threading
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspectapp.shared.refusals import TooLarge, Unavailable

SCHEME = "paper:"
STYLESHEET = Path(__file__).parents[2] / "static" / "paper.css"
LISTER = "fc-list"
_LONGEST_HTML = 4 * 1024 * 1024
_MOST_RESOURCES = 80 * 1024 * 1024
# Pango's font map may not be used by two threads at once; a paper takes a fraction of a second.
_one_at_a_time = threading.Lock()

FONTS = {
    "Noto Serif CJK SC": "fonts-noto-cjk",
    "Noto Sans CJK SC": "fonts-noto-cjk",
    "LXGW WenKai": "fonts-lxgw-wenkai",
    "Liberation Serif": "fonts-liberation",
    "DejaVu Sans": "fonts-dejavu-core",
    "BabelStone Han": "fonts-babelstone-han",
    "FandolFang R": "texlive-lang-chinese",
}


@dataclass(frozen=True)
class Problem:
    """What papers need and this machine lacks, with the Debian package that brings it."""

    missing: str
    package: str

    @property
    def sentence(self) -> str:
        return f"缺少{self.missing}，生成文书会变慢或缺字。请安装 {self.package}。"


class ForbiddenResource(Exception):
    """A paper asked for something it was not handed: a fault of its template, never shown to users."""


def render(
    html: str, resources: Mapping[str, bytes] | None = None, *, identifier: bytes | None = None
) -> bytes:
    """The PDF of a paper, styled by paper.css. With an identifier the same paper gives the same bytes."""
    resources = resources or {}
    if len(html) > _LONGEST_HTML or sum(map(len, resources.values())) > _MOST_RESOURCES:
        raise TooLarge("文书内容过大，无法生成。请减少照片或文字后重试。")
    with _one_at_a_time:
        return _rendered(html, resources, identifier)


def setting(html: str, identifier: bytes) -> str:
    """Everything a paper is set from, fonts and typesetter included, as one digest: where it is the same, so
    are the bytes of the paper, and nobody sets it again to know. Its pictures are named by their hashes."""
    return hashlib.sha256(_typesetter() + identifier + html.encode("utf-8")).hexdigest()


def check_fonts() -> list[Problem]:
    """All that is missing for papers; an empty list lets the app start."""
    return [*_missing_libraries(), *_missing_fonts()]


def _rendered(html: str, resources: Mapping[str, bytes], identifier: bytes | None) -> bytes:
    import weasyprint
    from weasyprint.urls import FatalURLFetchingError

    fonts, style = _engine()
    document = weasyprint.HTML(string=html, base_url=SCHEME, url_fetcher=_fetcher(resources))
    try:
        return document.write_pdf(stylesheets=[style], font_config=fonts, pdf_identifier=identifier)
    except FatalURLFetchingError as error:
        raise ForbiddenResource(str(error)) from error


@functools.cache
def _typesetter() -> bytes:
    """What sets papers in this process, down to the version of every font."""
    import fontTools
    import PIL
    import pydyf
    import weasyprint
    from weasyprint.text import ffi

    parts = (
        sys.version, zlib.ZLIB_RUNTIME_VERSION, weasyprint.__version__, pydyf.__version__, fontTools.version,
        PIL.__version__, ffi.pango.pango_version(), STYLESHEET.read_text(encoding="utf-8"), *_font_files(),
    )  # fmt: skip
    return hashlib.sha256(repr(parts).encode("utf-8")).digest()


def _font_files() -> list[str]:
    """Every face of the fonts of papers: its file, version and size."""
    found = _listed("--format", "%{file}|%{family}|%{fontversion}\n", ":")
    faces = [line.split("|") for line in found if set(line.split("|")[1].split(",")) & FONTS.keys()]
    return sorted(f"{file} {version} {os.path.getsize(file)}" for file, _, version in faces)


def _listed(*asked: str) -> list[str]:
    command = [shutil.which(LISTER) or LISTER, *asked]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603
    return done.stdout.splitlines()


@functools.cache
def _engine() -> tuple[Any, Any]:
    """One font configuration for the life of the process: one per paper takes three times the memory."""
    try:
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:  # Pango is not installed
        raise Unavailable("服务器缺少排版组件，暂时不能生成文书。请联系系统管理员。") from error
    fonts = FontConfiguration()
    style = CSS(string=STYLESHEET.read_text(encoding="utf-8"), font_config=fonts, url_fetcher=_fetcher({}))
    atexit.register(_engine.cache_clear)  # its clean-up needs modules that are gone a moment later
    return fonts, style


def _fetcher(resources: Mapping[str, bytes]) -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Handed(URLFetcher):
        """Looks a name up in memory; there is no code here that could open anything."""

        def __init__(self) -> None:
            self._fail_on_errors = True

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            data = resources.get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
            if data is None:
                raise FatalURLFetchingError(f"not handed to this paper: {url[:200]}")
            return URLFetcherResponse(url, data)

        def open(self, *ignored: Any, **also: Any) -> Any:
            raise FatalURLFetchingError("a paper opens nothing")

    return Handed()


def _missing_libraries() -> list[Problem]:
    try:
        from weasyprint.text import ffi
    except OSError:
        return [Problem("排版组件 Pango", "libpango-1.0-0 libpangoft2-1.0-0")]
    if ffi.harfbuzz_subset is None:
        return [Problem("字体子集组件 HarfBuzz", "libharfbuzz-subset0")]
    return []


def _missing_fonts() -> list[Problem]:
    if shutil.which(LISTER) is None:
        return [Problem("字体配置工具", "fontconfig")]
    present = {family.strip() for line in _listed(":", "family") for family in line.split(",")}
    return [Problem(f"字体 {name}", package) for name, package in FONTS.items() if name not in present]
