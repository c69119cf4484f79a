"""The tabs at the root and the side navigation: which ones a person has is decided by the route's policy."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, request
from flask_login import current_user


@dataclass(frozen=True)
class Tab:
    """One tab: where it goes, its word and its icon."""

    url: str
    title: str
    icon: str
    current: bool = False
    #: On the phone such a tab stands under 我的: the bottom has room for four.
    aside: bool = False


#: (endpoint, word, icon) in the order of the tabs; a tab is shown when the person may open its endpoint.
TABS = (
    ("desk.today", "今日", "calendar-check"),
    ("visits.index", "检查", "clipboard-check"),
    ("subjects.index", "对象", "building-2"),
    ("documents.index", "文书", "file-text"),
    ("checklists.index", "检查表", "list-checks"),
    ("laws.index", "法律", "scale"),
    ("accounts.index", "账号", "users"),
    ("accounts.regions", "辖区", "map"),
    ("security.index", "登录", "shield-check"),
    ("audit.index", "日志", "scroll-text"),
    ("people.me", "我的", "user"),
)


#: Blueprint → the style sheets that only its pages need, beside the one of every page.
SHEETS = {
    "checklists": ("check.css", "checklists.css"), "documents": ("documents.css",),
    "visits": ("evidence.css",), "evidence": ("walk.css",), "records": ("documents.css",),
    "outbox": ("outbox.css",),
}  # fmt: skip
ASIDE = ("documents.index", "checklists.index", "laws.index")


def tabs(app: Flask) -> list[Tab]:
    """The tabs of whoever asks; nobody signed in has none."""
    actor = getattr(current_user, "actor", None)
    if actor is None:
        return []
    return [tab for tab in (_tab(app, actor, *row) for row in TABS) if tab is not None]


def _tab(app: Flask, actor: Any, endpoint: str, title: str, icon: str) -> Tab | None:
    view = app.view_functions.get(endpoint)
    policy = getattr(view, "policy", None)
    if policy is None or not policy.admits(actor.role):
        return None
    url = app.url_for(endpoint)
    current = request.path == url or (url != "/" and request.path.startswith(f"{url}/"))
    return Tab(url, title, icon, current, endpoint in ASIDE)


def init(app: Flask, stages: Iterable[Any]) -> None:
    """Every template knows the tabs and who is asking."""

    @app.context_processor
    def known() -> dict[str, Any]:
        sheets = SHEETS.get(request.blueprint or "", ())
        return {
            "sheets": sheets,
            "nav": tabs(app),
            "actor": getattr(current_user, "actor", None),
            "stages": stages,
        }
