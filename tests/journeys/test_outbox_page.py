"""The list of what is only on this phone: what waits, what to do with what was refused, and the way out."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.test_outbox import MUTE, OTHER, PHOTO, VISIT, Server, becomes, give

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(phone_of):
    made = phone_of("zhifa1")
    made.open("/me")
    made.has_its_key()
    made.cut_off = True
    made.expected |= {404, 409, 422}
    return made


@pytest.fixture
def server(phone):
    return Server(phone)


def wait_for_it(phone, server, *names, **more):
    """Given where nothing leaves."""
    server.statuses |= dict.fromkeys(names, "gone")
    for number, name in enumerate(names, 1):
        give(phone, name, label=f"第{number}项：{name}号内容", unit="澄溪县安全技术培训学校", **more)


def badges(phone):
    return phone.page.locator("#waiting .badge")


def test_nothing_waits(phone):
    phone.open("/outbox")
    phone.sees("都已送达")
    expect(phone.page.get_by_role("button", name="立即上传")).to_be_disabled()
    expect(phone.page.locator("#queue")).to_be_hidden()
    phone.is_accessible()
    phone.picture("outbox-0")


def test_what_waits_is_listed_by_visit_and_leaves_by_a_tap(phone, server):
    wait_for_it(phone, server, "甲", "乙")
    wait_for_it(phone, server, "丙", visit=OTHER)
    phone.tap("在本机")
    phone.is_at("/outbox")
    expect(phone.page.locator("#waiting h2")).to_have_text([re.compile("2项"), re.compile("1项")])
    expect(badges(phone)).to_have_text(["在本机"] * 3)
    phone.is_accessible()
    phone.picture("outbox-3")
    server.statuses.clear()
    phone.tap("立即上传")
    phone.sees("都已送达")


def test_sixty_entries_are_a_list_that_can_be_read(phone, server):
    wait_for_it(phone, server, *[f"内容{number}" for number in range(60)])
    phone.open("/outbox")
    expect(badges(phone)).to_have_count(60)
    phone.sees("有60项还没有送达")
    phone.picture("outbox-60")


def test_what_was_refused_says_why_and_may_be_tried_again_or_given_up(phone, server):
    server.statuses |= {"a": 409, "b": 422}
    give(phone, "a", label="第1项：甲")
    give(phone, "b", label="第2项：乙")
    becomes(phone, "trouble", "trouble")
    phone.open("/outbox")
    phone.sees("其中2项需要处理")
    first, second = (phone.page.locator("[data-entry]").nth(place) for place in (0, 1))
    expect(first).to_contain_text("别人先改了这一项。")
    phone.is_accessible()
    phone.picture("outbox-trouble")
    phone.press(second.get_by_role("button", name="放弃这一项"))
    expect(second).to_be_visible()
    phone.press(second.get_by_role("button", name="确定放弃"))
    expect(phone.page.locator("[data-entry]")).to_have_count(1)
    server.statuses.clear()
    phone.press(first.get_by_role("button", name="再试一次"))
    phone.sees("都已送达")


def test_the_queue_goes_into_a_file_that_the_office_page_opens(phone, server, phone_of, tmp_path):
    wait_for_it(phone, server, "甲", "乙")
    phone.page.add_init_script("delete Navigator.prototype.canShare")
    phone.open("/outbox")
    with phone.page.expect_download() as saving:
        phone.tap("另存为文件")
    assert re.fullmatch(r"待上传-\d{8}\.anpei", saving.value.suggested_filename)
    file = tmp_path / "queue.anpei"
    saving.value.save_as(file)
    assert file.read_bytes().startswith(b"ANPEI2\n")
    assert "号内容".encode() not in file.read_bytes()
    wait_for_it(phone, server, "丙")
    expect(badges(phone)).to_have_count(3)
    phone.sees("已存成1个文件。")
    desk = phone_of("zhifa1", desk=True)
    desk.open("/outbox/intake")
    desk.is_accessible()
    desk.field("待上传文件").set_input_files(file)
    desk.tap("提交")
    desk.sees("第1项：甲号内容")
    desk.sees("其中2项需要处理")
    desk.is_accessible()


def test_a_photo_that_cannot_be_read_does_not_keep_the_rest_out_of_the_file(
    phone, server, phone_of, tmp_path
):
    server.statuses |= {"photo": "gone", "甲": "gone"}
    asked = {"key": "photo", "url": f"/visits/{VISIT}/photo", "pairs": [], "label": "一张照片"}
    assert phone.page.evaluate(PHOTO, asked)
    give(phone, "甲", label="第1项：甲号内容")
    phone.page.add_init_script("delete Navigator.prototype.canShare")
    phone.open("/outbox")
    expect(badges(phone)).to_have_count(2)
    phone.page.evaluate(MUTE, 9)
    with phone.page.expect_download() as saving:
        phone.tap("另存为文件")
    file = tmp_path / "queue.anpei"
    saving.value.save_as(file)
    desk = phone_of("zhifa1", desk=True)
    desk.open("/outbox/intake")
    desk.field("待上传文件").set_input_files(file)
    desk.tap("提交")
    desk.sees("第1项：甲号内容")
    desk.sees("这张照片没有存进这个文件")


def test_the_list_may_be_drawn_anew_between_the_two_taps_of_giving_up(phone, server):
    server.statuses |= {"a": 409, "b": "gone"}
    give(phone, "a")
    becomes(phone, "trouble")
    phone.open("/outbox")
    phone.tap("放弃这一项")
    expect(phone.control("确定放弃")).to_be_visible()
    give(phone, "b")
    expect(badges(phone)).to_have_count(2)
    phone.tap("确定放弃")
    expect(badges(phone)).to_have_text(["在本机"])


BLOB = """async ([given, size]) => {
    const bytes = crypto.getRandomValues(new Uint8Array(65536));
    const blob = new Blob(Array(size / 65536).fill(bytes));
    const sha256 = await outbox.digest(await blob.arrayBuffer());
    return outbox.send({...given, file: {name: 'photo', blob: blob, sha256: sha256}}).stored; }"""


def test_more_photos_than_one_upload_takes_go_into_several_files(phone, server, phone_of, settings, tmp_path):
    server.statuses |= dict.fromkeys("12345", "gone")
    for name in "12345":
        asked = {
            "key": name,
            "url": f"/visits/{OTHER}/{name}",
            "pairs": [["origin", "CAMERA"]],
            "visit": OTHER,
        }
        assert phone.page.evaluate(BLOB, [asked | {"label": f"第{name}张照片"}, 5 * 1024 * 1024])
    phone.page.add_init_script("delete Navigator.prototype.canShare")
    phone.open("/outbox")
    expect(badges(phone)).to_have_count(5)
    saved = []
    with phone.page.expect_event("download", lambda one: saved.append(one) or len(saved) == 3):
        phone.tap("另存为文件")
    phone.sees("存成了3个文件，请按编号逐个提交，一个都不要少。")
    files = [(one.suggested_filename, tmp_path / f"{number}.anpei") for number, one in enumerate(saved)]
    for one, (_, file) in zip(saved, files, strict=True):
        one.save_as(file)
    assert [re.sub(r"\d{8}", "", name) for name, _ in files] == [f"待上传--{n}共3.anpei" for n in (1, 2, 3)]
    assert all(file.stat().st_size < settings.upload_limit * 0.9 for _, file in files)
    desk = phone_of("zhifa1", desk=True)
    for (_, file), first in zip(files, "135", strict=True):
        desk.open("/outbox/intake")
        desk.field("待上传文件").set_input_files(file)
        desk.tap("提交")
        desk.sees(f"第{first}张照片")


def test_leaving_with_something_unsent_asks_first(phone, server):
    wait_for_it(phone, server, "甲")
    phone.tap("退出登录")
    phone.sees("项没有上传")
    phone.is_accessible()
    phone.picture("leaving")
    phone.tap("取消")
    phone.is_at("/me")
    phone.tap("退出登录")
    server.statuses.clear()
    phone.tap("先上传")
    phone.sees("都已送达")
    phone.open("/me")
    phone.tap("退出登录")
    phone.is_at("/login")
    phone.cut_off = False
    phone.open("/outbox")
    phone.is_at("/login?next=/outbox")


def test_a_tab_left_open_goes_when_another_one_signs_out(phone):
    phone.cut_off = False
    second = phone.context.new_page()
    second.goto(phone.address + "/outbox")
    second.evaluate("outbox.ready")
    phone.tap("退出登录")
    second.wait_for_url("**/login")
