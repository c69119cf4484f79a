"""A queue that is handed in: each entry goes through its usual door, under its own id.

So it is judged by the same rules, happens once however often it comes, and may still come from the phone.
"""

import io
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask import current_app, request
from werkzeug.datastructures import Headers, MultiDict
from werkzeug.test import Client, EnvironBuilder

from inspectapp.people.access import MEANT_BY
from inspectapp.people.queue_files import Entry
from inspectapp.web import once
from inspectapp.web.transaction import close, session

TAKEN, BEFORE, TROUBLE = "已收下", "之前已收下", "需处理"
ELSEWHERE = "这一项不能这样提交。请在手机上处理。"
WAITS = "它前面的内容还没有收下。请先处理前面的，再提交一次这个文件。"
EARLIER = "它接着前一个文件里的内容。请先提交前一个文件，再提交一次这个文件，内容不会丢失。"
UNREADABLE = "这张照片没有存进这个文件。请在手机上再存一次；仍然存不进去，请重拍。"
ALERT = re.compile(r'role="alert"[^>]*>(.*?)</(?:p|div)>', re.S)
SAVED = re.compile(r'data-version="(\d+)"[^>]* data-saved>')
TAGS = re.compile(r"<[^>]+>|\s+")
REFUSED = "服务器没有收下这一项。请在手机上核对后再试。"


@dataclass(frozen=True)
class Taken:
    """What became of one entry, in words."""

    label: str
    state: str
    sentence: str = ""


def hand_in(entries: Iterable[Entry], person_id: uuid.UUID) -> list[Taken]:
    """In their order; behind what was refused, the steps of the same visit wait."""
    return list(_each(list(entries), person_id))


def _each(entries: list[Entry], person_id: uuid.UUID) -> Iterator[Taken]:
    versions: dict[str, str | None] = {}
    here = {entry.id for entry in entries}
    refused, stopped = set[str](), set[str]()
    for entry in entries:
        if entry.visit in stopped or (entry.step and entry.visit in refused):
            one, version = Taken(entry.label, TROUBLE, WAITS), None
        elif missing := _missing(entry):
            one, version = Taken(entry.label, TROUBLE, WAITS if missing <= here else EARLIER), None
        else:
            before = _became(entry, person_id) if entry.after else versions.get(_thing(entry.url))
            one, version = _send(entry.over(before), person_id)
        if one.state != TROUBLE:
            versions[entry.url] = version
        elif entry.visit:
            refused.add(entry.visit)
            stopped |= {entry.visit} if entry.step else set()
        yield one


def _missing(entry: Entry) -> set[uuid.UUID]:
    """What it builds on and the server does not have: a file before this one has not been handed in."""
    missing = {id for id in entry.needs if not once.known(session().connection(), id)}
    close()
    return missing


def _became(entry: Entry, person_id: uuid.UUID) -> str | None:
    """The version that the own words became which these were typed over, whichever file they came in."""
    assert entry.after is not None
    thing = _thing(entry.url)
    html = once.answered(session().connection(), entry.after, person_id, f"POST {thing}")
    close()
    return _version_in(html, thing)


def _thing(url: str) -> str:
    """A finding is taken back as its last correction left it."""
    return url.removesuffix("/withdrawal")


def _send(entry: Entry, person_id: uuid.UUID) -> tuple[Taken, str | None]:
    if not entry.url.startswith("/") or entry.url.startswith(("//", "/outbox", "/sign")):
        return Taken(entry.label, TROUBLE, ELSEWHERE), None
    known = once.known(session().connection(), entry.id)
    close()
    if entry.unreadable:
        return Taken(entry.label, BEFORE) if known else Taken(entry.label, TROUBLE, UNREADABLE), None
    status, receipt, html = _ask(entry, person_id)
    if status < 400 and receipt.startswith(f"{entry.id} "):
        return Taken(entry.label, BEFORE if known else TAKEN), _version_in(html, entry.url)
    return Taken(entry.label, TROUBLE, _sentence_in(html)), None


def _ask(entry: Entry, person_id: uuid.UUID) -> tuple[int, str, str]:
    asked = EnvironBuilder(
        entry.url, base_url=request.host_url, method="POST", data=_form(entry),
        headers=_headers(entry, person_id), environ_base={"REMOTE_ADDR": request.remote_addr or ""},
    )  # fmt: skip
    with Client(current_app.wsgi_app, use_cookies=False).open(asked) as answer:
        return answer.status_code, answer.headers.get(once.RECEIPT, ""), answer.get_data(as_text=True)


def _form(entry: Entry) -> MultiDict[str, Any]:
    form = MultiDict[str, Any](entry.sent)
    if entry.file_name:
        form.add(entry.file_name, (io.BytesIO(entry.file), "photo.jpg"))
    return form


def _headers(entry: Entry, person_id: uuid.UUID) -> Headers:
    return Headers([
        ("Cookie", request.headers.get("Cookie", "")), ("Sec-Fetch-Site", "same-origin"),
        ("HX-Request", "true"), (once.HEADER, str(entry.id)), (MEANT_BY, str(person_id)),
    ])  # fmt: skip


def _version_in(html: str, url: str) -> str | None:
    form = re.search(rf'<form[^>]*action="{re.escape(url)}".*?</form>', html, re.S)
    found = re.search(r'name="version" value="(\d+)"', form[0]) if form else SAVED.search(html)
    return found[1] if found else None


def _sentence_in(html: str) -> str:
    body = re.search(r'alert__body">(.*?)</div>', html, re.S) or ALERT.search(html)
    return TAGS.sub("", unescape(body[1])) if body else REFUSED
