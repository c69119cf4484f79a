"""Pure questions about checklists: numbers, publishing, reach, merging, differences."""

from inspectapp.checklists.rules.differing import Change, differences
from inspectapp.checklists.rules.merging import Merged, Source, merge
from inspectapp.checklists.rules.numbers import Judgement, judge, number_in
from inspectapp.checklists.rules.publishing import check_publishable, gaps
from inspectapp.checklists.rules.reach import applies, covers

__all__ = [
    "Change", "Judgement", "Merged", "Source", "applies", "check_publishable", "covers", "differences",
    "gaps", "judge", "merge", "number_in",
]  # fmt: skip
