"""Marks on the people of a unit: overlapping roles, leavers, insurance, teachers' papers and hours."""

from collections.abc import Iterator
from datetime import date

from inspectapp.subjects.rules import sources
from inspectapp.subjects.rules.facts import StaffFacts, UnitFacts
from inspectapp.subjects.rules.marks import Mark, counted, day_words
from inspectapp.subjects.words import Employment, HourKind, Rank, StaffRole, UnitKind

MANAGERS, MANAGER_YEARS = 3, 3
CONTINUING, TEACHING = 40, 50
TEACHES = frozenset({StaffRole.TEACHER, StaffRole.GUEST})
EXAMINES = frozenset({StaffRole.EXAM_STAFF, StaffRole.EXAMINER})
TITLED = frozenset({Rank.MIDDLE, Rank.SENIOR, Rank.ENGINEER})


def groups_of(roles: frozenset[StaffRole]) -> list[str]:
    """Which of the three duties that must stay apart a person holds: manage, teach, examine."""
    duties = {"管理": frozenset({StaffRole.MANAGER}), "教学": TEACHES, "考务": EXAMINES}
    return [word for word, members in duties.items() if roles & members]


def overlaps(roles: frozenset[StaffRole]) -> bool:
    """R1: does one person stand on two of the three lists?"""
    return len(groups_of(roles)) > 1


def month_before(day: date) -> str:
    """The last full month, as insurance is written."""
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    return f"{year}-{month:02d}"


def uninsured(person: StaffFacts, day: date) -> bool:
    """R9: an own employee without insurance for the last full month; new hires are given time."""
    if person.employment is not Employment.OWN:
        return False
    month = month_before(day)
    if person.hired_on and f"{person.hired_on:%Y-%m}" > month:
        return False
    return person.insured_to is None or person.insured_to < month


def hours_short(person: StaffFacts, kind: HourKind, need: int, year: int) -> float | None:
    """How many hours a person who was here the whole year has, when they are too few."""
    if person.hired_on and person.hired_on > date(year, 1, 1):
        return None
    had = person.hours.get((kind, year), 0)
    return had if had < need else None


def overlap_marks(facts: UnitFacts, day: date) -> list[Mark]:
    """R1"""
    found = [
        f"{p.name}（{'、'.join(groups_of(p.roles))}）"
        for p in facts.staff
        if p.here(day) and overlaps(p.roles)
    ]
    return counted("R1", "staff", sources.ROLE_OVERLAP, "{}人的管理、教学、考务身份重叠", found)


def leaver_marks(facts: UnitFacts, day: date) -> list[Mark]:
    """R9"""
    found = [f"{p.name}（{day_words(p.left_on)}离职）" for p in facts.staff if p.left_on and not p.here(day)]
    return counted("R9-left", "staff", sources.ROSTER, "{}名离职人员仍在名册", found)


def insurance_marks(facts: UnitFacts, day: date) -> list[Mark]:
    """R9"""
    if not facts.trains:
        return []
    found = [p.name for p in facts.staff if p.here(day) and uninsured(p, day)]
    return counted("R9-insurance", "staff", sources.ROSTER, "{}人没有上月社保记录", found)


def teachers(facts: UnitFacts, day: date) -> Iterator[StaffFacts]:
    """The full-time teachers who are here."""
    return (p for p in facts.staff if p.here(day) and StaffRole.TEACHER in p.roles)


def teacher_marks(facts: UnitFacts, day: date) -> list[Mark]:
    """Teachers who are not own employees, or hold no valid teacher certificate."""
    outside = [p.name for p in teachers(facts, day) if p.employment is Employment.OUTSIDE]
    bare = [p.name for p in teachers(facts, day) if not _certified(p, day)]
    return [
        *counted("teacher-outside", "staff", sources.ROSTER, "{}名专职教师不是本单位职工", outside),
        *counted(
            "teacher-certificate", "staff", sources.TEACHER_CERTIFIED, "{}名专职教师没有有效教师证", bare
        ),
    ]


def _certified(person: StaffFacts, day: date) -> bool:
    until = person.teacher_certificate_to
    return bool(person.teacher_certificate) and (until is None or until >= day)


def hour_marks(facts: UnitFacts, day: date) -> list[Mark]:
    """Last year's hours of continuing education and of teaching; the running year is not over yet."""
    year, staff = day.year - 1, list(teachers(facts, day))
    asked = (
        ("hours-continuing", HourKind.CONTINUING, CONTINUING, sources.CONTINUING_HOURS),
        ("hours-teaching", HourKind.TEACHING, TEACHING, sources.TEACHING_HOURS),
    )
    marks = []
    for code, kind, need, source in asked:
        short = [(p.name, hours_short(p, kind, need, year)) for p in staff]
        found = [f"{name}（{had:g}学时）" for name, had in short if had is not None]
        pattern = f"{{}}名专职教师{year}年{kind.title}不足{need}学时"
        marks += counted(code, "staff", source, pattern, found)
    return marks


def manager_marks(facts: UnitFacts, day: date) -> list[Mark]:
    """An institution needs three dedicated managers of three years' practice, and a lecturer with a title."""
    if facts.kind is not UnitKind.INSTITUTION:
        return []
    able = [p for p in facts.staff if p.here(day) and _able_manager(p)]
    titled = [p for p in teachers(facts, day) if p.rank in TITLED]
    marks = []
    if len(able) < MANAGERS:
        said = f"满{MANAGER_YEARS}年经验的专职管理人员{len(able)}人，少于{MANAGERS}人"
        marks.append(Mark("managers", said, "staff", sources.MANAGERS))
    if not titled:
        said = "没有中级职称或中级注册安全工程师的专职教师"
        marks.append(Mark("lecturer", said, "staff", sources.MANAGERS))
    return marks


def _able_manager(person: StaffFacts) -> bool:
    enough = (person.practice_years or 0) >= MANAGER_YEARS
    own = person.employment is Employment.OWN and person.full_time
    return StaffRole.MANAGER in person.roles and own and enough


def exam_staff_marks(facts: UnitFacts, day: date) -> list[Mark]:
    """An exam site without a roster of exam staff."""
    if not facts.is_exam_site or any(p.here(day) and p.roles & EXAMINES for p in facts.staff):
        return []
    return [Mark("exam-staff", "考试点没有考务人员名册", "staff", sources.ROSTER)]


CHECKS = (
    overlap_marks, leaver_marks, insurance_marks, teacher_marks, hour_marks, manager_marks, exam_staff_marks,
)  # fmt: skip
