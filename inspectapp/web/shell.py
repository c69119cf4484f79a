"""The shell: what a phone keeps to open pages without a network. Nothing in it belongs to anybody.

The worker is one built file behind an address that never changes; in front of it stands which files to keep.
"""

import json

from flask import Blueprint, Response, abort, jsonify

from inspectapp.web import assets
from inspectapp.web.respond import page

bp = Blueprint("shell", __name__)
# `people` stands above `web`, so the policy is declared in data.
PUBLIC = ("shell.worker", "shell.manifest", "shell.offline")
OFFLINE = "/offline"
#: Nobody scans a code without a network.
LEFT_OUT = ("qr-scanner",)
#: What the worker needs besides itself: the store, and how pages are taken along.
SCRIPTS = ("store.js", "prepare-rules.js", "taking.js")
ICONS = (("icon-192.png", "192x192"), ("icon-512.png", "512x512"))


@bp.get("/sw.js")
def worker() -> Response:
    names = assets.SHELF.manifest()
    if "sw.js" not in names:
        abort(404)
    files = [assets.asset(name) for name in names if not name.startswith(LEFT_OUT)]
    told = {"offline": OFFLINE, "scripts": [assets.asset(name) for name in SCRIPTS], "files": files}
    code = (assets.SHELF.folder / names["sw.js"]).read_text("utf-8")
    response = Response(f"self.shell = {json.dumps(told)};\n{code}")
    response.headers["Content-Type"] = assets.KINDS["js"]
    return response


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    response = jsonify(
        name="安培督查", short_name="安培督查", description="安全生产培训监督检查", lang="zh-CN",
        start_url="/", scope="/", id="/", display="standalone", orientation="portrait",
        background_color="#f5f7fa", theme_color="#1652a1",
        icons=[_icon(name, size) for name, size in ICONS],
    )  # fmt: skip
    response.headers["Content-Type"] = assets.KINDS["webmanifest"]
    return response


@bp.get(OFFLINE)
def offline() -> Response:
    return page("offline.html")


def _icon(name: str, size: str) -> dict[str, str]:
    return {"src": assets.asset(name), "sizes": size, "type": "image/png", "purpose": "any maskable"}
