"""Photos from phones and from people who try things: what is taken in, shown, and left as it was."""

import hashlib
import html
import io
import json
import re
import struct
import sys
import zlib

import pillow_heif
import pytest
from PIL import Image

from inspectapp.evidence import actions, queries, rules
from inspectapp.evidence.models import Photo
from inspectapp.evidence.words import Origin
from inspectapp.shared import clock, db, files, ledger
from inspectapp.shared.images import NotAPicture, Shape, copying, look_at, smaller
from inspectapp.shared.refusals import NotNow, Unreadable
from tests.client import seen
from tests.evidence.conftest import picture

ARROW = {"kind": "arrow", "x1": 0.1, "y1": 0.2, "x2": 0.5, "y2": 0.6, "words": ""}


def bomb() -> bytes:
    """A small file that says it is a picture of two and a half thousand million points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def heic() -> bytes:
    held = io.BytesIO()
    pillow_heif.from_pillow(Image.open(io.BytesIO(picture((320, 240))))).save(held, quality=60)
    return held.getvalue()


def sideways() -> bytes:
    """Taken with the phone turned; the file says so and where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "某某手机"
    exif.get_ifd(0x8825)[1] = "N"
    return picture((640, 480), exif=exif)


def photos(site):
    with db.read_session() as session:
        _, visit, answer = site.at(session)
        return queries.photos_of(session, visit, answer).get(answer.id, [])


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "a.jpg"), (b"PK\x03\x04 no picture", "a.jpg"), (b"<svg xmlns='x'/>", "a.svg"),
        (b"%PDF-1.7", "a.jpg"), (picture(form="GIF"), "a.jpg"), (picture(form="TIFF"), "a.jpg"),
    ],
    ids=["nothing", "an archive", "a drawing", "a paper", "a moving picture", "a scan"],
)  # fmt: skip
def test_what_is_no_photo_of_a_phone_is_refused_whatever_it_is_called(site, browser_of, data, name):
    refused = site.send(browser_of("zhifa1"), data, name)
    assert refused.status_code == 422
    assert "这个文件不是能打开的照片" in seen(refused)
    assert photos(site) == []


def test_a_form_without_a_file_says_so(site, browser_of):
    place = f"{site.url}/answers/{site.answer_id}/photos"
    refused = browser_of("zhifa1").post(place, {"origin": "CAMERA"}, htmx=True)
    assert refused.status_code == 422
    assert "没有收到文件" in seen(refused)


def test_a_picture_too_big_to_be_one_is_refused_by_its_head_alone(site, browser_of):
    refused = site.send(browser_of("zhifa1"), bomb(), "a.png")
    assert refused.status_code == 422
    assert "尺寸太大" in seen(refused)


@pytest.mark.parametrize("megabytes", [30, 25], ids=["more than a body may be", "more than a photo may be"])
def test_more_than_the_limit_is_told_and_not_kept(site, browser_of, megabytes):
    refused = site.send(browser_of("zhifa1"), picture() + b"\0" * megabytes * 1024 * 1024)
    assert refused.status_code == 413
    assert "照片太大，没有保存。请用手机相机重新拍一张。" in seen(refused)
    assert photos(site) == []


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (picture(), "image/jpeg"), (picture(form="PNG"), "image/png"), (picture(form="WEBP"), "image/webp"),
        (heic(), "image/heic"),
    ],
    ids=["jpeg", "png", "webp", "heic"],
)  # fmt: skip
def test_what_phones_make_is_taken_in_and_shown_small(site, browser_of, data, mime):
    browser = browser_of("zhifa1")
    sha256 = hashlib.sha256(data).hexdigest()
    assert site.send(browser, data, sha256=sha256).status_code == 200
    (photo,) = photos(site)
    assert (photo.mime, photo.sha256, photo.size) == (mime, sha256, len(data))
    assert files.current().read(sha256) == data
    thumb = browser.get(f"{site.url}/photos/{photo.id}/thumb")
    assert thumb.mimetype == "image/webp"
    assert max(Image.open(io.BytesIO(thumb.data)).size) == 320


def test_a_photo_cut_off_on_its_way_is_kept_and_its_picture_says_damaged(site, browser_of):
    data, browser = picture()[:2000], browser_of("zhifa1")
    assert site.send(browser, data).status_code == 200
    (photo,) = photos(site)
    shown = browser.get(f"{site.url}/photos/{photo.id}/thumb")
    assert shown.status_code == 422
    assert "已损坏" in seen(shown)
    assert "原始文件仍保留" in seen(shown)
    assert files.current().read(photo.sha256) == data


def test_copies_stand_upright_and_tell_nothing_of_the_phone():
    data = sideways()
    assert Image.open(io.BytesIO(data)).size == (640, 480)
    for shape, size in ((Shape.THUMB, (240, 320)), (Shape.SCREEN, (480, 640))):
        copy = Image.open(io.BytesIO(smaller(data, shape)))
        assert copy.size == size
        assert len(copy.getexif()) == 0
        assert "exif" not in copy.info
        red, blue = copy.convert("RGB").getpixel((size[0] - 9, 9)), copy.convert("RGB").getpixel((9, 9))
        assert red[0] > 180
        assert blue[2] > 130


def test_a_photo_has_the_id_the_phone_gave_it(site, browser_of, op_id):
    assert site.send(browser_of("zhifa1"), picture(), op_id=op_id).status_code == 200
    assert browser_of("zhifa2").get(f"{site.url}/photos/{op_id}").status_code == 200


def test_the_reply_to_a_phone_is_the_small_picture_and_no_card(site, browser_of, op_id):
    replied = site.send(browser_of("zhifa1"), picture(), op_id=op_id).get_data(as_text=True)
    adds = re.search(r'data-adds="(\d+)"', replied)[1]
    assert f"/photos/{op_id}/thumb" in replied and int(adds) == rules.row_mark(op_id, 1)
    assert "<form" not in replied and len(replied) < 1000


def test_a_phone_that_adds_a_photo_to_its_card_has_the_stamp_of_the_server(site, browser_of):
    site.find()

    def stamp():
        with db.read_session() as session:
            _, visit, answer = site.at(session)
            return queries.question(session, visit, answer).stamp

    version, marks = stamp().split("-")
    replied = site.send(browser_of("zhifa1"), picture()).get_data(as_text=True)
    adds = int(re.search(r'data-adds="(\d+)"', replied)[1])
    assert stamp() == f"{version}-{(int(marks) + adds) % 2**32}"


def test_a_photo_that_changed_on_its_way_is_refused(site, browser_of):
    refused = site.send(browser_of("zhifa1"), picture(), sha256="0" * 64)
    assert refused.status_code == 422
    assert "在传送中受损" in seen(refused)
    assert photos(site) == []


def test_the_same_photo_twice_at_one_question_is_one(site, browser_of):
    browser = browser_of("zhifa1")
    assert site.send(browser, picture()).status_code == 200
    assert site.send(browser_of("zhifa2"), picture()).status_code == 200
    (photo,) = photos(site)
    browser.post(f"{site.url}/photos/{photo.id}/aside", {"why": "拍虚了"})
    assert photos(site) == []
    assert site.send(browser, picture()).status_code == 200
    assert [one.id != photo.id for one in photos(site)] == [True]


def test_a_copy_of_a_paper_says_that_it_equals_the_original_and_who_keeps_that(site, browser_of):
    refused = site.send(browser_of("zhifa1"), picture(), origin="COPY", statement="经核对与原件一致")
    assert refused.status_code == 422
    assert "核对情况和原件保管人" in seen(refused)
    kept = {"statement": "经核对与原件一致", "keeper": "苗经理"}
    assert site.send(browser_of("zhifa1"), picture(), origin="COPY", **kept).status_code == 200
    (photo,) = photos(site)
    assert (photo.origin, photo.keeper) == (Origin.COPY, "苗经理")
    place, browser = f"{site.url}/photos/{photo.id}", browser_of("zhifa1")
    mark = mark_on(browser.get(place))
    assert "核对情况" in seen(browser.post(place, {"what": "签到表", "statement": "", "version": mark}))
    assert browser.post(place, {"what": "签到表", "version": mark, **kept}).status_code == 303


def mark_on(answer):
    """What the words are known by that stand in this form."""
    form = answer.get_data(as_text=True).split('id="photo-form"')[1]
    return re.search(r'name="version" value="(\d+)"', form)[1]


def test_words_over_somebody_elses_are_not_saved_and_both_are_shown(site, browser_of):
    place = f"{site.url}/photos/{site.take()}"
    one, other = browser_of("zhifa1"), browser_of("zhifa2")
    before = mark_on(one.get(place))
    assert other.post(place, {"what": "签到表第三页", "version": before}).status_code == 303
    for htmx in (False, True):
        refused = one.post(place, {"what": "签到表封面", "place": "三楼", "version": before}, htmx=htmx)
        assert refused.status_code == 409
        said = seen(refused)
        assert "梁䶮在" in said and "您的内容没有保存" in said
        assert "签到表第三页" in said and "签到表封面" in said and "保留梁䶮的" in said
        assert ("<html" in refused.get_data(as_text=True)) is not htmx
    assert photos(site)[0].what == "签到表第三页"
    mine = {"what": "签到表封面", "place": "三楼", "version": mark_on(refused)}
    assert one.post(place, mine).status_code == 303
    assert (photos(site)[0].what, photos(site)[0].place) == ("签到表封面", "三楼")


def test_the_same_words_again_and_marks_on_the_copy_stand_in_nobodys_way(site, browser_of):
    place, browser = f"{site.url}/photos/{site.take()}", browser_of("zhifa1")
    before = mark_on(browser.get(place))
    browser_of("zhifa2").post(f"{place}/marks", {"marks": json.dumps([ARROW])})
    given = {"what": "签到表", "version": before, "device_at": "2026-11-21T06:00:00.000Z"}
    told = browser.post(place, given, htmx=True)
    assert told.status_code == 200
    assert 'id="photo-words"' in told.get_data(as_text=True) and mark_on(told) != before
    assert browser.post(place, given, htmx=True).status_code == 200
    (photo,) = photos(site)
    assert (photo.what, photo.version, len(photo.marks)) == ("签到表", 3, 1)
    with db.read_session() as session:
        line = [one for one in ledger.history(session, "visits", site.id) if one.act == queries.DESCRIBED]
    assert [one.device_at.hour for one in line] == [6]


def test_a_photo_taken_on_site_becomes_a_copy_once_that_is_said_of_it(site, browser_of):
    place, browser = f"{site.url}/photos/{site.take()}", browser_of("zhifa1")
    half = browser.post(place, {"what": "签到表", "keeper": "苗经理"})
    assert half.status_code == 422
    assert "核对情况和原件保管人" in seen(half)
    whole = {"what": "签到表", "keeper": "苗经理", "statement": "经核对与原件一致"}
    assert browser.post(place, whole).status_code == 303
    assert photos(site)[0].origin is Origin.COPY
    assert "材料复制件" in seen(browser.get(place))


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ('{"taken": "2026:11:21 14:01:00", "secret": "x"}', {"taken": "2026:11:21 14:01:00"}),
        ('{"taken": "' + "长" * 300 + '"}', {"taken": "长" * 80}),
        ("no json", {}), ("[1, 2]", {}), ("", {}),
    ],
)  # fmt: skip
def test_of_what_the_phone_read_only_the_expected_is_kept(site, browser_of, told, kept):
    site.send(browser_of("zhifa1"), picture(), told=told)
    assert photos(site)[0].told == kept


def test_the_page_of_a_photo_tells_where_it_comes_from(site, browser_of):
    photo_id = site.take(told={"taken": "2026:11:21 14:01:00"}, what="签到表第三页")
    page = seen(browser_of("zhifa2").get(f"{site.url}/photos/{photo_id}"))
    assert "2026:11:21 14:01:00" in page
    assert "江一帆" in page
    screen = browser_of("zhifa2").get(f"{site.url}/photos/{photo_id}/screen")
    assert screen.mimetype == "image/jpeg"
    assert screen.headers["Cache-Control"] == "no-store"
    assert browser_of("zhifa2").get(f"{site.url}/photos/{photo_id}/original").status_code == 404
    assert browser_of("zhifa3").get(f"{site.url}/photos/{photo_id}/thumb").status_code == 404


def test_marks_lie_beside_the_photo_and_never_in_it(site, browser_of):
    data = picture()
    photo_id = site.take(data)
    place, browser = f"{site.url}/photos/{photo_id}", browser_of("zhifa1")
    marks = '[{"kind": "text", "x1": 0.123456, "y1": 0, "x2": 1, "y2": 1, "words": "无时间\\u200b"}]'
    assert browser.post(f"{place}/marks", {"marks": marks}).status_code == 303
    with db.read_session() as session:
        photo = session.get_one(Photo, photo_id)
        assert photo.marks == [{"kind": "text", "x1": 0.1235, "y1": 0, "x2": 1, "y2": 1, "words": "无时间"}]
        assert files.current().read(photo.sha256) == data
    assert json.dumps("无时间").strip('"') in browser.get(place).get_data(as_text=True)


def test_marks_over_somebody_elses_are_shown_together_and_nothing_is_replaced(site, browser_of):
    place = f"{site.url}/photos/{site.take()}"
    one, other = browser_of("zhifa1"), browser_of("zhifa2")
    before = one.get(place).get_data(as_text=True)
    assert 'id="marks-form"' in before
    box = ARROW | {"kind": "box"}
    assert other.post(f"{place}/marks", {"marks": json.dumps([ARROW]), "version": "0"}).status_code == 303
    refused = one.post(f"{place}/marks", {"marks": json.dumps([box]), "version": "0"})
    assert refused.status_code == 409
    assert "梁䶮在2026年11月21日 14:05已标注这张照片，您的标注没有保存" in seen(refused)
    assert [mark["kind"] for mark in photos(site)[0].marks] == ["arrow"]
    form = refused.get_data(as_text=True).split('id="marks-form"')[1].split("</form>")[0]
    both = json.loads(html.unescape(re.search(r'name="marks" value="([^"]*)"', form)[1]))
    assert [mark["kind"] for mark in both] == ["arrow", "box"]
    version = re.search(r'name="version" value="(\d+)"', form)[1]
    assert one.post(f"{place}/marks", {"marks": json.dumps(both), "version": version}).status_code == 303
    assert [mark["kind"] for mark in photos(site)[0].marks] == ["arrow", "box"]


@pytest.mark.parametrize("marks", ["no json", "{}", "null", '[{"kind": "arrow"}]', "[1]"])
def test_marks_that_cannot_be_read_are_refused(site, browser_of, marks):
    place = f"{site.url}/photos/{site.take()}/marks"
    refused = browser_of("zhifa1").post(place, {"marks": marks})
    assert refused.status_code == 422
    assert "标注没有读懂" in seen(refused)


@pytest.mark.parametrize(
    "marks",
    [
        [ARROW | {"kind": "circle"}], [ARROW | {"x1": 1.2}], [ARROW | {"y2": -0.1}],
        [ARROW | {"x2": "nan"}], [ARROW | {"x2": None}], [ARROW] * 41,
    ],
)  # fmt: skip
def test_marks_stay_inside_the_picture_and_are_few(marks):
    with pytest.raises(Unreadable, match="标注"):
        rules.read_marks(marks)


def test_a_photo_set_aside_says_why_and_is_kept(site, browser_of):
    photo_id, browser = site.take(), browser_of("zhifa1")
    place = f"{site.url}/photos/{photo_id}"
    for why, sentence in (("", "请填写不采用的原因"), ("虚", "请写明不采用的原因")):
        refused = browser.post(f"{place}/aside", {"why": why})
        assert refused.status_code == 422
        assert sentence in seen(refused)
    assert browser.post(f"{place}/aside", {"why": "拍虚了"}).status_code == 303
    assert "这张照片不采用：拍虚了" in seen(browser.get(place))
    assert str(photo_id) not in browser.get(f"{site.url}/checklist").get_data(as_text=True)
    with db.write_session() as session, pytest.raises(NotNow, match="已经不采用"):
        by, visit, _ = site.at(session)
        photo = session.get_one(Photo, photo_id)
        actions.set_aside(session, visit, photo, "再说一次", by=by, at=clock.now())


def test_the_other_phone_learns_of_photos_taken_and_set_aside(site, browser_of):
    photo_id = site.take()
    later = clock.now().replace(hour=7)
    with clock.freeze(later):
        browser_of("zhifa1").post(f"{site.url}/photos/{photo_id}/aside", {"why": "拍虚了"})
        since = {"since": later.isoformat()}
        changes = browser_of("zhifa2").get(f"{site.url}/changes", query_string=since, htmx=True)
    assert "每课签到签退" in seen(changes)
    assert str(photo_id) not in changes.get_data(as_text=True)


def test_a_decoder_that_hangs_or_eats_is_stopped_and_the_worker_lives(monkeypatch):
    """The child is given other work: first it waits for ever, then it asks for more than it may have."""
    real = copying.subprocess.run
    work = []
    monkeypatch.setattr(
        copying.subprocess, "run", lambda _, **kwargs: real([sys.executable, "-c", work[-1]], **kwargs)
    )
    monkeypatch.setattr(copying, "SECONDS", 0.3)
    work.append("import time; time.sleep(60)")
    with pytest.raises(NotAPicture, match="已损坏，不能显示"):
        smaller(picture(), Shape.THUMB)
    monkeypatch.setattr(copying, "SECONDS", 20)
    work.append(
        "from inspectapp.shared.images import child; child.copy = lambda *a: bytes(2 * child.MEMORY);"
        "import sys; sys.argv = ['', '320', 'WEBP']; child.main()"
    )
    with pytest.raises(NotAPicture, match="已损坏，不能显示"):
        smaller(picture(), Shape.THUMB)
    monkeypatch.undo()
    assert smaller(picture(), Shape.THUMB)


def test_looking_reads_no_more_than_the_head():
    stream = io.BytesIO(picture((4000, 3000)))
    found = look_at(stream)
    assert (found.width, found.height, stream.tell()) == (4000, 3000, 0)
