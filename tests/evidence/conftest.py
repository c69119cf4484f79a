"""The visit of the stories in tests/visits, standing at its first question; pictures made on the spot."""

import io

import pytest
from PIL import Image

from inspectapp.checklists.words import Verdict
from inspectapp.evidence import actions
from inspectapp.evidence.words import Origin, Severity
from inspectapp.shared import clock, db, files
from inspectapp.shared.images import look_at
from inspectapp.visits import actions as visit_actions
from inspectapp.visits import queries
from inspectapp.visits.rules import Given
from tests.visits.conftest import Visits, visit_of, visits

__all__ = ["visits"]


def picture(size=(640, 480), form="JPEG", exif=None, colour=(22, 82, 161)):
    """Bytes of a picture: blue, its upper left quarter red."""
    made = Image.new("RGB", size, colour)
    made.paste((220, 30, 30), (0, 0, size[0] // 2, size[1] // 2))
    held = io.BytesIO()
    made.save(held, form, **({"exif": exif} if exif else {}))
    return held.getvalue()


class Site:
    """Two officers at the first question of their visit, which does not conform."""

    def __init__(self, visits: Visits) -> None:
        self.visits, self.id = visits, visits.arrive(visits.prepare())
        with db.write_session() as session:
            by, visit, answer = self.at(session)
            visit_actions.answer(session, visit, answer, Given(Verdict.FAILS), 1, by=by, at=clock.now())
            self.answer_id = answer.id
        self.url = f"/visits/{self.id}"

    def at(self, session, login="zhifa1"):
        """Who acts, the visit, its first question."""
        by = self.visits.person(login)
        visit = visit_of(session, by, self.id)
        return by, visit, queries.answers_of(session, visit)[0]

    def find(self, text="签到表没有时间", login="zhifa1", codes=("LB02",), **more):
        """A finding; its id."""
        values = {"text": text, "severity": Severity.GENERAL, "place": "302教室", "codes": list(codes)}
        with db.write_session() as session:
            by, visit, answer = self.at(session, login)
            return actions.find(session, visit, answer, values | more, by=by, at=clock.now()).id

    def take(self, data=None, **more):
        """A photo; its id."""
        data = picture() if data is None else data
        with db.write_session() as session:
            by, visit, answer = self.at(session)
            stored, found = files.current().put_bytes(data), look_at(io.BytesIO(data))
            values = {"origin": Origin.CAMERA} | more
            return actions.take_photo(session, visit, answer, stored, found, values, by=by, at=clock.now()).id

    def send(self, browser, data, name="a.jpg", **more):
        """A photo through the door, as the phone sends it."""
        form = {"origin": "CAMERA", "photo": (io.BytesIO(data), name)} | more
        place = f"{self.url}/answers/{self.answer_id}/photos"
        return browser.post(place, form, htmx=True, content_type="multipart/form-data")


@pytest.fixture
def site(visits):
    return Site(visits)
