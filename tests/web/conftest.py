"""A few small doors behind the manners of the house, made to see what the manners do."""

import errno
import io
import json
import logging
import uuid

import pytest
from flask import Blueprint, Response, abort, request
from sqlalchemy import func
from sqlmodel import select

from inspectapp.app import create_app, open_stores
from inspectapp.people import actions, queries
from inspectapp.people.access import TOKEN, open_to_all, signed_in
from inspectapp.people.models import Level, Region
from inspectapp.shared import clock, db
from inspectapp.shared.ledger.models import Line
from inspectapp.shared.refusals import NotNow, TooOften, Unavailable, Unreadable
from inspectapp.web.logs import JsonLines
from inspectapp.web.once import Op, show_once
from inspectapp.web.respond import go
from inspectapp.web.transaction import session, writes
from tests.client import Browser

#: What nobody but its owner may read: planted, then looked for where it must not be.
CANARIES = ("11010519491231002X", "13812341234", "欧阳红梅", "mima-tianwang-7741")


def region(name, by=None):
    """The smallest thing of the house that has a row and a line in the ledger."""
    values = {
        "name": name, "short_name": name, "level": Level.CITY, "parent_id": None,
        "office_name": f"{name}应急管理局", "number_prefix": name,
    }  # fmt: skip
    return actions.add_region(session(), values, by=by, at=clock.now())


def _raise(error):
    raise error


def _said(words, status=200):
    return Response(words, status, mimetype="text/plain")


def _nested():
    region(f"{request.form['name']}之二")
    return region(request.form["name"])


#: How a request may end after it has written; each returns an answer or raises.
ENDINGS = {
    "gone on": lambda: go("/probe/regions"),
    "a fragment": lambda: _said(f"已保存 {' '.join(CANARIES)}"),
    "a secret": lambda: show_once(_said(CANARIES[-1])),
    "400": lambda: abort(400),
    "404 answered": lambda: _said("没有", 404),
    "409": lambda: _raise(NotNow("已经提交过了。请刷新页面查看。")),
    "422": lambda: _raise(Unreadable("编号不对。请核对后再填。")),
    "422 answered": lambda: _said("请改正", 422),
    "429": lambda: _raise(TooOften("次数太多。请稍后再试。")),
    "500": lambda: _raise(RuntimeError(f"{CANARIES[0]} was typed")),
    "500 answered": lambda: _said("不行", 500),
    "503": lambda: _raise(Unavailable("存储暂时不能用。请稍后再试。")),
    "507": lambda: _raise(OSError(errno.ENOSPC, "No space left on device")),
    "a nested act refused": _nested,
}

bp = Blueprint("probe", __name__, url_prefix="/probe")


@bp.post("/regions")
@open_to_all
@writes
def create_region():
    region(request.form.get("name", "试验市"))
    return ENDINGS[request.form.get("ending", "gone on")]()


@bp.post("/own-regions")
@signed_in
@writes
def create_own_region():
    region("试验市")
    return go("/")


@bp.post("/named-regions")
@signed_in
@writes
def create_named_region():
    region(request.form["name"])
    return ENDINGS[request.form.get("ending", "gone on")]()


@bp.get("/regions")
@open_to_all
def write_while_reading():
    region("偷偷市")
    return go("/")


@bp.get("/ends/<status>")
@open_to_all
def end(status):
    return ENDINGS[status]() if status in ENDINGS else abort(int(status))


@pytest.fixture(scope="session")
def probe_app(template):
    made = create_app(template)
    made.register_blueprint(bp)
    made.testing = True
    return made


@pytest.fixture
def probes(settings, probe_app):
    """The app with the doors, on this test's own data."""
    open_stores(settings)
    yield probe_app
    db.current().engine.dispose()


@pytest.fixture
def caller(probes):
    """caller() is a browser of nobody, caller("zhifa1") of that member of the cast."""

    def call(login=None, app=probes):
        client = Browser(app)
        if login is not None:
            with db.write_session() as writing:
                found = queries.person_by_login(writing, login)
                token = actions.sign_in(writing, found, "测试手机", at=clock.now())
            with client.session_transaction() as cookie:
                cookie[TOKEN] = token
        return client

    return call


@pytest.fixture
def kept(probes):
    """kept() counts what the doors have left: (regions, ledger lines, remembered requests)."""

    def count():
        with db.read_session() as reading:
            counts = [
                select(func.count()).select_from(Region).where(Region.name.like("试验%")),
                select(func.count()).select_from(Line).where(Line.act == "新建辖区", Line.by_id.is_(None)),
                select(func.count()).select_from(Op),
            ]
            return tuple(reading.scalar(query) for query in counts)

    before = count()
    return lambda: tuple(now - then for now, then in zip(count(), before, strict=True))


@pytest.fixture
def told():
    """told() are the lines of the log so far, each read as JSON."""
    log, stream = logging.getLogger("inspectapp"), io.StringIO()
    handler, level = logging.StreamHandler(stream), log.level
    handler.setFormatter(JsonLines())
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    log.removeHandler(handler)
    log.setLevel(level)


@pytest.fixture
def form(op_id):
    """form(name="…") is what a page of ours sends; the same id within one test."""
    return lambda **fields: {"op_id": op_id, "name": "试验市", **fields}


def fresh():
    return str(uuid.uuid4())
