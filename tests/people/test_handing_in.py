"""The way out: a file of what waited on a phone is handed in, by its author only, and twice harmlessly."""

import base64
import hashlib
import io
import json
import os
import re
import uuid

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from inspectapp.checklists.words import Verdict
from inspectapp.evidence import queries as evidence
from inspectapp.people.phones import key_of
from inspectapp.shared import clock, db
from tests.client import seen
from tests.conftest import NOW
from tests.evidence.conftest import Site, picture
from tests.evidence.phones import BigVisits
from tests.visits.conftest import visit_of


@pytest.fixture
def site(app, person):
    with clock.freeze(NOW):
        yield Site(BigVisits(person))


def entry(url, pairs, **more):
    return {
        "id": str(uuid.uuid4()), "url": url, "pairs": pairs, "base": None, "frozen": False, "file": None,
        "typed_at": "2026-11-21T06:00:00.000Z", "label": "第1项：甲", "visit": "", "rank": "free",
    } | more  # fmt: skip


def sealed(person_id, entries, form=2, whose=None):
    """As the phone writes it."""
    whose, nonce = str(whose or person_id), os.urandom(12)
    text = "\n".join(json.dumps(one, ensure_ascii=False) for one in [{"format": form}, *entries])
    text = re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):x}", text)
    secret = AESGCM(key_of(person_id)).encrypt(nonce, text.encode(), b"queue/" + str(person_id).encode())
    return f"ANPEI{form}\n{whose}\n".encode() + nonce + secret


def hand_in(browser, content):
    return browser.post(
        "/outbox/intake", {"file": (io.BytesIO(content), "待上传.anpei")}, content_type="multipart/form-data"
    )


def question(site, number=0):
    with db.read_session() as session:
        return evidence.walk(session, visit_of(session, site.visits.person("zhifa1"), site.id))[number]


def queue(site):
    """An answer, a later one over it, a finding and its photo."""
    data, answer = picture(), question(site, 1).answer
    place = f"{site.url}/answers/{answer.id}"
    photo = {
        "name": "photo",
        "sha256": hashlib.sha256(data).hexdigest(),
        "data": base64.b64encode(data).decode(),
    }
    pairs = [["verdict", "FAILS"], ["typed", "2"], ["note", ""]]
    told = [["origin", "CAMERA"], ["sha256", photo["sha256"]], ["told", "{}"]]
    return [
        entry(place, pairs, base=str(answer.version), visit=str(site.id), frozen=True),
        entry(place, [["typed", "1"], ["note", "后写的"]], base=str(answer.version), visit=str(site.id)),
        entry(f"{place}/photos", told, visit=str(site.id), file=photo, label="照片"),
    ]


def test_a_file_is_taken_in_once_however_often_it_comes(site, browser_of, person):
    browser, content = browser_of("zhifa1"), sealed(person("zhifa1").id, queue(site))
    first = seen(hand_in(browser, content))
    assert first.count("已收下") >= 3
    assert "需处理" not in first and "之前已收下" not in first
    assert seen(hand_in(browser, content)).count("之前已收下") == 3
    found = question(site, 1)
    assert (found.answer.verdict, found.answer.note, found.answer.version) == (Verdict.FAILS, "后写的", 3)
    assert len(found.photos) == 1


def test_several_files_of_one_queue_are_taken_in_each_by_itself_and_twice_harmlessly(
    site, browser_of, person
):
    browser, all_of_it = browser_of("zhifa1"), queue(site)
    files = [sealed(person("zhifa1").id, part) for part in (all_of_it[:2], all_of_it[2:])]
    for words, counts in (("之前已收下", (0, 0)), ("之前已收下", (2, 1))):
        assert tuple(seen(hand_in(browser, one)).count(words) for one in files) == counts
    found = question(site, 1)
    assert (found.answer.version, len(found.photos)) == (3, 1)


def two_files(site):
    """The same question answered, put into a file, corrected, and put into the next file."""
    answer = question(site, 1).answer
    place, told = f"{site.url}/answers/{answer.id}", {"base": str(answer.version), "visit": str(site.id)}
    first = entry(place, [["typed", "3"], ["note", "先写的"]], **told)
    then = entry(place, [["typed", "1"], ["note", "后写的"]], after=first["id"], needs=[first["id"]], **told)
    return first, then


def test_a_correction_in_the_next_file_is_made_over_what_the_first_file_brought(site, browser_of, person):
    browser, (first, then) = browser_of("zhifa1"), two_files(site)
    files = [sealed(person("zhifa1").id, [one]) for one in (first, then)]
    assert [("需处理" in seen(hand_in(browser, one))) for one in files] == [False, False]
    found = question(site, 1).answer
    assert (found.typed, found.note, found.version) == ("1", "后写的", 3)
    assert [seen(hand_in(browser, one)).count("之前已收下") for one in files] == [1, 1]
    assert question(site, 1).answer.version == 3


@pytest.mark.parametrize("apart", [False, True], ids=["in one file", "in two files"])
def test_a_finding_is_taken_back_as_its_last_correction_left_it(site, browser_of, person, apart):
    place, told = f"{site.url}/findings/{site.find()}", {"base": "1", "visit": str(site.id)}
    words = [["text", "缺少三天签到"], ["severity", "GENERAL"], ["place", ""]]
    first = entry(place, words, **told)
    then = entry(
        f"{place}/withdrawal", [["why", "看错了日期"]], after=first["id"], needs=[first["id"]], **told
    )
    files = [[first], [then]] if apart else [[first, then]]
    for some in files:
        assert "需处理" not in seen(hand_in(browser_of("zhifa1"), sealed(person("zhifa1").id, some)))
    assert question(site).findings == ()


def test_the_next_file_before_the_first_says_so_and_loses_nothing(site, browser_of, person):
    browser, (first, then) = browser_of("zhifa1"), two_files(site)
    late = entry(f"{site.url}/stop", [["reason", "停电无法检查"]], visit=str(site.id), rank="step")
    late["needs"] = [first["id"], then["id"]]
    files = [sealed(person("zhifa1").id, some) for some in ([first], [then, late])]
    said = seen(hand_in(browser, files[1]))
    assert said.count("需处理") == 2
    assert "请先提交前一个文件" in said
    assert question(site, 1).answer.verdict is Verdict.UNCHECKED
    assert "需处理" not in seen(hand_in(browser, files[0]))
    assert "需处理" not in seen(hand_in(browser, files[1]))
    assert question(site, 1).answer.note == "后写的"


def test_what_the_other_officer_changed_between_two_files_is_not_overwritten(site, browser_of, person):
    browser, (first, then) = browser_of("zhifa1"), two_files(site)
    hand_in(browser, sealed(person("zhifa1").id, [first]))
    theirs = {"typed": "2", "note": "乙写的", "version": "2"}
    assert browser_of("zhifa2").post(first["url"], theirs, htmx=True).status_code == 200
    said = seen(hand_in(browser, sealed(person("zhifa1").id, [then])))
    assert "需处理" in said and "已填写这一项" in said
    assert question(site, 1).answer.note == "乙写的"


def test_what_was_handed_in_gets_its_receipt_when_the_phone_sends_it_after_all(site, browser_of, person):
    browser, waiting = browser_of("zhifa1"), queue(site)
    hand_in(browser, sealed(person("zhifa1").id, waiting))
    one = waiting[0]
    form = {name: value for name, value in one["pairs"]}
    form |= {"version": one["base"], "device_at": one["typed_at"], "op_id": one["id"]}
    again = browser.post(one["url"], form, htmx=True)
    assert again.status_code == 200
    assert again.headers["X-Receipt"].startswith(one["id"])


def test_words_of_several_lines_that_came_with_a_photo_are_the_same_in_the_file(site, browser_of, person):
    """The browser ended the lines its own way; the file has them as they were typed."""
    browser, one = browser_of("zhifa1"), queue(site)[2]
    one["pairs"].append(["note", "第一行\n第二行"])
    form = {name: value.replace("\n", "\r\n") for name, value in one["pairs"]}
    form |= {"device_at": one["typed_at"], "op_id": one["id"], "photo": (io.BytesIO(picture()), "photo")}
    assert browser.post(one["url"], form, content_type="multipart/form-data", htmx=True).status_code == 200
    assert "之前已收下" in seen(hand_in(browser, sealed(person("zhifa1").id, [one])))


def test_what_the_server_refuses_is_told_and_the_steps_behind_it_wait(site, browser_of, person):
    place, visit = f"{site.url}/answers/{question(site).answer.id}", str(site.id)
    waiting = [
        entry(place, [["verdict", "CONFORMS"], ["note", ""]], base="99", visit=visit),
        entry(f"{site.url}/stop", [["reason", "停电无法检查"]], visit=visit, rank="step"),
        entry("/outbox/intake", []),
    ]
    said = seen(hand_in(browser_of("zhifa1"), sealed(person("zhifa1").id, waiting)))
    assert said.count("需处理") == 3
    assert "前面的内容还没有收下" in said
    assert "这一项不能这样提交" in said
    assert question(site).answer.verdict is Verdict.FAILS


def test_only_its_author_can_hand_it_in(site, browser_of, person):
    content = sealed(person("zhifa1").id, queue(site))
    answer = hand_in(browser_of("zhifa2"), content)
    assert (answer.status_code, "另一个人的" in seen(answer)) == (422, True)
    forged = content.replace(str(person("zhifa1").id).encode(), str(person("zhifa2").id).encode())
    assert "已损坏" in seen(hand_in(browser_of("zhifa2"), forged))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: content[:-1],
        lambda content: content[:60] + bytes([content[60] ^ 1]) + content[61:],
        lambda content: b"PK\x03\x04" + content,
        lambda content: content.replace(b"ANPEI2", b"ANPEI", 1),
    ],
)
def test_a_damaged_file_is_refused_whole(site, browser_of, person, spoil):
    answer = hand_in(browser_of("zhifa1"), spoil(sealed(person("zhifa1").id, queue(site))))
    assert (answer.status_code, "已损坏" in seen(answer)) == (422, True)
    assert question(site, 1).answer.verdict is Verdict.UNCHECKED


def test_a_photo_that_is_not_the_one_taken_is_damage(site, browser_of, person):
    waiting = queue(site)
    waiting[2]["file"]["data"] = base64.b64encode(picture(colour=(1, 2, 3))).decode()
    assert "已损坏" in seen(hand_in(browser_of("zhifa1"), sealed(person("zhifa1").id, waiting)))


@pytest.mark.parametrize("missing", [None, ""], ids=["marked", "as the release before wrote it"])
def test_a_photo_that_the_phone_could_not_read_is_refused_alone(site, browser_of, person, missing):
    browser, waiting = browser_of("zhifa1"), queue(site)
    data, waiting[2]["file"]["data"] = waiting[2]["file"]["data"], missing
    said = seen(hand_in(browser, sealed(person("zhifa1").id, waiting)))
    assert said.count("需处理") == 1 and "没有存进这个文件" in said
    assert (question(site, 1).answer.note, question(site, 1).photos) == ("后写的", ())
    later = waiting[2] | {"file": waiting[2]["file"] | {"data": data}}
    assert "已收下" in seen(hand_in(browser, sealed(person("zhifa1").id, [later])))
    assert "之前已收下" in seen(hand_in(browser, sealed(person("zhifa1").id, waiting[2:])))
    assert len(question(site, 1).photos) == 1


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85", "\ud83d"])
def test_no_odd_character_makes_a_file_one_that_is_damaged(site, browser_of, person, odd):
    waiting = queue(site)
    waiting[1]["pairs"][1][1] = f"后写{odd}的"
    waiting[1]["label"] = f"第1项：甲{odd}"
    content = sealed(person("zhifa1").id, waiting)
    assert "都已收下" in seen(hand_in(browser_of("zhifa1"), content))
    assert question(site, 1).answer.note.startswith("后写")


def test_a_file_of_the_release_before_is_read_and_one_of_the_next_is_not(site, browser_of, person):
    answer = question(site).answer
    old = entry(f"{site.url}/answers/{answer.id}", [["verdict", "CONFORMS"], ["note", ""]])
    old = {name: old[name] for name in ("id", "url", "pairs", "typed_at")} | {"seen": str(answer.version)}
    browser = browser_of("zhifa1")
    assert "都已收下" in seen(hand_in(browser, sealed(person("zhifa1").id, [old], form=1)))
    assert question(site).answer.verdict is Verdict.CONFORMS
    assert "更新版本" in seen(hand_in(browser, sealed(person("zhifa1").id, [], form=3)))
