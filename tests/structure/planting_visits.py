"""A visit in each county, in the middle of its checklist: answers, a finding and a photo, full of marks."""

import io

from PIL import Image

from inspectapp.checklists import queries as checklists
from inspectapp.checklists.words import Verdict
from inspectapp.demo import accounts
from inspectapp.evidence import actions as evidence
from inspectapp.evidence.words import Origin, Severity
from inspectapp.people.models import Person
from inspectapp.shared import files
from inspectapp.shared.images import look_at
from inspectapp.subjects.models import Unit
from inspectapp.subjects.words import UnitKind
from inspectapp.visits import actions, queries
from inspectapp.visits.rules import Given
from inspectapp.visits.words import Source
from tests.conftest import NOW
from tests.structure.planted import Thing, World

PHONE = "13900003307"
#: Who goes where: the unit's place, the officer who leads, and who comes along.
GOING = (("本县甲", "zhifa1", "zhifa2"), ("外县", "zhifa3", "kezhang-shi"))


def plant_visits(session, world: World) -> None:
    """Through the real actions, up to the point where everything can still be changed."""
    world.numbers.append(PHONE)
    for at, leading, companion in GOING:
        place = next(one for one in world.of("unit") if one.at == at)
        by, other = accounts.actor(session, leading), accounts.actor(session, companion)
        visit = _prepared(session, place, by, other)
        answer = queries.answers_of(session, visit)[0]
        actions.answer(session, visit, answer, Given(Verdict.FAILS), 1, by=by, at=NOW)
        words = {"text": f"{place.mark}问题", "severity": Severity.GENERAL, "place": f"{place.mark}门口"}
        finding = evidence.find(session, visit, answer, {**words, "codes": []}, by=by, at=NOW)
        photo = _photo(session, visit, answer, place.mark, by)
        officers = frozenset({by.id, other.id})
        told = {"at": at, "region": visit.region_id, "mark": place.mark, "officers": officers}
        ids = {"answer": {"answer_id": answer.id}, "finding": {"finding_id": finding.id}}
        ids |= {"photo": {"photo_id": photo.id}, "visit": {}}
        world.things += [Thing(kind, ids={"visit_id": visit.id, **own}, **told) for kind, own in ids.items()]


def _prepared(session, place: Thing, by, other):
    unit = session.get_one(Unit, place.unit)
    versions = checklists.offered(session, by, [UnitKind.INSTITUTION], unit.region_id)[:1]
    values = {"source": Source.PLAN, "purpose": f"{place.mark}检查", "planned_day": NOW.date()}
    companion = session.get_one(Person, other.id)
    visit = actions.prepare(session, unit, values, [companion], versions, by=by, at=NOW)
    actions.confirm(session, visit, by=other, at=NOW)
    met = {"place": f"{place.mark}教室", "host_name": f"{place.mark}主任", "host_duty": "校长"}
    here = {**met, "host_phone": PHONE, "position": {"missing": "没有取到位置"}}
    actions.arrive(session, visit, here, by=by, at=NOW)
    actions.begin(session, visit, by=by, at=NOW)
    return visit


def _photo(session, visit, answer, mark: str, by):
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), (22, 82, 161)).save(picture, "JPEG")
    stored, found = files.current().put_bytes(picture.getvalue()), look_at(picture)
    values = {"origin": Origin.CAMERA, "what": f"{mark}照片"}
    return evidence.take_photo(session, visit, answer, stored, found, values, by=by, at=NOW)
