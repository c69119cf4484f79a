"""What each role may open: every route declares it, an undeclared route stops the app at start.

Who is asking is found out once a request, from the token in the cookie; nothing about the person is trusted
from the phone.
"""

import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, g, request
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from inspectapp.people import actions, queries, rules
from inspectapp.people.actor import Actor, Role
from inspectapp.shared import clock
from inspectapp.shared.refusals import NotAllowed, Unavailable
from inspectapp.web import assets, health, shell, transaction
from inspectapp.web.errors import SENTENCES
from inspectapp.web.respond import asked_by_htmx, go, page

View = Callable[..., Any]
TOKEN = "token"  # noqa: S105 - the name of the cookie's field
TOUCH_EVERY = timedelta(minutes=1)
CHANGE_PASSWORD = "people.edit_password"  # noqa: S105 - an endpoint
NEXT = "next"
PUBLIC = frozenset((*assets.PUBLIC, *health.PUBLIC, *shell.PUBLIC))
#: The outbox says whose entry it sends.
MEANT_BY = "X-Person"


@dataclass(frozen=True)
class Policy:
    """Who may open a route: everybody, anyone signed in, or these roles."""

    public: bool = False
    whoever_asks: bool = False
    roles: frozenset[Role] | None = None
    while_password_is_handed_out: bool = False

    def admits(self, role: Role) -> bool:
        return self.roles is None or role in self.roles


def _declare(policy: Policy) -> Callable[[View], View]:
    def put(view: View) -> View:
        view.policy = policy  # type: ignore[attr-defined]
        return view

    return put


def allows(*roles: Role) -> Callable[[View], View]:
    """Only these roles."""
    return _declare(Policy(roles=frozenset(roles)))


def open_to_all(view: View) -> View:
    """Pages without an account: login, checking a paper, a trainee's phone."""
    return _declare(Policy(public=True))(view)


def signed_in(view: View) -> View:
    """Anyone with an account."""
    return _declare(Policy())(view)


def signed_in_even_with_handed_out_password(view: View) -> View:
    """The two doors that stay open until a handed-out password is changed."""
    return _declare(Policy(while_password_is_handed_out=True))(view)


class SignedIn(UserMixin):
    """What Flask-Login holds: the actor of this request."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor


def current_actor() -> Actor:
    """Who is asking; only in routes that are not public."""
    return g.actor  # type: ignore[no-any-return]


def signed_in_until() -> datetime:
    """When this sign-in ends at the latest, however busy one is."""
    return g.signed_in_until  # type: ignore[no-any-return]


def actor_or_none() -> Actor | None:
    """Who is asking on a page that is open to all."""
    return getattr(current_user, "actor", None)


UnitLookup = Callable[[Session, uuid.UUID], uuid.UUID | None]


class Doorkeeper:
    """Loads the person of a request and holds the routes' policies against the role."""

    def __init__(self, idle: timedelta, absolute: timedelta, unit_of_clerk: UnitLookup) -> None:
        self.idle, self.absolute, self.unit_of_clerk = idle, absolute, unit_of_clerk

    def load(self, token: str) -> SignedIn | None:
        """Flask-Login's user loader: one statement, then the limits."""
        known = g._get_current_object()  # type: ignore[attr-defined]
        if known.get("person_asked_for"):
            return None  # finding out failed before: the page that tells of it is for nobody
        known.person_asked_for = True
        connection = transaction.connection()
        row = queries.signed_in(connection, token)
        now = clock.now()
        if row is None or rules.session_is_over(row.began_at, row.seen_at, now, self.idle, self.absolute):
            return None
        unit_id = self.unit_of_clerk(transaction.session(), row.id) if row.role is Role.CLERK else None
        actor = queries.actor_of(connection, row, unit_id)
        known.actor, known.person_id = actor, actor.id
        known.signed_in_until = row.began_at + self.absolute
        if now - row.seen_at > TOUCH_EVERY:
            # Reading goes on while nobody can write.
            with suppress(DBAPIError, Unavailable), transaction.apart() as writing:
                actions.touch(writing, row.session_id, at=now)
        return SignedIn(actor)

    def admit(self, policy: Policy) -> Response | None:
        """None when the door is open."""
        if policy.whoever_asks:
            return None
        if policy.public:
            # Before the route opens a transaction of its own: that somebody was seen is noted apart.
            actor_or_none()
            return None
        # Asked once: every look through `current_user` goes the whole way to Flask-Login.
        actor = actor_or_none()
        if actor is None or _meant_by_another(actor):
            return sign_in_first()
        if not policy.admits(actor.role):
            raise NotAllowed(SENTENCES[403])
        if actor.must_change_password and not policy.while_password_is_handed_out:
            return go("/password")
        return None


def _meant_by_another(actor: Actor) -> bool:
    """On a shared phone an old page may send under the next person's sign-in: it is not taken for theirs."""
    own = str(actor.id)
    return request.headers.get(MEANT_BY, own) != own


def sign_in_first() -> Response:
    """Plain pages go to the login page and come back; htmx gets 401 with the way there."""
    if not asked_by_htmx():
        back = request.full_path.rstrip("?") if request.method == "GET" else ""
        return go("/login" if back in ("", "/") else f"/login?{NEXT}={quote(back, safe='/')}")
    response = page(
        "components/_alert.html", status=401, sentence=SENTENCES[401], title="请重新登录", kind="warn"
    )
    response.headers["HX-Redirect"] = "/login"
    return response


def policy_of(app: Flask, endpoint: str) -> Policy | None:
    """The policy a route declared; `web` stands below and names its few public routes in data."""
    if endpoint in PUBLIC:
        return Policy(public=True, whoever_asks=True)
    return getattr(app.view_functions[endpoint], "policy", None)


def check_all_declared(app: Flask) -> None:
    """Refuse to start with a route nobody decided about."""
    bare = sorted(name for name in app.view_functions if policy_of(app, name) is None)
    if bare:
        raise RuntimeError(f"routes without a declared policy: {', '.join(bare)}")


def alive_since() -> tuple[datetime, datetime]:
    """Since when a sign-in must have been seen, and have begun, to be open still."""
    keeper: Doorkeeper = current_app.extensions["doorkeeper"]
    return rules.alive_since(clock.now(), keeper.idle, keeper.absolute)


def init(app: Flask, doorkeeper: Doorkeeper) -> None:
    """Wire Flask-Login to the server-side sign-ins and guard every route."""
    app.extensions["doorkeeper"] = doorkeeper
    manager = LoginManager()
    manager.init_app(app)
    manager.session_protection = None
    # With the protection off nothing is compared with it; Flask-Login would digest it for every request.
    manager._session_identifier_generator = str

    @manager.request_loader
    def load(asked: Any) -> SignedIn | None:
        token = cookie.get(TOKEN)
        return doorkeeper.load(token) if isinstance(token, str) else None

    @app.before_request
    def guard() -> Response | None:
        endpoint = request.endpoint
        if endpoint is None:
            return None
        return doorkeeper.admit(policy_of(app, endpoint) or Policy(roles=frozenset()))
