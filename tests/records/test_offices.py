"""An officer of the city who goes along is introduced, printed and signs as one of the city's bureau."""

import subprocess

import pytest

from inspectapp.documents import content
from inspectapp.documents import queries as document_queries
from inspectapp.documents.house import house
from inspectapp.documents.kinds import kind_of
from inspectapp.documents.words import Mode
from inspectapp.people.models import Person, Region
from inspectapp.records import field, values
from inspectapp.shared import canonical, clock, db
from inspectapp.visits import actions as visit_actions
from inspectapp.visits import queries
from tests.client import seen
from tests.records.conftest import Desk

SHOWN = "（执法证号云E00000101）"


class WithCity(Desk):
    """The desk of the other stories; somebody of the city goes along with the two of the county."""

    def join(self, by="ducha"):
        with db.write_session() as session:
            actor, visit, _ = self.at(session, by)
            found = session.get_one(Person, self.visits.person("ducha").id)
            visit_actions.add_officer(session, visit, found, by=actor, at=clock.now())
            visit_actions.confirm(session, visit, by=self.visits.person("ducha"), at=clock.now())

    def sign_everything(self):
        self.sign("unit", "zhifa1", Mode.HANDED_OVER, 1)
        with db.read_session() as session:
            named = queries.officers_of(session, self.at(session)[1])
        logins = {self.visits.person(one).id: one for one in ("zhifa1", "zhifa2", "ducha")}
        for place, one in enumerate(named, start=1):
            self.sign(f"officer{place}", logins[one.person_id], Mode.OWN_LOGIN, place + 1)

    def said(self):
        with db.read_session() as session:
            return content.read(document_queries.current_version(session, self.record()))


@pytest.fixture
def together(visits):
    desk = WithCity(visits)
    desk.join()
    return desk


@pytest.fixture
def bureaus(person):
    with db.read_session() as session:
        regions = [session.get_one(Region, person(one).region_id) for one in ("zhifa1", "ducha")]
        return [one.office_name for one in regions]


def test_the_record_says_of_everybody_the_own_bureau(together, bureaus):
    county, city = bureaus
    together.compose()
    told = together.said()
    statement = told["values"]["statement"]
    assert statement.startswith(f"我们是{county}的行政执法人员江一帆（执法证号")
    assert f"和{city}的行政执法人员程远望{SHOWN}，已向你单位现场负责人出示执法证件" in statement
    assert told["office"] == county
    signing = {one["name"]: one["organisation"] for one in told["slots"] if one["party"] == "OFFICER"}
    assert signing == {"江一帆": county, "梁䶮": county, "程远望": city}


def test_it_is_read_out_by_the_own_bureau_whoever_reads(together, bureaus, browser_of):
    county, city = bureaus
    for login in ("zhifa1", "ducha"):
        page = seen(browser_of(login).get(f"{together.url}/introduction"))
        assert f"我们是{county}的执法人员江一帆（" in page
        assert f"和{city}的执法人员程远望{SHOWN}。这是我们的执法证件" in page


def test_the_page_of_the_visit_says_who_is_of_another_bureau(together, bureaus, browser_of):
    county, city = bureaus
    page = seen(browser_of("zhifa1").get(together.url))
    assert f"{city}　执法证号 云E00000101" in page
    assert f"{county}　执法证号" not in page


def test_the_bureau_stands_beside_the_name_where_it_is_another_one(together, bureaus, typeset):
    county, city = bureaus
    together.compose()
    together.sign_everything()
    data = house().files.read(together.seal().sealed_sha256)
    read = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True)
    text = "".join(read.stdout.decode().split())
    assert f"程远望{city}执法证号云E00000101" in text
    assert f"江一帆{county}" not in text


def test_the_word_file_says_it_as_well(together, bureaus):
    together.compose()
    import io

    from docx import Document as read_document

    told = together.said()
    written = read_document(io.BytesIO(kind_of(told["kind"]).word(told)))
    lines = [one.text for one in written.paragraphs]
    assert any(f"程远望（{bureaus[1]}）　执法证号云E00000101" in line for line in lines)
    assert not any(f"江一帆（{bureaus[0]}）" in line for line in lines)


def test_the_reading_before_the_signature_says_it_as_well(together, bureaus, browser_of):
    together.compose()
    page = seen(browser_of("zhifa1").get(f"/documents/{together.record().id}/paper"))
    assert f"程远望　{bureaus[1]}" in page or f"程远望 {bureaus[1]}" in page


def test_the_phone_without_network_has_the_same_words(together, bureaus):
    with db.read_session() as session:
        by, visit, _ = together.at(session)
        frame = field.frame(session, values.gather(session, visit), by=by, at=clock.now())
    together.compose()
    told = canonical.plain(together.said())
    assert frame["statement"] == told["values"]["statement"]
    assert frame["slots"] == told["slots"]


def test_who_has_moved_to_the_city_meanwhile_is_shown_in_the_door_as_of_the_city(visits, bureaus, person):
    visit_id = visits.prepare()
    with db.write_session() as session:
        session.get_one(Person, person("zhifa2").id).region_id = person("ducha").region_id
    visits.arrive(visit_id)
    with db.read_session() as session:
        visit = queries_visit(session, person, visit_id)
        named = queries.officers_of(session, visit)
        found = queries.offices_of(session, visit, named)
        assert [found[one.id] for one in named] == bureaus


def queries_visit(session, person, visit_id):
    return queries.visit_for(session, person("zhifa1"), visit_id)
