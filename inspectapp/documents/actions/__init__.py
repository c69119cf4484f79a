"""What can be done with a paper, from its draft to the copy in somebody's hand."""

from inspectapp.documents.actions.drafting import amend, draft, freeze
from inspectapp.documents.actions.ending import check_may_void, end_unfinished, void
from inspectapp.documents.actions.field import end_in_field, sign_in_field
from inspectapp.documents.actions.handing import check_copy_code, check_stands, hand_over
from inspectapp.documents.actions.opening import check_on_paper, check_open
from inspectapp.documents.actions.outcomes import confirm, record_outcome
from inspectapp.documents.actions.sealing import Composition, compose, seal
from inspectapp.documents.actions.signing import Drawn, begin, keep_draft, prepare_draft, sign

__all__ = [
    "Composition",
    "Drawn",
    "amend",
    "begin",
    "check_copy_code",
    "check_may_void",
    "check_on_paper",
    "check_open",
    "check_stands",
    "compose",
    "confirm",
    "draft",
    "end_in_field",
    "end_unfinished",
    "freeze",
    "hand_over",
    "keep_draft",
    "prepare_draft",
    "record_outcome",
    "seal",
    "sign",
    "sign_in_field",
    "void",
]
