"""What only the real server shows: bodies cut, too long or without an end, and who is served meanwhile."""

import http.client
import socket
import subprocess
import sys
from contextlib import ExitStack

import pytest

from tests.fixtures.server import ROOT, service

PLAIN = "application/x-www-form-urlencoded"
HEAD = (
    "POST /sign-ins HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
    f"Content-Type: {PLAIN}\r\nContent-Length: 500\r\n\r\n"
)
#: As many as a phone each of a large team; one process alone has twice as many threads.
STALLED = 8


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    with service(tmp_path_factory.mktemp("served"), INSPECTAPP_DEMO="0") as started:
        started.wait_for("/set-up/")
        started.wait_until_open()
        yield started.port


def answer_to(port, method, path, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, body, {"Sec-Fetch-Site": "same-origin", **headers})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


def half_a_form(port):
    sending = socket.create_connection(("127.0.0.1", port), timeout=30)
    sending.sendall(HEAD.encode() + b"login=zhifa1&pass")
    return sending


def test_a_form_cut_on_its_way_is_refused(served):
    with half_a_form(served) as sending:
        sending.shutdown(socket.SHUT_WR)
        said = b"".join(iter(lambda: sending.recv(65536), b"")).decode()
    assert said.startswith("HTTP/1.1 400 ")
    assert "没有保存" in said


@pytest.mark.parametrize("megabytes", [3, 30])
def test_who_is_refused_in_the_middle_of_an_upload_hears_why(served, megabytes):
    body = b"--b\r\n" + b"x" * megabytes * 1_000_000 + b"\r\n--b--\r\n"
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    answer, _ = answer_to(served, "POST", "/visits", body, **kind)
    assert (answer.status, answer.getheader("Location")) == (303, "/login")
    answer, text = answer_to(served, "POST", "/visits", body, **{"HX-Request": "true"}, **kind)
    assert answer.status == 401
    assert "登录" in text


def test_others_are_served_while_uploads_stand_still(served):
    with ExitStack() as open_ones:
        for _ in range(STALLED):
            open_ones.enter_context(half_a_form(served))
        for _ in range(STALLED):
            assert answer_to(served, "GET", "/healthz")[0].status == 200


def test_a_head_has_the_length_and_no_body(served):
    asked, whole = answer_to(served, "HEAD", "/login"), answer_to(served, "GET", "/login")
    assert asked[1] == ""
    assert int(asked[0].getheader("Content-Length")) > 1000
    assert "登录名" in whole[1]


def test_the_servers_processes_carry_nothing_of_the_command_line_along():
    """Migrations, the demo world, backups: each megabyte of them would lie in every process."""
    asked = "import sys; import inspectapp.operations.worker; print(*sorted(sys.modules))"
    command = [sys.executable, "-c", asked]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    needless = ("alembic", "pypinyin", "weasyprint", "inspectapp.demo", "inspectapp.operations.doctor")
    assert "inspectapp.app" in told
    assert [name for name in needless if name in told] == []
