"""Papers in the planted world: for each unit one that is being signed and one that is sealed."""

import uuid
from unittest import mock

from inspectapp.demo import accounts
from inspectapp.documents import actions, papers, queries
from inspectapp.documents.house import house
from inspectapp.documents.kinds import SlotPlan, register
from inspectapp.documents.words import Mode, Party
from tests.conftest import NOW
from tests.documents.conftest import SAMPLE, blank_pages, ink
from tests.documents.photos import photo
from tests.structure.planted import Thing, World


def plant_papers(session, world: World) -> None:
    """By the real actions, on blank pages instead of typeset ones."""
    register(SAMPLE)
    shown = house().files.put_bytes(photo()).sha256
    with mock.patch.object(papers, "drawn", blank_pages):
        for serial, unit in enumerate(world.of("unit")):
            open_paper = _frozen(session, unit, shown)
            _things(session, world, unit, open_paper, shown)
            sealed = _frozen(session, unit, shown)
            _sign_all(session, sealed, serial)
            actions.seal(session, sealed, by=_officer(session, unit), at=NOW)
            place = {"at": unit.at, "region": unit.region, "unit": unit.unit, "mark": unit.mark}
            world.things.append(Thing("sealed paper", ids={"document_id": sealed.id}, **place))


def _officer(session, unit):
    found = (accounts.actor(session, login) for login in ("zhifa1", "zhifa3"))
    return next(one for one in found if one.region_id == unit.region)


def _frozen(session, unit, shown):
    by = _officer(session, unit)
    other = accounts.actor(session, "zhifa2")
    values = {
        "facts": [["被检查单位", unit.mark]],
        "sections": [{"title": "", "photos": [{"sha256": shown, "caption": "现场"}]}],
    }
    slots = [
        SlotPlan("one", "执法人员", Party.OFFICER, by.name, by.id),
        SlotPlan("two", "执法人员", Party.OFFICER, other.name, other.id),
        SlotPlan("unit", "现场负责人", Party.UNIT, unit.mark),
    ]
    made = actions.draft(
        session, "sample", of=("visit", uuid.uuid4()), region_id=unit.region, unit_id=unit.unit,
        unit_name=f"{unit.mark}培训中心", values=values, slots=slots, by=by, at=NOW,
    )  # fmt: skip
    actions.freeze(session, made, by=by, at=NOW)
    return made


def _officer_of(session, document):
    """The first officer whom the paper names."""
    named = queries.slots_on(session, document)[0].person_id
    found = (accounts.actor(session, login) for login in ("zhifa1", "zhifa3"))
    return next(one for one in found if one.id == named)


def _sign_all(session, document, serial) -> None:
    people = [accounts.actor(session, login) for login in ("zhifa1", "zhifa2", "zhifa3")]
    for slot in queries.slots_on(session, document):
        own = next((one for one in people if one.id == slot.person_id), None)
        mode = Mode.OWN_LOGIN if own else Mode.HANDED_OVER
        made = actions.begin(session, document, slot, mode, by=own or _officer_of(session, document), at=NOW)
        drawn = actions.Drawn(ink(serial * 10 + slot.place), True)
        actions.sign(session, made, drawn, by=own, at=NOW)


def _things(session, world: World, unit, document, shown) -> None:
    slots = queries.slots_on(session, document)
    officers = frozenset(one.person_id for one in slots if one.person_id)
    place = {"at": unit.at, "region": unit.region, "unit": unit.unit, "mark": unit.mark}
    slot = slots[2]
    made = actions.begin(session, document, slot, Mode.OWN_PHONE, by=_officer(session, unit), at=NOW)
    here = {"document_id": document.id}
    world.things += [
        Thing("paper", ids=here, officers=officers, **place),
        Thing("paper slot", ids=here | {"slot_id": slot.id}, officers=officers, **place),
        Thing("paper file", ids=here | {"sha256": shown}, **place),
        Thing("paper signing", ids=here | {"challenge_id": made.id}, officers=officers, **place),
    ]
