"""What a photo says of its origin: camera or album, time and place in its own header, believed by nobody."""

import io
import json
from datetime import timedelta

import pillow_heif
import pytest
from PIL import Image

from inspectapp.evidence import queries, rules
from inspectapp.evidence.words import Origin
from inspectapp.records import values
from inspectapp.shared import clock, db
from inspectapp.shared.images import look_at
from inspectapp.shared.images.telling import told_by
from tests.client import seen
from tests.evidence.conftest import picture

TAKEN = "2026:11:21 14:01:00"


def header(taken=TAKEN, place=True):
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769).update({0x9003: taken, 0x9011: "+08:00"})
    if place:
        south = {1: "S", 2: (35.0, 29.0, 26.4), 3: "E", 4: (112.0, 51.0, 4.8)}
        exif.get_ifd(0x8825).update(south)
    return exif.tobytes()


def heic(exif):
    held = io.BytesIO()
    plain = Image.open(io.BytesIO(picture((320, 240))))
    pillow_heif.from_pillow(plain).save(held, quality=60, exif=exif)
    return held.getvalue()


FORMATS = {
    "jpeg": lambda exif: picture(exif=exif), "png": lambda exif: picture(form="PNG", exif=exif),
    "webp": lambda exif: picture(form="WEBP", exif=exif), "heic": heic,
}  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_the_server_reads_what_every_kind_of_photo_says_of_itself(form):
    told = look_at(io.BytesIO(FORMATS[form](header()))).told
    assert told == {"taken": TAKEN, "offset": "+08:00", "position": "-35.490667,112.851333"}


@pytest.mark.parametrize("form", FORMATS)
def test_a_header_that_says_nothing_says_nothing(form):
    assert look_at(io.BytesIO(FORMATS[form](header("", place=False)))).told == {}


@pytest.mark.parametrize(
    "mad",
    [
        None,
        "words",
        b"",
        b"Exif",
        b"\xff" * 200,
        header()[:40],
        header()[:14] + b"\xff" * 60,
        b"\0" * 2_000_000,
    ],
)
def test_a_mad_header_is_read_as_nothing_worse_than_nothing(mad):
    assert "taken" not in told_by(mad)


def test_an_endless_time_is_cut_short():
    assert len(look_at(io.BytesIO(picture(exif=header("9" * 5000)))).told["taken"]) <= 40


@pytest.mark.parametrize(
    ("told", "shown", "printed"),
    [
        ({"taken": TAKEN, "looked": "是"}, "2026年11月21日 14:01", "2026年11月21日 14:01"),
        ({"taken": TAKEN}, "2026年11月21日 14:01", "2026年11月21日 14:01"),
        ({"looked": "是", "made_smaller": "是", "file": {}}, "没有", ""),
        ({"looked": "否", "made_smaller": "是", "file": {}}, "没有读到", ""),
        ({"looked": "否", "made_smaller": "否", "file": {}}, "没有", ""),
        ({"looked": "否", "made_smaller": "否", "file": {"taken": TAKEN}}, "2026年11月21日 14:01", ""),
        ({"file": {"taken": TAKEN}}, "2026年11月21日 14:01", "2026年11月21日 14:01"),
        ({"taken": "0000:00:00 00:00:00", "looked": "是"}, "没有", ""),
        ({}, "没有读到", ""),
    ],
)
def test_there_is_no_time_only_where_somebody_has_looked(told, shown, printed):
    assert (rules.own_time_in_words(told), rules.own_time(told)) == (shown, printed)


def test_a_photo_without_script_tells_its_time_and_place_on_its_page(site, browser_of):
    browser = browser_of("zhifa1")
    assert site.send(browser, heic(header())).status_code == 200
    with db.read_session() as session:
        _, visit, answer = site.at(session)
        (photo,) = queries.photos_of(session, visit, answer)[answer.id]
    page = seen(browser.get(f"{site.url}/photos/{photo.id}"))
    assert "2026年11月21日 14:01" in page
    assert "-35.490667,112.851333（纬度，经度）" in page


def printed(site):
    with db.read_session() as session:
        return values.record(values.gather(session, site.at(session)[1]))["photos"][0]


def test_a_chosen_photo_was_not_taken_by_whoever_chose_it(site):
    site.take(origin=Origin.GALLERY, told={"taken": "2026:11:20 09:05:59", "looked": "是"})
    source = "相册选取，上传人江一帆，选取时间2026年11月21日 14:05，照片自带时间2026年11月20日 09:05"
    assert printed(site)["source"] == source


def test_a_photo_of_a_paper_says_both_how_it_was_taken_and_that_it_is_a_copy(site):
    site.take(statement="经核对与原件一致", keeper="苗经理")
    told = printed(site)
    assert told["source"] == "现场拍摄，拍摄人江一帆，拍摄时间2026年11月21日 14:05"
    assert (told["statement"], told["keeper"]) == ("经核对与原件一致", "苗经理")


@pytest.mark.parametrize("years", [5, -5])
def test_a_mad_clock_of_a_phone_is_printed_on_no_photo(site, browser_of, years):
    mad = clock.now() + timedelta(days=365 * years)
    told = {"device_at": mad.isoformat(), "origin": "GALLERY", "told": json.dumps({"looked": "是"})}
    assert site.send(browser_of("zhifa1"), picture(), **told).status_code == 200
    assert printed(site)["source"].endswith("选取时间2026年11月21日 14:05")
