"""Twenty visits are finished at the same moment on two workers: numbers without gap or double."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from inspectapp.app import open_stores
from inspectapp.demo.accounts import FILE_NAME
from inspectapp.documents.models import Document
from inspectapp.documents.words import State
from inspectapp.records import queries
from inspectapp.shared import db
from inspectapp.shared.ledger import checking
from tests.fixtures.server import free_port
from tests.operations.killing import Server, ask, until
from tests.visits.conftest import visit_of

VISITS = 20


def test_twenty_visits_finished_at_once_on_two_workers(settings, template, visits, tmp_path):
    prepared = [visits.arrive(visits.prepare()) for _ in range(VISITS)]
    db.current().engine.dispose()
    told = json.loads((template.data / FILE_NAME).read_text())
    served = replace(settings, port=free_port(), workers=2, threads=4)
    with Server(served, tmp_path / "server.log") as server:
        until(lambda: len(server.workers()) == 2, "there are not two workers")
        cookies = [signed_in(served.port, login, told[login]) for login in ("zhifa1", "zhifa2")]
        answers = finished_at_once(served.port, prepared, cookies)
    log = (tmp_path / "server.log").read_text()
    assert [answer for answer in answers if answer != 303] == []
    assert "locked" not in log and "Traceback" not in log
    check_numbers(settings, visits, prepared)


def signed_in(port, login, password):
    status, _, cookie, page = ask(port, "POST", "/sign-ins", {"login": login, "password": password})
    assert status == 303, page[:500]
    return cookie


def finished_at_once(port, prepared, cookies):
    """Both officers of the visits press the button of every visit of theirs in the same moment."""
    start = threading.Barrier(VISITS)

    def finish(place, visit_id):
        form = {"op_id": f"00000000-0000-4000-8000-{place:012d}", "leave_unchecked": "on"}
        start.wait()
        return ask(port, "POST", f"/visits/{visit_id}/record", form, cookies[place % len(cookies)])[0]

    with ThreadPoolExecutor(VISITS) as crowd:
        return list(crowd.map(finish, range(VISITS), prepared))


def check_numbers(settings, visits, prepared):
    open_stores(settings)
    with db.read_session() as session:
        by = visits.person("zhifa1")
        records = [queries.record_of(session, visit_of(session, by, one)) for one in prepared]
        assert sorted(one.serial for one in records) == list(range(1, VISITS + 1))
        assert {one.state for one in records} == {State.FROZEN}
        assert len({one.number for one in records}) == VISITS == session.query(Document).count()
    with checking.snapshot() as connection:
        assert checking.check(connection) == []
