"""Questions that carry a foreign id, code or name in a form, a query or a workbook, not in the address."""

import io
import uuid

from inspectapp.shared import xlsx
from inspectapp.subjects.excel.books import ROOMS, UNITS
from tests.structure.asking import Asking, text_of
from tests.structure.planted import Thing

UNIT = {
    "kind": "INSTITUTION", "name": "澄溪县新设培训学校", "supervision": "COUNTY", "sector": "OTHER",
    "legal_standing": "INDEPENDENT",
}  # fmt: skip


class Probe:
    """One officer of the county, with the things here and in the other county at hand."""

    def __init__(self, asking: Asking, login: str = "zhifa1") -> None:
        self.asking, self.asker = asking, asking.world.askers[login]
        self.here, self.there = (self._thing("unit", at) for at in ("本县甲", "外县"))

    def _thing(self, kind: str, at: str, register: str = "") -> Thing:
        return next(one for one in self.asking.world.of(kind) if (one.at, one.register) == (at, register))

    def staff(self, at: str) -> uuid.UUID:
        return self._thing("part", at, "staff").ids["part_id"]

    def send(self, method: str, path: str, wanted: int, **data) -> list[str]:
        """Complaints when the status is another one, or the answer tells of what lies elsewhere."""
        headers = {"Sec-Fetch-Site": "same-origin", "Cookie": self.asker.cookie}
        if method == "POST":
            data = {"op_id": str(uuid.uuid4()), **data}
        answer = self.asking.client.open(path, method=method, data=data or None, headers=headers)
        told = [mark for mark in self.asking.world.hidden_from(self.asker) if mark in text_of(answer)]
        wrong = [f"{answer.status_code} instead of {wanted}"] if answer.status_code != wanted else []
        return [f"{method} {path}: {what}" for what in (*wrong, *(f"tells of {mark}" for mark in told))]

    def visit(self, at: str) -> uuid.UUID:
        return self._thing("visit", at).ids["visit_id"]

    def tells(self, path: str, words: str) -> list[str]:
        """A complaint when a page says what it must not say to this person."""
        headers = {"Sec-Fetch-Site": "same-origin", "Cookie": self.asker.cookie}
        answer = self.asking.client.get(path, headers=headers)
        return [f"GET {path}: says {words}"] if words in text_of(answer) else []


def region_of_another_county(probe: Probe) -> list[str]:
    return probe.send("POST", "/subjects", 422, **UNIT, region_id=str(probe.there.region))


def code_of_a_foreign_unit(probe: Probe) -> list[str]:
    code = {"credit_code": probe.asking.world.codes["外县"], "region_id": str(probe.here.region)}
    return probe.send("POST", "/subjects", 422, **UNIT, **code)


def filter_by_another_county(probe: Probe) -> list[str]:
    return probe.send("GET", f"/subjects?region={probe.there.region}", 200)


def hours_for_somebody_elsewhere(probe: Probe) -> list[str]:
    hours = {"kind": "TEACHING", "held_on": "2026-05-12", "hours": "3"}
    path = f"/subjects/{probe.here.unit}/hours"
    return probe.send("POST", path, 422, **hours, staff_id=str(probe.staff("外县")))


def number_of_somebody_elsewhere(probe: Probe) -> list[str]:
    ask = {
        "register": "staff",
        "field": "id_number",
        "reason": "核对证书信息",
        "row": str(probe.staff("外县")),
    }
    return probe.send("POST", f"/subjects/{probe.here.unit}/reveals", 404, **ask)


def workbook_for_another_county(probe: Probe) -> list[str]:
    row = {
        "name": "石桥县新设培训学校", "region_id": "石桥县", "kind": "培训机构",
        "supervision": "县级", "sector": "其他",
    }  # fmt: skip
    return probe.send("POST", "/registers/units/uploads", 422, workbook=_workbook(UNITS, row))


def workbook_naming_a_foreign_unit(probe: Probe) -> list[str]:
    row = {"unit_code": probe.asking.world.codes["外县"], "kind": "教室", "name": "二号教室"}
    return probe.send("POST", "/registers/rooms/uploads", 422, workbook=_workbook(ROOMS, row))


def version_of_another_law(probe: Probe) -> list[str]:
    probe = Probe(probe.asking, "kezhang-yun")
    laws = [one for one in probe.asking.world.of("law") if "law_id" in one.ids]
    version = next(one for one in laws if "version_id" in one.ids)
    other = next(one for one in laws if one.ids["law_id"] != version.ids["law_id"])
    path = f"/laws/{other.ids['law_id']}/versions/{version.ids['version_id']}/refusal"
    return probe.send("POST", path, 404)


def visit_to_a_foreign_unit(probe: Probe) -> list[str]:
    words = {"source": "PLAN", "purpose": "专项检查", "planned_day": "2026-11-21"}
    refused = probe.send("POST", "/visits", 404, **words, unit_id=str(probe.there.unit))
    return refused + probe.send("GET", f"/visits/new?unit={probe.there.unit}", 404)


def visit_with_a_colleague_from_elsewhere(probe: Probe) -> list[str]:
    """Not offered, and not taken when sent all the same."""
    elsewhere = probe.asking.world.askers["zhifa3"].actor
    words = {"source": "PLAN", "purpose": "专项检查", "planned_day": "2026-11-21"}
    unit, named = str(probe.here.unit), str(elsewhere.id)
    found = probe.send("POST", "/visits", 422, **words, unit_id=unit, companions=named)
    place = f"/visits/{probe.visit('本县甲')}/officers"
    return found + probe.tells(f"{place}/new", elsewhere.name) + probe.send("POST", place, 422, person=named)


def visit_of_others(probe: Probe) -> list[str]:
    """The head of the section reads a visit without being one of its officers."""
    probe = Probe(probe.asking, "kezhang")
    here = f"/visits/{probe.visit('本县甲')}"
    buttons = [probe.tells(here, "继续检查"), probe.tells(f"{here}/checklist", "检查完毕")]
    return [*probe.tells("/visits", "我参加的"), *(said for found in buttons for said in found)]


def answer_of_another_visit(probe: Probe) -> list[str]:
    """The ids below a visit belong to that visit."""
    here, world = f"/visits/{probe.visit('本县甲')}", probe.asking.world
    ids = {
        kind: next(one for one in world.of(kind) if one.at == "外县").ids for kind in ("answer", "finding")
    }
    words = {"text": "没有签到表", "severity": "GENERAL"}
    found = probe.send("POST", f"{here}/answers/{ids['answer']['answer_id']}/findings", 404, **words)
    return found + probe.send("POST", f"{here}/findings/{ids['finding']['finding_id']}", 404, **words)


def _workbook(book, row: dict):
    columns = [xlsx.Column(one.name, one.title, required=one.needed) for one in book.all_columns]
    return io.BytesIO(xlsx.write_table(columns, [row], book.title)), "表格.xlsx"


PROBES = (
    region_of_another_county, code_of_a_foreign_unit, filter_by_another_county, hours_for_somebody_elsewhere,
    number_of_somebody_elsewhere, workbook_for_another_county, workbook_naming_a_foreign_unit,
    version_of_another_law, visit_to_a_foreign_unit, visit_with_a_colleague_from_elsewhere, visit_of_others,
    answer_of_another_visit,
)  # fmt: skip
