"""The tests of access can fail: with any one scope taken out of the source, they find the hole."""

import pytest
from sqlmodel import select

from inspectapp import tables
from inspectapp.people.models import Region
from inspectapp.shared import db
from tests.structure.mutants import Hole, cut, holes
from tests.structure.planted import Thing
from tests.structure.probes import PROBES, Probe

pytestmark = pytest.mark.stores_alike

ABOUT_ONESELF = "keeps somebody from closing their own account; nothing is read through it"
SECOND_LOCK = "the form offers only what may be seen and refuses first"
OFFERED = "names what a form offers; what is taken is held against the person's regions in the route"
#: Comparisons with who is asking that no question from outside can tell apart, and why.
HARMLESS = {
    "people.actions.accounts.change_account: person.id == by.id": ABOUT_ONESELF,
    "people.actions.accounts.disable: person.id == by.id": ABOUT_ONESELF,
    "people.actions.passwords.hand_out_password: person.id == by.id": ABOUT_ONESELF,
    "people.queries.accounts.colleagues: actor.regions": "who can open the visit is asked besides",
    "subjects.actions.units._check_region: by.regions": SECOND_LOCK,
    "subjects.actions.units.appoint_clerk: post.unit_id != unit.id": SECOND_LOCK,
    "subjects.excel.matching._check_unit: found.region_id != region.id": "names a fault of the row",
    "subjects.queries.scope.regions_of: actor.regions": OFFERED,
    "subjects.queries.scope.regions_of: region.id != actor.region_id": "only sorts",
    "documents.actions.outcomes.confirm_by_signing: slot.by_id != by.id": "who recorded does not confirm",
    "documents.actions.signing._check_person: by.id != slot.person_id": "the page of the link refuses first",
    "visits.actions.arriving.arrive: one.person_id == by.id": "tells one's own second arrival from the first",
    "visits.actions.preparing.check_may_go: by.regions": SECOND_LOCK,
    "visits.queries.waits_for: officers.c.person_id == actor.id": "a number, told to oneself",
    "records.field._ends: one.by_id == by.id": "only a sentence beside the pad; signing asks again",
    "visits.actions.steps.named_here: officers.c.person_id == by.id": "check_named asks again",
    "checklists.queries._listed: pack.region_id == actor.region_id": "only sorts",
}
ASKED_BY = ("zhifa1", "kezhang", "jingban", "ducha")
REGISTERS = ("", "staff", "rooms")


@pytest.fixture(scope="module")
def everywhere(asking):
    with db.read_session() as session:
        return frozenset(session.scalars(select(Region.id)))


def hidden_cases(asking):
    """The questions that a hole would answer differently: foreign things, and pages that list."""
    for case in asking.cases(ASKED_BY):
        lists = case.thing.kind == "anything" or case.thing.kind == "export"
        foreign = not case.asker.sees(case.thing) or case.thing.at == "nowhere"
        own = case.route.line.get("own") and case.thing.region != case.asker.actor.region_id
        may = case.asker.actor.role in case.route.roles
        if may and (lists or foreign or own) and case.thing.register in REGISTERS:
            yield case


def found(asking, cases) -> bool:
    """Does any question meet a broken promise?"""
    return any(probe(Probe(asking)) for probe in PROBES) or any(asking.complaints(case) for case in cases)


def test_nothing_is_found_while_every_scope_stands(asking):
    cases = list(hidden_cases(asking))
    assert len(cases) > 300
    assert not found(asking, cases)


@pytest.mark.slow
def test_every_scope_is_missed_when_it_is_gone(asking, everywhere):
    every, cases = holes(), list(hidden_cases(asking))
    assert len(every) > 20
    unnoticed = []
    for hole in every:
        if str(hole) not in HARMLESS:
            unnoticed += _unnoticed(asking, _nearest(hole, cases), hole, everywhere)
    assert not unnoticed, f"No test of access fails without: {'; '.join(unnoticed)}"


def _nearest(hole: Hole, cases: list) -> list:
    """The routes of the same stage first: they meet the hole soonest."""
    stage = hole.module.split(".")[1]
    return sorted(cases, key=lambda case: not case.route.endpoint.startswith((stage, "exchange")))


def _unnoticed(asking, cases, hole: Hole, everywhere: frozenset) -> list[str]:
    with cut(hole, everywhere):
        return [] if found(asking, cases) else [str(hole)]


#: Every table, and what keeps its rows from those who may not see them.
UNIT_SCOPE = "subjects.queries.scope: visible, unit_for, part_for"
OWN_WORK = "its maker's only: subjects.excel.holding"
LISTS = "checklists.queries: pack_for, readable_versions, intake_for"
PAPERS = "documents.queries: visible, document_for; strangers by the code on the paper"
VISITS = "through a visit one may see: visits.queries.visit_for"
ACCOUNTS = "administrators of accounts, and oneself"
EVERYBODY = "the same for all regions of the installation"
INSIDE = "read by the program, shown to nobody"
KEPT = {
    "units": UNIT_SCOPE, "staff": UNIT_SCOPE, "hour_records": UNIT_SCOPE, "insurance_months": UNIT_SCOPE,
    "certificates": UNIT_SCOPE, "agreements": UNIT_SCOPE, "rooms": UNIT_SCOPE, "rule_documents": UNIT_SCOPE,
    "contacts": UNIT_SCOPE, "earlier_names": UNIT_SCOPE, "clerk_posts": UNIT_SCOPE,
    "unit_search": "subjects.queries.listing: _regions",
    "register_uploads": OWN_WORK, "register_exchanges": OWN_WORK,
    "checklist_packs": LISTS, "checklist_versions": LISTS, "checklist_items": LISTS,
    "checklist_intakes": LISTS,
    "law_entries": EVERYBODY, "law_versions": EVERYBODY, "law_instruments": EVERYBODY,
    "discretion_tiers": EVERYBODY, "trades": EVERYBODY, "regions": EVERYBODY,
    "documents": PAPERS, "document_versions": PAPERS, "document_slots": PAPERS, "document_hand_overs": PAPERS,
    "document_challenges": "whoever holds its one-time link, and PAPERS",
    "document_series": "read by the program: documents.numbering", "document_certificates": EVERYBODY,
    "visits": VISITS, "visit_officers": VISITS, "visit_hosts": VISITS, "visit_answers": VISITS,
    "visit_officer_offices": VISITS,
    "visit_arrivals": VISITS, "visit_arrival_hosts": VISITS, "findings": VISITS, "photos": VISITS,
    "refusal_notes": PAPERS,
    "visit_caps": "visits.queries: cap_row, by the region of a unit one may see",
    "people": ACCOUNTS, "sign_ins": ACCOUNTS, "one_time_links": ACCOUNTS,
    "tries": INSIDE, "ops": INSIDE, "ledger_lines": "by the chain of a thing one may see",
    "ledger_heads": INSIDE, "ledger_roots": INSIDE, "ledger_census": INSIDE,
}  # fmt: skip


def test_every_table_says_who_may_see_its_rows():
    tables.load()
    missing = sorted(set(db.metadata.tables) - set(KEPT))
    assert not missing, f"Say in tests/structure/test_scopes.py what keeps the rows of {', '.join(missing)}."
    assert sorted(set(KEPT) - set(db.metadata.tables)) == []


def test_no_table_with_a_place_is_open_to_everybody():
    tables.load()
    placed = {
        name
        for name, table in db.metadata.tables.items()
        if {"region_id", "unit_id", "pack_id"} & set(table.columns.keys())
    }
    assert {name for name in placed if KEPT[name] in (EVERYBODY, INSIDE)} == set()


def test_a_thing_that_nobody_has_is_seen_by_nobody(asking):
    unit = asking.world.of("unit")[0]
    stranger: Thing = unit.elsewhere()
    assert not any(asker.sees(stranger) for asker in asking.world.askers.values())
