"""The work of an inspection, stage by stage: the one list that navigation, docs and tests read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """One folder of the house: its name, the Chinese word users see, and one sentence on what it is for."""

    name: str
    title: str
    purpose: str


#: In the order of the work. What stands earlier never imports what stands later.
STAGES: tuple[Stage, ...] = (
    Stage("people", "人员与辖区", "Who works here, for which region, and what each role may open."),
    Stage(
        "subjects",
        "检查对象",
        "Who is inspected: institutions, exam sites and enterprises with their staff and papers.",
    ),
    Stage(
        "laws", "法律依据", "Which duty was broken and which penalty the law offers on the day of the act."
    ),
    Stage(
        "checklists",
        "检查表",
        "What is asked on site, by jurisdiction and kind of unit, in published versions.",
    ),
    Stage(
        "documents",
        "文书",
        "Every paper of every stage: numbered, frozen, signed, sealed once, handed over, checked.",
    ),
    Stage(
        "visits",
        "检查",
        "Who goes where and why, the arrival, and every question with its answer.",
    ),
    Stage(
        "evidence",
        "问题与证据",
        "What was found wrong, tied to the law of the day, and the photos that prove it.",
    ),
    Stage(
        "records",
        "检查记录",
        "The record of a visit: composed out of answers, findings and photos, signed, sealed, handed over.",
    ),
    Stage("desk", "工作台", "Pages that look across stages, read-only: today, search, one unit's dossier."),
)
