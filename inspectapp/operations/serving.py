"""Starting the service: database and keys first, then the demo world or a set-up link, then the server."""

import os
import sys
from typing import Any

import click

from inspectapp import demo, schema
from inspectapp.config import Settings
from inspectapp.operations import daily, shipping
from inspectapp.people import actions, queries
from inspectapp.shared import clock, db, paper
from inspectapp.shared.refusals import NotNow

STEPS = 3
#: What was needed once, for a photo for instance, is given back: threads share two heaps, large pieces lie
#: outside of them, and the server's own heap (it takes the bodies in) keeps nothing in store.
THRIFTY = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "65536",
    "MALLOC_TRIM_THRESHOLD_": "131072",
    "_RJEM_MALLOC_CONF": "narenas:1,dirty_decay_ms:0,muzzy_decay_ms:0",
}


def serve(settings: Settings) -> None:
    """Prepare what a first run needs and hand the process over to the server."""
    prepare(settings)
    sys.stdout.flush()
    os.execve(sys.executable, server_command(settings), THRIFTY | os.environ)  # noqa: S606


def prepare(settings: Settings) -> None:
    """Everything that comes before the first request, told step by step."""
    _step(1, "数据库")
    schema.upgrade()
    brought = shipping.bring_in(at=clock.now())
    if brought.words:
        click.echo(f"        {brought.words}")
    _step(2, "字体和系统库")
    for problem in paper.check_fonts():
        click.echo(f"    {problem.sentence}", err=True)
    _step(3, "账号")
    click.echo(welcome(settings))
    daily.gather(settings, at=clock.now())


def _step(number: int, word: str) -> None:
    click.echo(f"  [{number}/{STEPS}] {word}")


def server_command(settings: Settings, *more: str) -> list[str]:
    """The whole command line of the server."""
    return [sys.executable, "-m", "inspectapp.operations.worker", *more, *server_options(settings)]


def server_options(settings: Settings) -> list[str]:
    """Threads, so that a long upload or a paper being made does not block the worker."""
    return [
        "--interface", "wsgi", "--http", "1", "--no-ws",
        "--host", settings.host, "--port", str(settings.port),
        "--workers", str(settings.workers), "--blocking-threads", str(settings.threads),
        "--respawn-failed-workers", "--workers-kill-timeout", "20", "--log-level", "warning",
        "--factory", "inspectapp.operations.worker:create",
    ]  # fmt: skip


def welcome(settings: Settings) -> str:
    """Address and how to log in; on the very first run the demo world is loaded."""
    address = (
        settings.address
        if settings.public_url.startswith("https")
        else f"http://{settings.host}:{settings.port}"
    )
    wanted = os.environ.get("INSPECTAPP_DEMO", "1") != "0"
    with db.write_session() as session:
        empty = demo.is_empty(session)
        if empty and not wanted:
            return f"\n  首次设置请打开（24小时内有效，只能用一次）：\n  {_link(session, address)}\n"
        if not empty and not demo.is_loaded(session):
            return f"\n  请用浏览器打开 {address} 登录\n"
        if empty:
            click.echo("        第一次启动，正在装入演示数据……")
        told = demo.load(session, at=clock.now(), folder=settings.data)
    return f"\n{account_table(told)}\n\n  请用浏览器打开 {address} ，用上面任一账号登录\n"


def setup_link(settings: Settings) -> str:
    """The one-time link of the first run, for an installation without the demo world."""
    with db.write_session() as session:
        if queries.anybody(session):
            raise NotNow("系统已经有账号了，不需要首次设置。请直接登录。")
        return _link(session, f"http://{settings.host}:{settings.port}")


def _link(session: db.Session, address: str) -> str:
    return f"{address}/set-up/{actions.make_link(session, None, at=clock.now())}"


def account_table(told: dict[str, Any]) -> str:
    """The demo accounts as lines; their passwords are random and belong to this installation only."""
    lines = ["  演示账号（密码为本机随机生成）："]
    for one in told["accounts"]:
        lines.append(f"    {one['role']:　<6} {one['region']:　<4} {one['login']:<10} {one['password']}")
    return "\n".join(lines)
