"""A small world full of marks: who asks, what lies where, and who may see it.

Every planted text carries the word of its place (金丝雀本县甲, 金丝雀外县, …). Whoever may not see the place
must never meet the word, in no page, header or workbook. Full numbers are marks for everybody.
"""

import uuid
from dataclasses import dataclass, field, replace

from inspectapp.people.actor import ADMINS, BUREAU, Actor, Role


@dataclass(frozen=True)
class Thing:
    """One planted thing: how it fills an address, and what decides who may see it."""

    kind: str
    at: str
    ids: dict[str, object] = field(hash=False)
    region: uuid.UUID | None = None
    unit: uuid.UUID | None = None
    person: uuid.UUID | None = None
    mark: str = ""
    #: Who may act on it, where only those named for it may.
    officers: frozenset[uuid.UUID] = frozenset()

    @property
    def register(self) -> str:
        """The register an address names, if it names one."""
        return str(self.ids.get("name") or self.ids.get("slug") or "")

    @property
    def id_names(self) -> list[str]:
        """The parts of its address that are ids."""
        return [name for name, value in self.ids.items() if isinstance(value, uuid.UUID)]

    def elsewhere(self) -> "Thing":
        """The same address with ids that were never given out."""
        ids = self.ids | {name: uuid.uuid4() for name in self.id_names}
        gone = {"region": None, "unit": None, "person": None, "officers": frozenset()}
        return replace(self, at="nowhere", ids=ids, **gone)


@dataclass(frozen=True)
class Asker:
    """Somebody who asks, with the cookie of a running sign-in; without an actor nobody."""

    login: str
    actor: Actor | None = None
    cookie: str = ""

    def sees(self, thing: Thing) -> bool:
        """Who may see what: the promise, written down a second time."""
        return self.actor is not None and SEES[thing.kind](self.actor, thing)


def _of_unit(actor: Actor, thing: Thing) -> bool:
    if actor.role is Role.CLERK:
        return actor.unit_id == thing.unit
    return actor.role in BUREAU and thing.region in actor.regions


def _of_bureau(actor: Actor, thing: Thing) -> bool:
    return actor.role in BUREAU and thing.region in actor.regions


def _published(actor: Actor, thing: Thing) -> bool:
    return actor.role in BUREAU and (thing.region in ABOVE[actor.region_id] or thing.region in actor.regions)


def _of_own_region(actor: Actor, thing: Thing) -> bool:
    return actor.role in BUREAU and actor.region_id == thing.region


def _of_bureau(actor: Actor, thing: Thing) -> bool:
    return actor.role in BUREAU and thing.region in actor.regions


#: For every kind of thing, who may see it.
SEES = {
    "unit": _of_unit, "register": _of_unit, "part": _of_unit, "staff": _of_unit,
    "published": _published, "published version": _published,
    "draft": _of_own_region, "draft version": _of_own_region, "draft item": _of_own_region,
    "published item": _published, "intake": _of_own_region,
    "upload": lambda actor, thing: actor.id == thing.person,
    "export": lambda actor, thing: actor.id == thing.person,
    "paper": _of_bureau, "paper slot": _of_bureau, "paper file": _of_bureau, "paper signing": _of_bureau,
    "sealed paper": _of_unit,
    "visit": _of_bureau, "answer": _of_bureau, "finding": _of_bureau, "photo": _of_bureau,
    "law": lambda actor, thing: actor.role in BUREAU,
    "account": lambda actor, thing: actor.role in ADMINS, "region": lambda actor, thing: actor.role in ADMINS,
    "sign-in": lambda actor, thing: actor.role is Role.SECURITY,
    "line": lambda actor, thing: actor.role is Role.AUDIT,
    "book": lambda actor, thing: True, "anything": lambda actor, thing: True,
}  # fmt: skip
#: Regions and those above them; None is what came with the program. Filled by `plant`.
ABOVE: dict[uuid.UUID, set[uuid.UUID | None]] = {}


@dataclass
class World:
    """Everything planted and everybody who asks."""

    things: list[Thing] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    askers: dict[str, Asker] = field(default_factory=dict)
    _hidden: dict[Asker, set[str]] = field(default_factory=dict)

    def of(self, kinds: str) -> list[Thing]:
        """Things of these kinds ("draft version|published version")."""
        return [thing for thing in self.things if thing.kind in kinds.split("|")]

    @staticmethod
    def through(own: Thing, hidden: Thing) -> Thing:
        """The last id of a hidden thing, asked for through one's own: nothing lies there."""
        last = hidden.id_names[-1]
        ids = own.ids | {last: hidden.ids[last]}
        return Thing(hidden.kind, "nowhere", ids, region=own.region, unit=own.unit, officers=own.officers)

    def hidden_from(self, asker: Asker) -> set[str]:
        """The marks this person must never meet."""
        if asker not in self._hidden:
            self._hidden[asker] = self._hide(asker)
        return self._hidden[asker]

    def _hide(self, asker: Asker) -> set[str]:
        marked = [thing for thing in self.things if thing.mark]
        seen = {thing.mark for thing in marked if asker.sees(thing)}
        return {thing.mark for thing in marked} - seen
