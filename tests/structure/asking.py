"""Every route asked by everybody for every planted thing: what was promised, and what came back instead."""

import html
import io
import tomllib
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlencode

from werkzeug.routing import BuildError

from inspectapp.people.actor import Role
from inspectapp.web.errors import SENTENCES
from tests.structure.planted import Asker, Thing, World

TABLE = tomllib.loads((Path(__file__).parent / "routes.toml").read_text(encoding="utf-8"))
EVERYBODY, SIGNED = "everybody", "anyone signed in"
SIGN_IN, BY_ROLE, NOTHING, REFUSED, ANSWERED, OPEN = (
    "sign in",
    "refused by role",
    "nothing",
    "refused",
    "answered",
    "open",
)
#: An officer and a clerk try every register, the others some of them.
THOROUGH, SOME_REGISTERS = ("zhifa1", "jingban"), ("", "staff", "certificates", "units")
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


@dataclass(frozen=True)
class Route:
    """One line of the table beside the rule of the app."""

    endpoint: str
    rule: object = field(hash=False)
    line: dict = field(hash=False)

    @property
    def who(self) -> str:
        return TABLE["who"][self.line["who"]]

    @cached_property
    def roles(self) -> frozenset[Role]:
        return (
            frozenset(Role)
            if self.who in (EVERYBODY, SIGNED)
            else frozenset(Role[one] for one in self.who.split())
        )

    @property
    def method(self) -> str:
        return next(iter(self.rule.methods - {"HEAD", "OPTIONS"}))

    def promise(self, asker: Asker, thing: Thing) -> str:
        """What this person must get for this thing."""
        if self.who == EVERYBODY:
            return OPEN
        if asker.actor is None:
            return SIGN_IN
        if asker.actor.role not in self.roles:
            return BY_ROLE
        return self._for(asker, thing)

    def _for(self, asker: Asker, thing: Thing) -> str:
        actor, line = asker.actor, self.line
        if line.get("city") and not actor.is_city:
            return REFUSED
        barred = actor.role is Role.CLERK and thing.register in line.get("clerk_not", "").split()
        if barred and (thing.kind == "book" or thing.unit == actor.unit_id):
            return REFUSED
        arranges = line.get("heads") and actor.role in (Role.HEAD, Role.CITY)
        barred = line.get("named") and actor.id not in thing.officers and not arranges
        if barred and thing.at == "nowhere" and thing.officers:
            return REFUSED
        if thing.at == "nowhere" or not asker.sees(thing):
            return NOTHING
        if barred:
            return REFUSED
        return REFUSED if line.get("own") and thing.region != actor.region_id else ANSWERED


@dataclass(frozen=True)
class Case:
    """One question."""

    route: Route
    asker: Asker
    thing: Thing
    path: str
    htmx: bool = False

    def __str__(self) -> str:
        what = f"{self.route.endpoint}, {self.thing.kind} at {self.thing.at}{', htmx' if self.htmx else ''}"
        return f"{self.asker.login} {self.route.method} {self.path} ({what})"


class Asking:
    """The app, the planted world and the table, ready to ask."""

    def __init__(self, app, world: World) -> None:
        self.app, self.world = app, world
        self.client = app.test_client(use_cookies=False)
        self.adapter = app.url_map.bind("localhost")
        self.nothing: dict[tuple, object] = {}

    @cached_property
    def routes(self) -> list[Route]:
        rules = sorted(self.app.url_map.iter_rules(), key=lambda rule: rule.endpoint)
        return [Route(rule.endpoint, rule, TABLE["routes"][rule.endpoint]) for rule in rules]

    def things_for(self, route: Route) -> list[Thing]:
        """The planted things that fill this address."""
        kinds, names = route.line.get("thing", "anything"), set(route.rule.arguments)
        given = {name: value for name, value in route.line.get("ask", {}).items() if name in names}
        fitting = [thing for thing in self.world.of(kinds) if set(thing.ids) == names - set(given)]
        return [thing for thing in fitting if self.path_of(route, thing)]

    def path_of(self, route: Route, thing: Thing) -> str | None:
        """The address; None where this register has no such page."""
        asked = route.line.get("ask", {})
        given = {name: value for name, value in asked.items() if name in route.rule.arguments}
        try:
            path = self.adapter.build(route.endpoint, thing.ids | given, route.method)
        except (BuildError, ValueError):
            return None
        rest = {name: value for name, value in asked.items() if name not in given}
        return f"{path}?{urlencode(rest)}" if rest else path

    def cases(self, logins=None) -> Iterator[Case]:
        """Every route, everybody, every thing that fits; hidden things also with one's own first id."""
        for route in self.routes:
            things = self.things_for(route)
            for login in logins or self.world.askers:
                asker = self.world.askers[login]
                for thing in (
                    *self._told_apart(route, asker, things),
                    *self._strangers(route, asker, things),
                ):
                    yield Case(route, asker, thing, self.path_of(route, thing))

    def _told_apart(self, route: Route, asker: Asker, things: list[Thing]) -> list[Thing]:
        """All of them for two; some registers for the others; two where the door is shut anyway."""
        if asker.login not in THOROUGH:
            things = [thing for thing in things if thing.register in SOME_REGISTERS] or things
        if route.promise(asker, things[0]) in (SIGN_IN, BY_ROLE):
            return [things[0], things[-1]] if len(things) > 1 else things
        return things

    def _strangers(self, route: Route, asker: Asker, things: list[Thing]) -> Iterator[Thing]:
        """An id nobody has; and the last id of a hidden thing under the first ids of one's own."""
        if things[0].id_names:
            yield things[0].elsewhere()
        if route.promise(asker, things[0]) in (SIGN_IN, BY_ROLE, OPEN):
            return
        crossing = {
            thing.register: thing for thing in things if len(thing.id_names) > 1 and not asker.sees(thing)
        }
        for register, thing in crossing.items() if asker.login in THOROUGH else list(crossing.items())[:1]:
            own = next((one for one in things if asker.sees(one) and one.register == register), None)
            if own:
                yield self.world.through(own, thing)

    def ask(self, case: Case):
        """The answer; nothing that it changes is kept."""
        headers = {"Sec-Fetch-Site": "same-origin"}
        if case.asker.cookie:
            headers["Cookie"] = case.asker.cookie
        if case.htmx:
            headers["HX-Request"] = "true"
        data = None
        if case.route.method in UNSAFE:
            data = {"op_id": str(uuid.uuid4()), **case.route.line.get("send", {})}
        return self.client.open(case.path, method=case.route.method, data=data, headers=headers)

    def complaints(self, case: Case) -> list[str]:
        """What in the answer breaks the promise, in words."""
        answer = self.ask(case)
        promised = case.route.promise(case.asker, case.thing)
        text = text_of(answer)
        found = [*self._status(case, promised, answer, text), *self._marks(case, promised, answer, text)]
        return [f"{case}: {what}" for what in found]

    def _status(self, case: Case, promised: str, answer, text: str) -> Iterator[str]:
        status = answer.status_code
        if status >= 500:
            yield f"{status}"
        if promised == SIGN_IN and not (status == 303 and answer.headers["Location"].startswith("/login")):
            yield f"{status} instead of the way to the sign-in"
        if promised == BY_ROLE and not (status == 403 and SENTENCES[403] in text):
            yield f"{status}, but {case.asker.login} must be refused with the page of every role"
        if promised == REFUSED and status != 403:
            yield f"{status}, but must be refused"
        if promised == ANSWERED and status in (400, 403, 404, 405, 415):
            yield f"{status}, but may open it"
        if promised == NOTHING:
            yield from self._nothing(case, answer)

    def _nothing(self, case: Case, answer) -> Iterator[str]:
        """Foreign things are the same nothing as an id that nobody has: status, headers and every byte."""
        if answer.status_code != 404:
            yield f"{answer.status_code}, but nothing must be found"
            return
        if answer.data != self._unknown(case).data or answer.headers != self._unknown(case).headers:
            yield "differs from the answer for an id that nobody has"

    def _unknown(self, case: Case):
        key = (case.route.endpoint, case.asker.login, case.thing.register, case.htmx)
        if key not in self.nothing:
            thing = case.thing.elsewhere()
            self.nothing[key] = self.ask(
                Case(case.route, case.asker, thing, self.path_of(case.route, thing), case.htmx)
            )
        return self.nothing[key]

    def _marks(self, case: Case, promised: str, answer, text: str) -> Iterator[str]:
        said = text + unquote(str(answer.headers))
        hidden = [mark for mark in self.world.hidden_from(case.asker) if mark in said]
        if hidden:
            yield f"tells of {'、'.join(sorted(hidden))}"
        told = [number for number in self.world.numbers if number in said]
        if told and not (promised == ANSWERED and case.route.line.get("reveals")):
            yield f"shows the full number {told[0]}"
        if promised == ANSWERED and answer.status_code == 200:
            yield from self._missing(case, said)

    def _missing(self, case: Case, said: str) -> Iterator[str]:
        kind = case.route.line.get("shows")
        if kind is None or (case.htmx and case.route.line.get("part")):
            return
        lists = case.thing.kind != kind
        wanted = [one for one in self.world.of(kind) if case.asker.sees(one)] if lists else [case.thing]
        for thing in wanted:
            if thing.mark not in said:
                yield f"does not show {thing.mark}, so this test could not see a leak either"


def text_of(answer) -> str:
    """What an answer says: a page without the marks where lines may break, every sheet of a workbook."""
    if answer.mimetype.endswith("spreadsheetml.sheet"):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
            return html.unescape("".join(book.read(name).decode() for name in book.namelist()))
    return answer.data.decode(errors="replace").replace("<wbr>", "")
