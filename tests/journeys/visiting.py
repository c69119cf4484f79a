"""What two officers do at a visit, thumb by thumb."""

import io
import re

from PIL import Image
from playwright.sync_api import expect

from inspectapp.checklists import actions as checklists
from inspectapp.checklists.words import Force, Way
from inspectapp.demo import accounts
from inspectapp.shared import clock, db
from inspectapp.subjects.words import UnitKind
from tests.fixtures.hand import read_to_end, write_name

UNIT = "澄溪县安全生产技术培训中心"


def wording(number):
    """What is proposed when this question does not conform."""
    return f"第{number}号档案缺少授课教师签字"


def publish(title, count):
    """The county's own checklist of so many questions; every third wants a photo when it fails."""
    with db.write_session() as session:
        head, at = accounts.actor(session, "kezhang"), clock.now()
        values = {"title": title, "kinds": [UnitKind.INSTITUTION], "jurisdiction": "澄溪县"}
        draft = checklists.create(session, values | {"issuer": head.office_name}, by=head, at=at)
        for number in range(1, count + 1):
            item = {
                "section": f"第{(number + 9) // 10}部分", "text": f"第{number}号档案齐全、签字真实",
                "ways": [Way.SITE], "findings": [wording(number)],
                "basis": ["LB02"], "photo": Force.ON_FAILURE if number % 3 == 0 else Force.NEVER,
            }  # fmt: skip
            checklists.add_item(session, draft, item, by=head, at=at)
        checklists.publish(session, draft, by=head, at=at)


def jpeg(number):
    """A photo as a phone takes it; no two are alike."""
    made = Image.radial_gradient("L").resize((2000, 1500)).convert("RGB")
    made.paste((20 * number % 256, 90, 200 - 10 * number), (100, 100, 900, 700))
    held = io.BytesIO()
    made.save(held, "JPEG", quality=88)
    return {"name": f"IMG_{number}.jpg", "mimeType": "image/jpeg", "buffer": held.getvalue()}


def sign_in(phone, login, passwords):
    phone.open("/login")
    phone.fill("登录名", login)
    phone.fill("密码", passwords[login])
    phone.tap("登录")
    phone.is_at("/")


def prepare(first, second, title, unit=UNIT):
    """One arranges the visit on the own phone, the other confirms on the own; its address."""
    first.open("/visits")
    first.tap("安排检查")
    first.press(first.page.get_by_role("link", name=re.compile(unit)))
    first.field("任务来源").select_option(label="计划检查")
    first.fill("检查事由", "安全培训机构专项检查")
    first.choose("同行执法人员", "梁䶮")
    for proposed in first.page.get_by_role("group", name="检查表").get_by_role("checkbox").all():
        if proposed.is_checked():
            first.press(proposed)
            expect(proposed).not_to_be_checked()
    first.choose("检查表", title)
    first.tap("安排检查")
    first.is_at("^/visits/[0-9a-f-]{36}$")
    second.open(first.where + "/consent")
    second.tap("没有，确认参加")
    second.sees("已确认")
    return first.where


def arrive(phone, visit):
    phone.open(visit)
    phone.tap("到场")
    for label, words in (
        ("检查场所", "三楼302教室"),
        ("被检查单位现场负责人", "苗青禾"),
        ("职务", "教务主任"),
    ):
        phone.fill(label, words)
    phone.tap("记录到场")
    phone.is_at("^/visits/[^/]+(/introduction)?$")
    if not phone.where.endswith("/introduction"):
        phone.tap("出示证件，开始检查")
    phone.sees("请予配合，如实提供情况和资料")
    phone.tap("已出示证件，开始检查")
    phone.is_at(f"^{visit}(/checklist)?$")


class Walk:
    """The checklist on one of the phones."""

    def __init__(self, phone, visit):
        self.phone = phone
        phone.open(visit + "/checklist")

    def card(self, number):
        return self.phone.page.locator(f"#q-{number}")

    def tap(self, number, word):
        segment = self.card(number).locator(".check__answer .segment")
        chosen = segment.filter(has=self.phone.page.get_by_text(word, exact=True)).first
        self.phone.press(chosen)
        return chosen

    def answer(self, number, word):
        chosen = self.tap(number, word)
        expect(chosen.locator("input"), f"the tap on {word} at question {number}").to_be_checked()

    def delivered(self, number):
        expect(self.card(number).locator("[data-state]")).to_have_attribute("data-now", "held")

    def find(self, number, *, edited="", photos=()):
        """不符合, the proposed wording or one's own, photos."""
        card = self.card(number)
        self.answer(number, "不符合")
        self.delivered(number)
        self.phone.press(card.get_by_role("button", name="保存问题"))
        expect(card.locator(".finding__text")).to_have_text(wording(number))
        if edited:
            self.phone.press(card.locator("summary", has_text="修改或撤回"))
            card.get_by_label("发现的问题").first.fill(edited)
            self.phone.press(card.get_by_role("button", name="保存修改"))
            expect(card.locator(".finding__text")).to_have_text(edited)
        for photo in photos:
            card.locator(":scope > .photos input[data-origin=CAMERA]").set_input_files(jpeg(photo))
        expect(card.locator("a.photos__one")).to_have_count(len(photos))
        expect(card.locator(".photos__one--waiting")).to_have_count(0)


def sign(phone, paper, seed, objection=""):
    """From the first word to the signature; the page of the paper comes back."""
    expect(phone.control("请先看到最后")).to_be_disabled()
    read_to_end(phone.page)
    phone.tap("我已看完，去签名")
    phone.press(phone.page.get_by_text("我同意用屏幕手写方式签名"))
    if objection:
        phone.page.get_by_label("对内容有异议").fill(objection)
    phone.press(phone.page.locator("#open-pad"))
    write_name(phone.page, seed)
    phone.tap("写好了")
    phone.tap("提交签名")
    phone.is_at(paper)
