"""The log tells what the service did, never what people typed or who they are beyond an id."""

import json
import logging

import pytest

from inspectapp.people import queries
from inspectapp.shared import db
from inspectapp.web.logs import JsonLines
from tests.web.conftest import CANARIES

ID_NUMBER, PHONE, NAME, PASSWORD = CANARIES
QUERY = "chaxun-4471-canary"


def a_day_with_secrets(caller):
    """Everything that may carry something personal: fields, addresses, headers, cookies, exceptions."""
    phone = caller("zhifa1")
    stranger = caller()
    stranger.post("/sign-ins", {"login": PHONE, "password": PASSWORD})
    stranger.post("/sign-ins", {"login": "zhifa1", "password": PASSWORD, "next": f"/{QUERY}"})
    phone.get(f"/subjects?q={NAME}&x={ID_NUMBER}")
    phone.get(f"/subjects?q={QUERY}", htmx=True)
    phone.get(f"/{PHONE}/{QUERY}")
    phone.get(
        "/me",
        headers={"Referer": f"http://localhost/?{QUERY}", "User-Agent": NAME.encode().decode("latin-1")},
    )
    phone.post("/probe/regions", {"name": NAME, "ending": "422", "id_number": ID_NUMBER})
    phone.post("/probe/regions", {"name": NAME, "ending": "500", "id_number": ID_NUMBER})
    phone.post("/probe/regions", {"name": ID_NUMBER, "op_id": PHONE})
    phone.post(f"/probe/regions?{QUERY}", {"name": ID_NUMBER}, headers={"Sec-Fetch-Site": "cross-site"})
    phone.set_cookie("inspectapp", PASSWORD)
    phone.get("/me")


def test_nothing_personal_reaches_the_log(caller, told):
    a_day_with_secrets(caller)
    lines = told()
    assert len(lines) > 10
    written = json.dumps(lines, ensure_ascii=False)
    assert [secret for secret in (*CANARIES, QUERY, "江一帆", "zhifa1") if secret in written] == []


def test_every_request_is_one_line_with_its_route_and_status(caller, told):
    phone = caller("zhifa1")
    phone.get("/subjects?q=x")
    phone.get("/not/there")
    with db.read_session() as reading:
        person = str(queries.person_by_login(reading, "zhifa1").id)
    found, missing = [line for line in told() if line["message"] == "request"]
    assert (found["method"], found["route"], found["status"]) == ("GET", "/subjects", 200)
    assert found["person"] == person
    assert (missing["route"], missing["status"]) == ("-", 404)
    assert found["request"] != missing["request"]
    assert found["ms"] >= 0


def test_a_mishap_tells_the_place_and_not_the_words(caller, told):
    caller().get("/probe/ends/500")
    (line,) = [line for line in told() if line["message"] == "mishap"]
    assert line["level"] == "ERROR"
    assert any("conftest.py" in place for place in line["trace"])
    assert ID_NUMBER not in json.dumps(line)


def test_trouble_of_the_machine_is_in_the_log_too(caller, told):
    caller().get("/probe/ends/507")
    assert [line["trace"][0] for line in told() if line["message"] == "trouble"] == ["OSError"]


@pytest.mark.parametrize("said", ["one\ntwo", '"}\n{"level": "INFO', "\x00\x1b[31m", "\u2028", "\ud800"])
def test_no_message_can_break_out_of_its_line(said):
    record = logging.LogRecord("inspectapp", logging.INFO, __file__, 1, "%s", (said,), None)
    line = JsonLines().format(record)
    assert "\n" not in line
    assert json.loads(line)["message"] == said
    assert line.encode()


def test_odd_methods_stay_out_of_the_log(caller, told):
    caller().open("/login", method=PASSWORD.upper())
    assert PASSWORD.upper() not in json.dumps(told())
