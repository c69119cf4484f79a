"""Where each mark on a unit comes from: the document and clause, and the place whose rule it is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A clause; `place` is empty when it holds in the whole country."""

    clause: str
    place: str = ""

    def borrowed_in(self, places: frozenset[str]) -> bool:
        """A threshold of one place is no law in another: there it is shown as a reference only."""
        return bool(self.place) and not any(self.place in name for name in places)


DS36 = "东应急发〔2023〕36号"
JC89 = "晋市应急教发〔2022〕89号"
PY = "平阳县安全生产培训工作意见"

TEACHER_CERTIFIED = Source(f"{DS36} 三（一）3", "东胜")
RULES_IN_PLACE = Source(f"{DS36} 三（一）5", "东胜")
CONTINUING_HOURS = Source(f"{DS36} 三（一）6", "东胜")
#: The circular lists what was found wrong, no thresholds of its own: such faults are faults anywhere.
FORMALLY_ISSUED = Source(f"{JC89} 附件")
ROLE_OVERLAP = Source(f"{JC89} 附件")
ROSTER = Source(f"{JC89} 附件")
AGREEMENTS = Source(f"{JC89} 附件")
LEGAL_PERSON = Source(f"{JC89} 附件")
SCOPE = Source(f"{PY} 二（二）1", "平阳")
MANAGERS = Source(f"{PY} 二（二）1", "平阳")
TEACHING_HOURS = Source(f"{PY} 二（二）1", "平阳")
LEASE = Source("AQ 8011-2023 4.2")
SEATS = Source("AQ 8011-2023 4.2")
CLASSROOM = Source(f"{PY} 二（二）2", "平阳")
BUILDINGS = Source(f"{PY} 二（二）2", "平阳")
RECORDINGS = Source(f"{PY} 二（二）2", "平阳")
TERMINALS = Source(f"{PY} 二（二）2", "平阳")
EXAM_RECORDINGS = Source("安监总培训〔2013〕104号")
REGISTRATION = Source(f"{PY} 二（三）", "平阳")
CERTIFIED = Source("生产经营单位安全培训规定（3号令）")
SPECIAL_CERTIFIED = Source("特种作业人员安全技术培训考核管理规定（应急管理部令第19号）")
