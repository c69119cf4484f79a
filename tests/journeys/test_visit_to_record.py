"""From the login page to the paper in the unit's hands: two officers, two phones, one visit."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.visiting import Walk, arrive, jpeg, prepare, publish, sign, sign_in, wording

pytestmark = pytest.mark.browser
VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
EDITED = "第3号档案的签字由同一人代签，共12处"
OBJECTION = "第8号档案的签字页在总部，三日内补送"
REASON = "苗青禾阅读后表示要先请示总部，当场拒绝签名"
IDENTITY = re.compile(r"[1-9]\d{5}(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}[\dXx]")
EMPTY = "<!doctype html><meta name=viewport content=width=device-width><title>解码</title>"
DECODE = """async (bytes) => {
  await import('/decoder/qr-scanner.min.js');
  const file = new Blob([new Uint8Array(bytes)], { type: 'image/png' });
  return (await window.QrScanner.scanImage(file, { returnDetailedScanResult: true })).data;
}"""


@pytest.fixture(scope="module")
def chromium(whole_chromium):
    """The story that all others serve is told in the whole browser."""
    return whole_chromium


@pytest.fixture
def pair(phone_of, passwords):
    """Two officers at the login page of their own phones."""
    first, second = phone_of(None), phone_of(None)
    sign_in(first, "zhifa1", passwords)
    sign_in(second, "zhifa2", passwords)
    return first, second


def clash(one, other, number):
    """Both answer the same question; who comes second sees both answers and keeps the own."""
    changes = "**/changes*"
    other.phone.page.route(changes, lambda route: route.fulfill(status=204))
    one.answer(number, "不符合")
    one.delivered(number)
    with other.phone.refused(409):
        other.tap(number, "符合")
        expect(other.card(number).get_by_role("alert")).to_contain_text("江一帆")
    other.phone.press(other.card(number).get_by_role("button", name="改用我的"))
    other.delivered(number)
    other.phone.page.unroute(changes)
    expect(one.card(number).locator("input[value=CONFORMS]")).to_be_checked()


def compose(phone, visit):
    """检查完毕: the record with its number; the address of the paper."""
    phone.open(visit + "/checklist")
    phone.tap("检查完毕")
    phone.sees("各项都已检查，可以请对方签字")
    phone.tap("生成检查记录，请对方签字")
    phone.is_at(visit + "/record")
    phone.tap("请各方签字")
    phone.is_at("^/documents/[0-9a-f-]{36}$")
    return phone.where


def officer_signs(phone, paper, seed):
    phone.open(paper)
    phone.tap("阅读并签名")
    sign(phone, paper, seed)


def seal(phone, paper):
    """Closed for good; the code of the paper's public page."""
    phone.open(paper)
    phone.tap("封存并生成文书")
    phone.sees("文书已封存")
    return phone.page.locator('a[href^="/v/"]').first.get_attribute("href")


def opened_by_the_unit(phone, public, letters):
    """The six letters on a phone of nobody known open the copy; the file as it is saved."""
    phone.open(public)
    phone.tap("输入查阅码看全文")
    phone.fill("查阅码", letters)
    phone.tap("打开全文")
    saved = phone.control("保存PDF").get_attribute("href")
    return phone.context.request.get(phone.address + saved).body()


def told_by(*command, code=0, **more):
    words = [str(part) for part in command]
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", **more)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def verified(settings, file, code=0):
    """The command line of the installation on a file."""
    here = {**os.environ, "INSPECTAPP_DATA": str(settings.data), "PYTHONUTF8": "1"}
    return told_by(sys.executable, "-m", "inspectapp", "verify", file, code=code, env=here)


def compared(phone, public, file, words):
    phone.open(public)
    phone.page.locator("#compare input[type=file]").set_input_files(file)
    expect(phone.page.locator("#answer").get_by_text(words, exact=True)).to_be_visible()


def decoded(phone, picture):
    """What another hand's decoder reads on the picture of a page."""
    served = {
        "qr-scanner.min.js": "qr-scanner-[0-9a-f]*.js",
        "qr-scanner-worker.min.js": "qr-scanner-worker*.js",
    }

    def answer(route):
        name = route.request.url.rsplit("/", 1)[1]
        if name not in served:
            route.fulfill(content_type="text/html", body=EMPTY)
            return
        route.fulfill(path=next(VENDOR.glob(served[name])), content_type="text/javascript")

    phone.page.route("**/decoder/**", answer)
    phone.open("/decoder/")
    return phone.page.evaluate(DECODE, list(picture.read_bytes()))


def squeezed(text):
    return re.sub(r"\s", "", text)


def test_forty_questions_six_findings_twelve_photos_an_objection(pair, phone_of, settings, tmp_path):
    first, second = pair
    publish("安全培训机构四十项检查表", 40)
    visit = prepare(first, second, "安全培训机构四十项检查表")
    arrive(first, visit)
    one, other = Walk(first, visit), Walk(second, visit)
    clash(one, other, 12)
    findings = {one: (3, 8, 15), other: (24, 31, 37)}
    for walk, numbers in ((one, range(1, 21)), (other, range(21, 41))):
        for number in numbers:
            if number in findings[walk]:
                walk.find(number, edited=EDITED if number == 3 else "", photos=(2 * number, 2 * number + 1))
            elif number != 12:
                walk.answer(number, "符合")
        walk.delivered(numbers[-1])
    expect(first.page.locator("#progress b")).to_have_text("40/40")
    expect(second.page.locator("#progress b")).to_have_text("40/40")
    paper = compose(first, visit)
    first.tap("请对方签字")
    first.tap("我是本人，开始阅读")
    sign(first, paper, 1, OBJECTION)
    officer_signs(first, paper, 2)
    officer_signs(second, paper, 3)
    public = seal(first, paper)
    first.tap("送达对方")
    letters = first.page.locator(".scan__letters").inner_text()
    first.choose("送达方式", "扫码查阅")
    first.fill("接收人", "苗青禾")
    first.tap("保存送达记录")
    first.sees("苗青禾")

    stranger = phone_of(None)
    good, bad = tmp_path / "record.pdf", tmp_path / "changed.pdf"
    data = opened_by_the_unit(stranger, public, letters)
    good.write_bytes(data)
    bad.write_bytes(data[:4000] + bytes([data[4000] ^ 1]) + data[4001:])
    checked = told_by("pdfsig", good)
    assert "Signature is Valid" in checked and "Total document signed" in checked
    assert "与登记的原件一致" in verified(settings, good)
    assert "与登记的原件一致" not in verified(settings, bad, code=1)
    text = squeezed(told_by("pdftotext", "-raw", good, "-"))
    for words in (EDITED, OBJECTION, *(wording(n) for n in (8, 15, 24, 31, 37))):
        assert squeezed(words) in text, words
    assert not IDENTITY.search(text)
    compared(stranger, public, good, "是原件")
    compared(stranger, public, bad, "不是原件")
    pages = re.search(r"Pages:\s+(\d+)", told_by("pdfinfo", good))[1]
    facts = stranger.page.locator("dl").first.inner_text()
    code = re.search(r"内容码\s+(\S.*)", facts)[1].strip()
    number = re.search(r"编号\s+(\S.*)", facts)[1].strip()
    assert f"{pages}页" in facts
    assert squeezed(code) in text and squeezed(number) in text
    stranger.sees("已封存")
    stranger.sees("签名并有异议")
    told_by("pdftoppm", "-png", "-r", "150", "-f", "1", "-l", "1", "-singlefile", good, tmp_path / "first")
    assert decoded(stranger, tmp_path / "first.png") == f"{settings.address}{public}"


def test_the_units_person_refuses_and_two_officers_vouch(pair, phone_of, settings, tmp_path):
    first, second = pair
    publish("安全培训机构六项检查表", 6)
    visit = prepare(first, second, "安全培训机构六项检查表")
    arrive(first, visit)
    walk = Walk(first, visit)
    for number in (1, 2, 4, 5, 6):
        walk.answer(number, "符合")
    walk.find(3, photos=(1,))
    walk.delivered(6)
    paper = compose(first, visit)
    first.tap("拒签、不在场或纸质签名")
    first.choose("签署结果", "拒绝签名")
    first.fill("原因和现场经过", REASON)
    first.fill("见证人姓名和单位", "东山镇魏明")
    first.page.locator("input[type=file]").set_input_files(jpeg(99))
    first.tap("保存签署结果")
    first.sees("已登记签署结果")
    first.sees("等另一名执法人员用自己的账号确认")
    second.open(paper)
    second.tap("确认以上情况属实")
    second.sees("两名执法人员确认")
    officer_signs(first, paper, 4)
    officer_signs(second, paper, 5)
    public = seal(first, paper)
    first.tap("送达对方")
    letters = first.page.locator(".scan__letters").inner_text()
    stranger, file = phone_of(None), tmp_path / "refused.pdf"
    file.write_bytes(opened_by_the_unit(stranger, public, letters))
    assert "Signature is Valid" in told_by("pdfsig", file)
    assert "与登记的原件一致" in verified(settings, file)
    assert squeezed(REASON) in squeezed(told_by("pdftotext", "-raw", file, "-"))
    stranger.open(public)
    stranger.sees("拒绝签名")
