"""create_app(): the whole wiring on one screen."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from htmx_flask import Htmx
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from inspectapp import workflow
from inspectapp.checklists import routes as checklists
from inspectapp.config import Settings, from_environment
from inspectapp.desk import routes as desk
from inspectapp.documents import house
from inspectapp.documents import routes as documents
from inspectapp.evidence import routes as evidence
from inspectapp.laws import routes as laws
from inspectapp.people import access
from inspectapp.people import routes as people
from inspectapp.records import routes as records
from inspectapp.shared import clock, db, files, ledger, secrets, text
from inspectapp.shared.keys import Keyring
from inspectapp.subjects import exchange
from inspectapp.subjects import routes as subjects
from inspectapp.subjects.queries import unit_of_clerk
from inspectapp.visits import routes as visits
from inspectapp.web import (
    ahead,
    asked,
    assets,
    compress,
    cookies,
    csrf,
    errors,
    headers,
    health,
    limits,
    logs,
    navigation,
    one_by_one,
    respond,
    shell,
    to_the_end,
    transaction,
)

ROOT = Path(__file__).resolve().parent.parent
BLUEPRINTS = (
    health.bp, assets.bp, shell.bp, *people.BLUEPRINTS, subjects.bp, exchange.bp, laws.bp, checklists.bp,
    documents.bp, visits.bp, evidence.bp, records.bp, desk.bp,
)  # fmt: skip


class Synchronous(Flask):
    """No view here is a coroutine: Flask need not look into ten functions a request to find that out."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(settings: Settings | None = None) -> Flask:
    """The app over one database, one file store and one set of keys."""
    settings = settings or from_environment()
    app = Synchronous(__name__, template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.from_mapping(_limits(settings), SETTINGS=settings)
    open_stores(settings)
    app.secret_key = Keyring(settings.keys).get("cookies")
    if settings.trusted_proxies:
        trusted = [settings.trusted_proxies] * 3
        app.wsgi_app = ProxyFix(app.wsgi_app, *trusted)  # type: ignore[method-assign]
    Htmx(app)
    app.request_class = asked.Asked
    cookies.init(app)
    for manners in (compress, ahead, logs, headers, csrf, limits, errors, transaction):
        manners.init(app)
    access.init(app, access.Doorkeeper(*_idle_limits(settings), unit_of_clerk=unit_of_clerk))
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    _furnish_templates(app)
    if not settings.database_url.startswith("postgresql"):
        one_by_one.init(app)
    to_the_end.init(app, settings.upload_limit)
    access.check_all_declared(app)
    return app


def open_stores(settings: Settings) -> None:
    """Database and keys, for the app and for the command line alike."""
    keyring = Keyring(settings.keys)
    secrets.unlock(keyring)
    ledger.unlock(keyring)
    db.open_database(settings.database_url)
    house.open_house(settings)
    files.use(settings.files_url, settings.data / "derived")


def _limits(settings: Settings) -> dict[str, object]:
    return {
        "MAX_CONTENT_LENGTH": settings.upload_limit,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 3000,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=settings.absolute_hours),
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
    }


def _idle_limits(settings: Settings) -> tuple[timedelta, timedelta]:
    return timedelta(minutes=settings.idle_minutes), timedelta(hours=settings.absolute_hours)


def _furnish_templates(app: Flask) -> None:
    env = app.jinja_env
    env.undefined, env.trim_blocks, env.lstrip_blocks = StrictUndefined, True, True
    env.filters.update(
        day=clock.day, daytime=clock.daytime, money=lambda yuan: f"{yuan:,}元", ranges=text.ranges
    )
    env.globals.update(
        once_field=respond.once_field, asset=assets.asset, messages=respond.messages, ahead=ahead.ahead
    )
    navigation.init(app, workflow.STAGES)
