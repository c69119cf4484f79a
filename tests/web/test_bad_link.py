"""The proxy of the bad-link stories does to a request what it says."""

import socket
import threading

import pytest

from tests.fixtures.bad_link import FATES, bad_link, read_request

ASKED = b"POST /x HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nhello"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@pytest.fixture
def listening():
    """A server that remembers what reached it, and says ok."""
    heard, arrived = [], threading.Semaphore(0)
    door = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                one, _ = door.accept()
            except OSError:
                return
            with one:
                asked = read_request(one)
                if asked.endswith(b"hello"):
                    heard.append(asked)
                    arrived.release()
                    one.sendall(ANSWER)

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{door.getsockname()[1]}", heard, arrived
    door.close()


def sent(address, fate, link):
    link._decide = lambda: fate
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 60) as phone:
        phone.sendall(ASKED)
        return b"".join(iter(lambda: phone.recv(65536), b""))


@pytest.mark.parametrize(
    ("fate", "reached", "answered"),
    [
        ("passes", 1, True), ("late", 1, True), ("dropped before", 0, False), ("outage", 0, False),
        ("dropped after", 1, False), ("answer cut", 1, False), ("doubled", 2, True),
        ("request cut", 0, False), ("foreign", 0, False),
    ],
)  # fmt: skip
def test_a_fate_is_what_it_is_called(listening, fate, reached, answered):
    address, heard, arrived = listening
    with bad_link(address, 1) as (through, link):
        link.waited_long = True
        got = sent(through, fate, link)
        for _ in range(reached):
            assert arrived.acquire(timeout=60)
    assert (len(heard), got == ANSWER) == (reached, answered)
    assert fate != "foreign" or got.startswith(b"HTTP/1.1 200 OK")


def test_every_fate_comes_up_and_an_outage_lasts_a_while(listening):
    with bad_link(listening[0], 7) as (_, link):
        link.bad = True
        decided = [link.fate() for _ in range(400)]
    assert set(decided) == {*FATES, "passes"}
    after = decided.index("outage") + 1
    assert decided[after : after + 4] == ["dropped before"] * 4
