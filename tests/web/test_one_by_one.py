"""One request at a time sits at the desk, in the order of arrival; nobody waits behind a long one."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from inspectapp.web.one_by_one import SMALL, Desk, OneByOne

LONG = 60


def follow(desk, order, name):
    """Somebody who comes to the desk, is noted, and goes."""
    place = desk.sit_down()
    order.append(name)
    desk.leave(place)


def in_line(desk, count):
    """Wait until so many stand in line."""
    moment = threading.Event()
    for _ in range(LONG * 200):
        if len(desk._line) == count:
            return
        moment.wait(0.005)
    raise AssertionError(f"{len(desk._line)} wait instead of {count}")


def test_who_comes_next_waits_and_the_first_in_line_is_called_first():
    desk, order = Desk(patience=LONG), []
    place = desk.sit_down()
    threads = []
    for number in range(5):
        threads.append(threading.Thread(target=follow, args=(desk, order, number), daemon=True))
        threads[-1].start()
        in_line(desk, number + 1)
    assert order == []
    desk.leave(place)
    for thread in threads:
        thread.join(LONG)
    assert order == [0, 1, 2, 3, 4]


def test_behind_one_that_takes_long_the_next_one_sits_down_beside_it():
    desk, order = Desk(patience=0.01), []
    kept = desk.sit_down()
    for name in ("first", "second"):
        follow(desk, order, name)
    assert order == ["first", "second"]
    desk.leave(kept)
    follow(desk, order, "afterwards")
    assert order[-1] == "afterwards"


def test_a_long_line_of_quick_ones_keeps_its_order_and_nobody_is_passed_over():
    """Who waits long only because many came before stays in line: the one at the desk is not kept."""
    desk, order = Desk(patience=LONG), []
    place, threads = desk.sit_down(), []
    for number in range(12):
        threads.append(threading.Thread(target=follow, args=(desk, order, number), daemon=True))
        threads[-1].start()
        in_line(desk, number + 1)
    desk._look_up()
    assert (order, len(desk._line)) == ([], 12)
    desk._since -= LONG
    desk._look_up()
    for thread in threads:
        thread.join(LONG)
    assert order == list(range(12))
    desk.leave(place)


def test_who_has_lost_the_desk_calls_nobody_when_leaving():
    desk, order = Desk(patience=0.01), []
    kept = desk.sit_down()
    beside = desk.sit_down()
    desk.patience = LONG
    waiting = threading.Thread(target=follow, args=(desk, order, "next"), daemon=True)
    waiting.start()
    in_line(desk, 1)
    desk.leave(kept)
    assert order == []
    desk.leave(beside)
    waiting.join(LONG)
    assert order == ["next"]


def test_never_two_at_once_however_many_come():
    desk, inside, most = Desk(patience=LONG), [], []

    def visit(number):
        place = desk.sit_down()
        inside.append(number)
        most.append(len(inside))
        inside.remove(number)
        desk.leave(place)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(visit, range(400)))
    assert (len(most), max(most)) == (400, 1)


def test_a_mishap_leaves_the_desk():
    def broken(environ, start):
        raise RuntimeError("在处理中")

    door = OneByOne(broken)
    with pytest.raises(RuntimeError):
        door({}, None)
    assert door.desk._sitting is None


def answering(pieces, *headers, closed=None):
    """An app that answers in pieces and tells when it was closed."""

    class Pieces(list):
        def close(self):
            closed.append("closed")

    def app(environ, start):
        start("200 OK", list(headers))
        return Pieces(pieces)

    return app


def test_a_small_answer_leaves_in_one_piece_and_is_closed():
    said, closed = [], []
    app = answering([b"a", b"b"], ("Content-Length", "2"), closed=closed)
    assert OneByOne(app)({}, lambda status, headers, exc_info=None: said.append((status, headers))) == [b"ab"]
    assert said == [("200 OK", [("Content-Length", "2")])]
    assert closed == ["closed"]


@pytest.mark.parametrize("headers", [[], [("Content-Length", str(SMALL + 1))]], ids=["no length", "long"])
def test_a_long_answer_is_left_to_flow(headers):
    closed = []
    answer = OneByOne(answering([b"a", b"b"], *headers, closed=closed))({}, lambda *told: None)
    assert list(answer) == [b"a", b"b"]
    assert closed == []
