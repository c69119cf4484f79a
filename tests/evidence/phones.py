"""Two phones in a real browser at one visit of twenty questions of every kind."""

from inspectapp.checklists import actions as checklists
from inspectapp.checklists.content import Option, Threshold
from inspectapp.checklists.words import AnswerKind, Comparison, Force, Verdict, Way
from inspectapp.subjects.words import UnitKind
from tests.conftest import NOW
from tests.evidence.conftest import picture
from tests.fixtures.browser import PATIENCE
from tests.visits.conftest import Visits

LONG = "核查安全生产知识和管理能力考核、特种作业人员培训的每一课是否按规定组织签到签退并由授课教师签字确认"
NUMBER = {"answer": AnswerKind.NUMBER, "threshold": Threshold(Comparison.AT_LEAST, 3, "人")}
OPTIONS = (Option("自有场地", Verdict.CONFORMS), Option("没有固定场地", Verdict.FAILS))
CHOICE = {"answer": AnswerKind.CHOICE, "options": OPTIONS}
TEXT = {"answer": AnswerKind.TEXT, "note": Force.ON_FAILURE}
#: This whole value lies among the half-typed words on the phone.
STORED = """value => store.all('drafts').then(all =>
    all.some(row => Object.values(row.value.values).some(given => given.includes(value))))"""
#: What stands at the first places; the others are plain.
SPECIAL = {2: NUMBER, 3: CHOICE, 4: TEXT, 5: {"photo": Force.ON_FAILURE}, 6: {"criteria": "标准" * 60}}


class BigVisits(Visits):
    """The same visit with as many questions as wanted."""

    wanted = 20

    def _checklist(self, session, head):
        values = {
            "title": "安全培训机构日常检查表", "kinds": [UnitKind.INSTITUTION], "jurisdiction": "澄溪县",
            "issuer": head.office_name,
        }  # fmt: skip
        draft = checklists.create(session, values, by=head, at=NOW)
        for number in range(1, self.wanted + 1):
            words = LONG if number == 6 else f"第{number}个问题的内容"
            item = {
                "section": f"第{(number + 9) // 10}部分", "text": words, "ways": [Way.SITE],
                "findings": ["签到表没有时间", "签到表由他人代签"], "basis": ["LB02", "LB01"],
            }  # fmt: skip
            checklists.add_item(session, draft, item | SPECIAL.get(number, {}), by=head, at=NOW)
        return checklists.publish(session, draft, by=head, at=NOW).id


class Phone:
    """One officer's phone with the checklist open."""

    def __init__(self, browser, address, cookie, *, javascript=True, size=(390, 844), scheme="light") -> None:
        self.address = address
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, locale="zh-CN",
            reduced_motion="reduce", java_script_enabled=javascript, has_touch=True,
            service_workers="block",
        )  # fmt: skip
        self.context.add_cookies([{"name": "inspectapp", "value": cookie, "url": address}])
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self, path):
        self.page.goto(self.address + path)
        return self.page

    def card(self, number):
        return self.page.locator(f"#q-{number}")

    def state(self, number):
        return self.card(number).locator("[data-state]")

    def tap(self, number, word):
        self.card(number).locator(".check__answer .segment", has_text=word).filter(
            has=self.page.get_by_text(word, exact=True)
        ).first.click()

    def photograph(self, number, data=None, kind="CAMERA"):
        given = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": data or picture((1200, 900))}
        self.card(number).locator(f":scope > .photos input[data-origin={kind}]").set_input_files(given)
