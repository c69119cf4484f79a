"""The same of a checklist's own form: whatever it says was read by whoever signed it.

And of what lies outside a visit's own rows: the name of the bureau, and the published checklist.
"""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from inspectapp.checklists.content import Layout
from inspectapp.checklists.models import Version
from inspectapp.documents import actions as documents
from inspectapp.documents import queries as document_queries
from inspectapp.documents.words import Mode
from inspectapp.people.models import Region
from inspectapp.records import actions, papers, queries, values
from inspectapp.shared import clock, db
from inspectapp.visits.models import Visit
from tests.conftest import NOW
from tests.documents.conftest import ink
from tests.records.test_voiding import Signed, change, standing
from tests.records.worlds import opened, person, undone
from tests.visits.conftest import visit_of

#: What the form says of a visit: its head, its rows with their results, and those who sign it.
TOLD = [
    ("units", "name"), ("visits", "arrived_at"), ("visits", "host_name"),
    ("visit_answers", "content"), ("visit_answers", "verdict"), ("visit_answers", "note"),
    ("findings", "text"), ("findings", "withdrawn_at"), ("visit_officers", "name"),
    ("visit_officers", "certificate_number"),
]  # fmt: skip


class SignedTable(Signed):
    """A visit whose checklist has a paper form: record and form, both signed by all."""

    def compose(self, leave_unchecked=False):
        with db.read_session() as session:
            found = values.gather(session, self.at(session)[1])
        codes = [code for question in found.questions for _, code in question.answer.sources]
        layout = Layout(
            ("序号", "具体要求"), tuple({"序号": code, "items": [code]} for code in codes), foot=("检查人员",)
        )
        self.patch.setattr(actions, "layout_of", lambda stored: layout)
        return super().compose(leave_unchecked)

    def __init__(self, patch):
        self.patch = patch
        super().__init__()

    def sign_all(self, hands=0):
        super().sign_all(hands)
        for place, (key, login) in enumerate([("unit", "zhifa1"), *self.places()], start=1):
            with db.write_session() as session:
                by, document = person(login), self.table(session)
                slot = next(one for one in document_queries.slots_on(session, document) if one.key == key)
                mode = Mode.HANDED_OVER if key == "unit" else Mode.OWN_LOGIN
                made = documents.begin(session, document, slot, mode, by=by, at=clock.now())
                documents.sign(session, made, documents.Drawn(ink(50 + place), True), by=by, at=clock.now())

    def places(self):
        return zip(("officer1", "officer2"), self.officers(), strict=True)

    def table(self, session):
        found = queries.papers_of(session, visit_of(session, person("zhifa1"), self.id))
        return next(one for one in found if one.kind == papers.TABLE)


@pytest.fixture(scope="module")
def signed(template, tmp_path_factory, on_postgres, request):
    folder = tmp_path_factory.mktemp("tables")
    with opened(template, folder, on_postgres, request), pytest.MonkeyPatch.context() as patch:
        yield SignedTable(patch)


def composed_anew(signed, session, changed):
    by, visit = person("zhifa1"), session.get_one(Visit, signed.id)
    actions.take_back(session, visit, by=by, at=NOW)
    changed(session)
    session.flush()
    actions.compose(session, visit, leave_unchecked=True, by=by, at=NOW)


def test_unchanged_both_keep_their_signatures(signed):
    with undone() as session:
        composed_anew(signed, session, lambda session: None)
        assert standing(session, signed.table(session)) == (3, 0)


@pytest.mark.parametrize(("name", "field"), TOLD, ids=str)
def test_a_changed_field_of_the_form_voids_every_signature_on_it(signed, name, field):
    with undone() as session:
        composed_anew(signed, session, lambda session: change(signed, session, name, field))
        assert standing(session, signed.table(session)) == (0, 3)


def test_another_name_of_the_bureau_voids_the_signatures_on_record_and_form(signed):
    def rename(session):
        session.get_one(Region, person("zhifa1").region_id).office_name += "二"

    with undone() as session:
        composed_anew(signed, session, rename)
        for document in queries.papers_of(session, session.get_one(Visit, signed.id)):
            void = len(document_queries.void_slots(session, document))
            assert standing(session, document) == (0, void) and void >= 3, document.title


@pytest.mark.parametrize("field", ["title", "document_number", "layout"])
def test_the_published_checklist_itself_cannot_change(signed, field):
    """Were it not so, a form would be filled in another layout than the one that was signed."""
    with undone() as session, pytest.raises(DBAPIError):
        value = {"columns": []} if field == "layout" else "改"
        session.execute(
            update(Version).where(Version.__table__.c.id == signed.visits.version_id).values({field: value})
        )
