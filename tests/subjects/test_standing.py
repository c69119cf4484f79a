"""Every mark a unit can carry: one story in which it shows, and one in which it must not."""

from dataclasses import replace
from datetime import date

import pytest

from inspectapp.subjects.rules import facts as f
from inspectapp.subjects.rules.paper_marks import SEVEN_RULES, TEN_RULES
from inspectapp.subjects.rules.standing import standing
from inspectapp.subjects.words import (
    AgreementKind,
    Building,
    DocumentKind,
    Employment,
    HourKind,
    LegalStanding,
    Post,
    Premises,
    Rank,
    RoomKind,
    StaffRole,
    UnitKind,
)

DAY = date(2026, 11, 21)
HOURS = {(HourKind.CONTINUING, 2025): 40, (HourKind.TEACHING, 2025): 50}


def manager(name, **changes):
    given = {"roles": frozenset({StaffRole.MANAGER}), "practice_years": 5, "insured_to": "2026-10"} | changes
    return f.StaffFacts(name, **given)


def teacher(name="范老师", **changes):
    given = {
        "roles": frozenset({StaffRole.TEACHER}), "rank": Rank.MIDDLE, "insured_to": "2026-10",
        "teacher_certificate": "晋培教001", "hired_on": date(2020, 1, 1), "hours": HOURS,
    } | changes  # fmt: skip
    return f.StaffFacts(name, **given)


def documents():
    kinds = dict.fromkeys((*TEN_RULES, *SEVEN_RULES))
    return tuple(f.DocumentFacts(kind, kind.title, True) for kind in kinds)


def agreement(kind=AgreementKind.MEDICAL, start=date(2024, 1, 1), end=date(2027, 1, 1)):
    return f.AgreementFacts(kind, "泽州县人民医院", start, end)


def room(kind=RoomKind.CLASSROOM, **changes):
    given = {"area": 90.0, "seats": 60, "recording_months": 36, "cameras_with_sound": True, "id_check": True}
    return f.RoomFacts(kind, "一号教室", **(given | changes))


def institution(**changes):
    """An institution in perfect order on DAY."""
    given = {
        "staff": (manager("甲"), manager("乙"), manager("丙"), teacher()),
        "documents": documents(), "agreements": (agreement(),), "rooms": (room(),),
        "premises": Premises.OWNED, "business_scope": "安全培训服务", "building": Building.OFFICE,
    } | changes  # fmt: skip
    return f.UnitFacts(UnitKind.INSTITUTION, **given)


def exam_site(**changes):
    clerk = f.StaffFacts("考务员", roles=frozenset({StaffRole.EXAM_STAFF}), insured_to="2026-10")
    given = {"staff": (clerk,), "rooms": (room(RoomKind.EXAM_ROOM, exam_terminals=25),)} | changes
    return f.UnitFacts(UnitKind.EXAM_SITE, is_exam_site=True, **given)


def certificate(post=Post.HEAD, start=date(2024, 1, 1), end=date(2026, 12, 31), **changes):
    return f.CertificateFacts("王建国", post, start, end, **changes)


def codes(unit, day=DAY):
    return {mark.code for mark in standing(unit, day)}


def test_units_in_order_carry_no_mark():
    assert codes(institution()) == set()
    assert codes(exam_site()) == set()
    assert codes(f.UnitFacts(UnitKind.ENTERPRISE)) == set()


def staffed(*people):
    return institution(staff=(manager("甲"), manager("乙"), manager("丙"), teacher(), *people))


TWO = (manager("甲"), manager("乙"))
SHORT_LEASE = agreement(AgreementKind.LEASE, date(2026, 1, 1), date(2027, 12, 31))
NO_EMERGENCY_PLAN = tuple(one for one in documents() if one.kind is not DocumentKind.EMERGENCY)
INFORMAL = f.DocumentFacts(DocumentKind.OTHER, "值班制度", False)
M, T, X = StaffRole.MANAGER, StaffRole.TEACHER, StaffRole.EXAM_STAFF
MARKED = [
    ("R1", staffed(manager("丁", roles=frozenset({M, StaffRole.GUEST})))),
    ("R1", staffed(teacher("戊", roles=frozenset({T, X})))),
    ("R9-left", staffed(manager("己", left_on=date(2026, 3, 1)))),
    ("R9-insurance", staffed(manager("庚", insured_to="2026-09"))),
    ("R9-insurance", staffed(manager("庚", insured_to=None))),
    ("teacher-outside", staffed(teacher("辛", employment=Employment.OUTSIDE))),
    ("teacher-certificate", staffed(teacher("壬", teacher_certificate=""))),
    ("teacher-certificate", staffed(teacher("壬", teacher_certificate_to=date(2026, 11, 20)))),
    ("hours-continuing", staffed(teacher("癸", hours=HOURS | {(HourKind.CONTINUING, 2025): 39.5}))),
    ("hours-teaching", staffed(teacher("癸", hours=HOURS | {(HourKind.TEACHING, 2025): 49}))),
    ("managers", institution(staff=(*TWO, manager("丙", practice_years=2), teacher()))),
    ("managers", institution(staff=(*TWO, manager("丙", full_time=False), teacher()))),
    ("lecturer", institution(staff=(*TWO, manager("丙"), teacher(rank=Rank.JUNIOR)))),
    ("exam-staff", exam_site(staff=())),
    ("R8-agreements", institution(agreements=(agreement(end=date(2026, 11, 20)),))),
    ("lease-missing", institution(premises=Premises.LEASED)),
    ("lease-short", institution(agreements=(SHORT_LEASE,))),
    ("R7-ten", institution(documents=documents()[1:])),
    ("R7-seven", institution(documents=NO_EMERGENCY_PLAN)),
    ("R7-informal", institution(documents=(*documents(), INFORMAL))),
    ("R8-posts", institution(certificates=(certificate(end=date(2026, 11, 20)),))),
    ("R8-special", institution(certificates=(certificate(Post.SPECIAL, end=date(2026, 11, 20)),))),
    ("review", institution(certificates=(certificate(Post.SPECIAL, review_due_on=date(2026, 5, 31)),))),
    ("legal-person", institution(legal_standing=LegalStanding.DEPENDENT)),
    ("scope", institution(business_scope="餐饮住宿")),
    ("building", institution(building=Building.SEMI_UNDERGROUND)),
    ("area", institution(rooms=(room(area=74.9, seats=40),))),
    ("seats", institution(rooms=(room(seats=61),))),
    ("terminals", exam_site(rooms=(room(RoomKind.EXAM_ROOM, exam_terminals=24),))),
    ("id-check", exam_site(rooms=(room(RoomKind.EXAM_ROOM, exam_terminals=25, id_check=False),))),
    ("recordings", institution(rooms=(room(recording_months=35),))),
    ("recordings", institution(rooms=(room(recording_months=None),))),
    ("sound", exam_site(rooms=(room(RoomKind.EXAM_ROOM, exam_terminals=25, cameras_with_sound=False),))),
]  # fmt: skip


@pytest.mark.parametrize(("code", "unit"), MARKED)
def test_a_fault_shows_as_exactly_its_mark(code, unit):
    assert codes(unit) == {code}


UNMARKED = [
    staffed(f.StaffFacts("外请专家", roles=frozenset({StaffRole.GUEST}), employment=Employment.OUTSIDE)),
    staffed(manager("新来的", insured_to=None, hired_on=date(2026, 11, 2))),
    staffed(manager("下月走", left_on=date(2026, 12, 31))),
    staffed(teacher("新教师", hired_on=date(2025, 3, 1), hours={})),
    staffed(teacher("到期日", teacher_certificate_to=DAY)),
    institution(agreements=(agreement(end=DAY),)),
    institution(agreements=(agreement(end=date(2025, 1, 1)), agreement(start=date(2025, 1, 2)))),
    institution(agreements=(agreement(AgreementKind.LEASE, date(2025, 1, 1), date(2027, 12, 31)),)),
    institution(certificates=(certificate(Post.SPECIAL, review_due_on=date(2026, 6, 1)),)),
    institution(certificates=(certificate(end=DAY),)),
    institution(rooms=(room(RoomKind.PRACTICE, area=None, seats=None, recording_months=None),)),
]  # fmt: skip


@pytest.mark.parametrize("unit", UNMARKED)
def test_what_is_in_order_is_left_alone(unit):
    assert codes(unit) == set()


def test_enterprises_are_not_measured_as_institutions():
    shop = f.UnitFacts(
        UnitKind.ENTERPRISE, legal_standing=LegalStanding.DEPENDENT, building=Building.UNDERGROUND,
        staff=(f.StaffFacts("工人"),), rooms=(room(area=10.0),),
    )  # fmt: skip
    assert codes(shop) == set()


def test_two_agreements_are_one_calm_sentence_with_both_named():
    old = date(2022, 1, 31)
    start = date(2021, 2, 1)
    logistics = f.AgreementFacts(AgreementKind.LOGISTICS, "兴盛餐饮公司", start, old)
    (mark,) = standing(institution(agreements=(agreement(start=start, end=old), logistics)), DAY)
    assert mark.sentence == "2份协议已到期"
    assert mark.details == (
        "医疗救援（泽州县人民医院）2022年1月31日到期",
        "后勤保障（兴盛餐饮公司）2022年1月31日到期",
    )
    assert "晋市应急教发〔2022〕89号" in mark.basis


def test_a_threshold_of_another_place_is_shown_as_a_reference_after_the_own_ones():
    unit = institution(rooms=(room(area=60.0, seats=30),), agreements=(agreement(end=date(2026, 1, 1)),))
    here = standing(replace(unit, places=frozenset({"晋城市", "泽州县"})), DAY)
    assert [(mark.code, mark.borrowed) for mark in here] == [("R8-agreements", False), ("area", True)]
    assert here[1].basis.startswith("参照平阳县")
    there = standing(replace(unit, places=frozenset({"平阳县"})), DAY)
    assert [(mark.code, mark.borrowed) for mark in there] == [("R8-agreements", False), ("area", False)]
