"""The icons of the app: a short list out of one well-kept set, sent to the phone as one sprite."""

import re
from pathlib import Path

NAMES = tuple(
    [
        "house",
        "calendar-check",
        "calendar-days",
        "clipboard-check",
        "clipboard-list",
        "building-2",
        "user",
        "users",
        "scale",
        "list-checks",
        "map",
        "shield-check",
        "scroll-text",
        "chevron-right",
        "chevron-down",
        "arrow-left",
        "plus",
        "search",
        "x",
        "check",
        "minus",
        "circle",
        "circle-dashed",
        "circle-check",
        "circle-x",
        "circle-minus",
        "circle-alert",
        "triangle-alert",
        "info",
        "camera",
        "image",
        "file-text",
        "file-check",
        "file-plus",
        "file-up",
        "paperclip",
        "pencil",
        "trash-2",
        "phone",
        "map-pin",
        "calendar",
        "clock",
        "lock",
        "log-out",
        "key-round",
        "download",
        "upload",
        "printer",
        "filter",
        "refresh-cw",
        "cloud-off",
        "smartphone",
        "target",
        "eye",
        "ellipsis",
        "history",
        "copy",
        "arrow-up",
        "arrow-down",
        "grip-vertical",
        "id-card",
        "graduation-cap",
        "school",
        "door-open",
        "book-open",
        "settings",
        "bell",
        "badge-check",
        "qr-code",
        "signature",
        "gavel",
        "undo-2",
        "save",
        "send",
        "archive",
        "inbox",
        "link",
        "flag",
        "handshake",
        "landmark",
    ]
)
SHAPES = re.compile(r"<svg[^>]*>(.*)</svg>", re.S)
ROOT_TAG = '<svg xmlns="http://www.w3.org/2000/svg">'
SYMBOL = '<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'


def sprite(folder: Path) -> str:
    """Every icon of the list as a symbol of one file, under the set's licence."""
    licence = (folder.parent / "LICENSE").read_text("utf-8").split("---")[0]
    notice = " ".join(licence.replace("--", "-").split())
    return f"{ROOT_TAG}<!-- {notice} -->{''.join(_symbol(folder, name) for name in NAMES)}</svg>"


def _symbol(folder: Path, name: str) -> str:
    found = SHAPES.search((folder / f"{name}.svg").read_text("utf-8"))
    shapes = re.sub(r"\s*\n\s*", "", found[1]) if found else ""
    return SYMBOL.format(name=name, shapes=shapes.replace(" />", "/>"))
