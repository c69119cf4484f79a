"""Nothing twice: a second tap, a lost answer, a restart or another worker never does a thing again."""

import io
import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text

from inspectapp.app import create_app, open_stores
from inspectapp.shared import db
from tests.client import Browser
from tests.web.conftest import CANARIES, bp, fresh

DOOR = "/probe/regions"
ONCE = (1, 1, 1)
NOTHING = (0, 0, 0)
TAPS = 8


def test_a_second_tap_gets_the_first_answer_and_changes_nothing(caller, kept, form):
    phone = caller()
    first = phone.post(DOOR, form(ending="a fragment"))
    second = phone.post(DOOR, form(ending="a fragment"))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.text == second.text
    assert kept() == ONCE


def test_the_first_answer_comes_again_with_its_way_on(caller, kept, form):
    phone = caller()
    answers = [phone.post(DOOR, form()) for _ in range(3)]
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(303, DOOR)}
    htmx = {"op_id": fresh(), "name": "试验县"}
    answers = [phone.post(DOOR, htmx, htmx=True) for _ in range(2)]
    assert {(answer.status_code, answer.headers["HX-Redirect"]) for answer in answers} == {(204, DOOR)}
    assert kept() == (2, 2, 2)


def test_the_id_may_come_as_a_header(caller, kept, op_id):
    for _ in range(2):
        answer = caller().post(DOOR, data={"op_id": "", "name": "试验市"}, headers={"X-Op-Id": op_id})
        assert answer.status_code == 303
    assert kept() == ONCE


def test_eight_taps_at_once_are_one(probes, kept, form):
    barrier = Barrier(TAPS)

    def tap(_):
        phone = Browser(probes)
        barrier.wait()
        answer = phone.post(DOOR, form())
        return answer.status_code, answer.headers.get("Location")

    with ThreadPoolExecutor(TAPS) as pool:
        answers = set(pool.map(tap, range(TAPS)))
    assert answers == {(303, DOOR)}
    assert kept() == ONCE


def test_eight_things_at_once_are_eight(probes, kept):
    def tap(number):
        return Browser(probes).post(DOOR, {"name": f"试验{number}市"}).status_code

    with ThreadPoolExecutor(TAPS) as pool:
        assert list(pool.map(tap, range(TAPS))) == [303] * TAPS
    assert kept() == (TAPS, TAPS, TAPS)


def test_a_restart_remembers(caller, kept, form, settings):
    assert caller().post(DOOR, form()).status_code == 303
    again = create_app(settings)
    again.register_blueprint(bp)
    assert caller(app=again).post(DOOR, form()).status_code == 303
    assert kept() == ONCE


def test_workers_share_what_is_done(probes, kept, form, settings):
    db.current().engine.dispose()
    other = os.fork()
    if other == 0:
        os._exit(_other_worker(probes, settings, form()))
    ours = Browser(probes).post(DOOR, form())
    _, theirs = os.waitpid(other, 0)
    assert ours.status_code == 303
    assert os.waitstatus_to_exitcode(theirs) == 0
    assert kept() == ONCE


def _other_worker(app, settings, sent):
    try:
        open_stores(settings)
        return 0 if Browser(app).post(DOOR, sent).status_code == 303 else 1
    except BaseException:
        return 2


def test_the_same_id_with_other_content_is_refused_and_says_what_to_do(caller, kept, form):
    phone = caller()
    phone.post(DOOR, form())
    other = phone.post(DOOR, form(name="试验二市"))
    assert other.status_code == 422
    assert "编号相同、内容不同，没有保存" in other.text
    assert "请刷新页面后重新提交" in other.text
    assert kept() == ONCE


def test_another_address_or_query_is_other_content(caller, kept, form):
    phone = caller()
    phone.post(DOOR, form())
    assert phone.post(f"{DOOR}?way=2", form()).status_code == 422
    assert kept() == ONCE


def test_another_file_under_the_same_name_is_other_content(caller, kept, form):
    def sent(content):
        return caller().post(
            DOOR,
            form(photo=(io.BytesIO(content), "现场.jpg")),
            content_type="multipart/form-data",
        )

    assert [sent(b"one").status_code for _ in range(2)] == [303, 303]
    assert sent(b"two").status_code == 422
    assert kept() == ONCE


def test_an_id_belongs_to_who_used_it_first(caller, kept, form):
    assert caller("zhifa1").post("/probe/own-regions", form()).status_code == 303
    assert caller("zhifa2").post("/probe/own-regions", form()).status_code == 422
    assert caller(None).post("/probe/own-regions", form()).headers["Location"] == "/login"
    assert kept()[2] == 1


@pytest.mark.parametrize(
    "given", ["", "1", "not an id", "0" * 31, "z" * 32, "{" * 200, "<script>", "00000000-0000", "\x00"]
)
def test_without_a_proper_id_nothing_is_done(caller, kept, given):
    answer = caller().post(DOOR, {"op_id": given, "name": "试验市"})
    assert answer.status_code == 400
    assert "这个页面已经过期" in answer.text
    assert kept() == NOTHING


def test_without_any_id_nothing_is_done(caller, kept):
    assert caller().post(DOOR, b"name=%E8%AF%95").status_code == 400
    assert kept() == NOTHING


@pytest.mark.parametrize("ending", ["404 answered", "409", "422", "422 answered", "429", "500", "503", "507"])
def test_a_refused_try_is_not_remembered_so_the_next_may_succeed(caller, kept, form, ending):
    phone = caller()
    assert phone.post(DOOR, form(ending=ending)).status_code >= 400
    assert kept() == NOTHING
    assert phone.post(DOOR, form()).status_code == 303
    assert kept() == ONCE


def test_what_is_shown_once_is_neither_kept_nor_shown_again(caller, kept, form):
    phone = caller()
    first = phone.post(DOOR, form(ending="a secret"))
    again = phone.post(DOOR, form(ending="a secret"))
    assert CANARIES[-1] in first.text
    assert again.status_code == 409
    assert "只显示一次" in again.text
    assert CANARIES[-1] not in again.text
    assert kept() == ONCE
    assert raw_answers() == [""]


def test_kept_answers_cannot_be_read_in_the_database(caller, form):
    caller().post(DOOR, form(ending="a fragment"))
    (stored,) = raw_answers()
    assert len(stored) > len(CANARIES[0])
    assert not [canary for canary in CANARIES if canary in stored]


def raw_answers():
    with db.read_session() as reading:
        return list(reading.execute(text("select body from ops")).scalars())
