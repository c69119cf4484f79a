"""Twenty visits are finished, signed and sealed at once on two workers: numbers without gap or double."""

import json
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from inspectapp.app import open_stores
from inspectapp.demo.accounts import FILE_NAME
from inspectapp.documents import queries as papers_queries
from inspectapp.documents.models import Document
from inspectapp.documents.queries import slots_on
from inspectapp.documents.words import State
from inspectapp.records import queries
from inspectapp.shared import db
from inspectapp.shared.ledger import checking
from tests.documents.conftest import hand
from tests.fixtures.server import free_port
from tests.operations.killing import Server, ask, until
from tests.visits.conftest import visit_of

VISITS = 20
#: Forty papers are typeset on this machine meanwhile.
SLOW = 600


def test_twenty_visits_finished_at_once_on_two_workers(settings, template, visits, tmp_path):
    prepared = [visits.arrive(visits.prepare()) for _ in range(VISITS)]
    db.current().engine.dispose()
    told = json.loads((template.data / FILE_NAME).read_text())
    served = replace(settings, port=free_port(), workers=2, threads=4)
    with Server(served, tmp_path / "server.log") as server:
        until(lambda: len(server.workers()) == 2, "there are not two workers")
        cookies = [signed_in(served.port, login, told[login]) for login in ("zhifa1", "zhifa2")]
        answers = finished_at_once(served.port, prepared, cookies)
        papers = papers_of(settings, visits, prepared)
        answers += sealed_at_once(served.port, papers, cookies)
    log = (tmp_path / "server.log").read_text()
    assert [answer for answer in answers if answer != 303] == [], log
    assert "locked" not in log and "Traceback" not in log
    check_numbers(settings, visits, prepared)


def signed_in(port, login, password):
    status, _, cookie, page = ask(port, "POST", "/sign-ins", {"login": login, "password": password}, "", SLOW)
    assert status == 303, page[:500]
    return cookie


def finished_at_once(port, prepared, cookies):
    """Both officers of the visits press the button of every visit of theirs in the same moment."""
    start = threading.Barrier(VISITS)

    def finish(place, visit_id):
        form = {"op_id": f"00000000-0000-4000-8000-{place:012d}", "leave_unchecked": "on"}
        start.wait()
        return ask(port, "POST", f"/visits/{visit_id}/record", form, cookies[place % len(cookies)], SLOW)[0]

    with ThreadPoolExecutor(VISITS) as crowd:
        return list(crowd.map(finish, range(VISITS), prepared))


def papers_of(settings, visits, prepared):
    """Each record with its signature places, and which of the two cookies may sign there."""
    open_stores(settings)
    with db.read_session() as session:
        login = {visits.person(name).id: place for place, name in enumerate(("zhifa1", "zhifa2"))}
        by = visits.person("zhifa1")
        records = [queries.record_of(session, visit_of(session, by, one)) for one in prepared]
        told = [
            (one.id, [(slot.id, login.get(slot.person_id)) for slot in slots_on(session, one)])
            for one in records
        ]
    db.current().engine.dispose()
    return told


def sealed_at_once(port, papers, cookies):
    """Nobody has sealed anything here before: the first seals race for the first key, too."""
    start = threading.Barrier(VISITS)

    def post(path, form, cookie):
        return ask(port, "POST", path, {"op_id": str(uuid.uuid4())} | form, cookie, SLOW)

    def sign(number, document, place, slot, own):
        cookie, mode = cookies[own or 0], "HANDED_OVER" if own is None else "OWN_LOGIN"
        status, link, _, said = post(f"/documents/{document}/slots/{slot}/signings", {"mode": mode}, cookie)
        assert status == 303, said[:500]
        form = {"agreed": "on", "read_to_end": "yes", "strokes": json.dumps(hand(number * 10 + place))}
        return post(f"{link}/signatures", form, cookie)[0]

    def finish(number, document, slots):
        signed = [sign(number, document, place, *slot) for place, slot in enumerate(slots)]
        start.wait()
        return [*signed, post(f"/documents/{document}/seals", {}, cookies[0])[0]]

    with ThreadPoolExecutor(VISITS) as crowd:
        done = list(crowd.map(lambda told: finish(told[0], *told[1]), enumerate(papers)))
    return [status for one in done for status in one]


def check_numbers(settings, visits, prepared):
    open_stores(settings)
    with db.read_session() as session:
        by = visits.person("zhifa1")
        records = [queries.record_of(session, visit_of(session, by, one)) for one in prepared]
        assert sorted(one.serial for one in records) == list(range(1, VISITS + 1))
        assert {one.state for one in records} == {State.SEALED}
        assert {one.certificate_sha256 for one in records} == {
            one.fingerprint for one in papers_queries.pinned(session)
        }
        assert len(papers_queries.pinned(session)) == 1
        assert len({one.number for one in records}) == VISITS == session.query(Document).count()
    with checking.snapshot() as connection:
        assert checking.check(connection) == []
