"""Addresses and answers for css, js and icons: named by content, compressed, kept by phones for a year.

Templates ask `asset("app.css")`; `inspectapp assets` (or this module's `main`) builds the files first.
"""

import json
import logging
import os
import sys
from pathlib import Path

from flask import Blueprint, Response, abort, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from inspectapp.web.bundles import FOLDER, MANIFEST, AssetsMismatch, build
from inspectapp.web.names import words

ROOT = Path(__file__).resolve().parents[2]
FOREVER = "public, max-age=31536000, immutable"
KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "webmanifest": "application/manifest+json; charset=utf-8",
}
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
log = logging.getLogger("inspectapp")


class Shelf:
    """The built files of one folder; its list is read again when a new build replaces it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # A page of sixty questions asks for hundreds of addresses: the path is put together once.
        self.path = str(folder / MANIFEST)
        self.stamp, self.names = -1, dict[str, str]()

    def manifest(self) -> dict[str, str]:
        """Plain name to hashed name; empty before the first build."""
        try:
            stamp = os.stat(self.path).st_mtime_ns
        except FileNotFoundError:
            return {}
        if stamp != self.stamp:
            self.names, self.stamp = json.loads(Path(self.path).read_text("utf-8")), stamp
        return self.names

    def address(self, name: str) -> str:
        """Where the browser finds a file. Before the first build pages still work, without their looks."""
        names = self.manifest()
        if not names:
            log.warning("assets are not built; run `inspectapp assets`")
            return f"/static/{name}"
        if name not in names:
            raise LookupError(f"no asset {name!r}; built are: {', '.join(sorted(names))}")
        return f"/static/{names[name]}"

    def answer(self, name: str, accepted: str) -> Response:
        """One file in the best form the browser reads; a name that is not on the list is a 404."""
        if name not in self.manifest().values():
            abort(404)
        offered = parse_accept_header(accepted, Accept)
        encoding, ending = next(((word, end) for word, end in ENCODINGS if offered[word]), ("", ""))
        response = Response((self.folder / f"{name}{ending}").read_bytes())
        response.headers["Content-Type"] = KINDS.get(name.rpartition(".")[2], "application/octet-stream")
        response.headers["Cache-Control"] = FOREVER
        response.headers["Vary"] = "Accept-Encoding"
        if encoding:
            response.headers["Content-Encoding"] = encoding
        return response


SHELF = Shelf(ROOT / FOLDER)
bp = Blueprint("assets", __name__)
bp.add_app_template_filter(words, "words")
# `people` stands above `web`, so the policy is declared in data: a login page needs its looks too.
PUBLIC = ("assets.file",)


def asset(name: str) -> str:
    """The address of a built file, for templates."""
    return SHELF.address(name)


@bp.get("/static/<name>")
def file(name: str) -> Response:
    return SHELF.answer(name, request.headers.get("Accept-Encoding", ""))


def main() -> int:
    """Build into this checkout; 1 and one sentence when the packages are not the locked ones."""
    try:
        files = build(ROOT)
    except AssetsMismatch as mismatch:
        sys.stderr.write(f"{mismatch}\n")
        return 1
    sys.stdout.write(f"前端资源已生成：{len(files)}个文件。\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
