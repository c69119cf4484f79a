"""Decisions about a visit. Pure."""

from inspectapp.visits.rules.answering import Given, Judged, judged
from inspectapp.visits.rules.gaps import Answered, Gap, gaps, may_be_missing, must_be_mended
from inspectapp.visits.rules.going import (
    STEPS,
    check_certificate,
    check_enough_officers,
    check_named,
    check_no_recusal,
    check_open_for_answers,
    check_reason_over_cap,
    check_release,
    check_stop_reason,
    next_step,
)
from inspectapp.visits.rules.timing import act_time

__all__ = [
    "STEPS", "Answered", "Gap", "Given", "Judged", "act_time", "check_certificate",
    "check_enough_officers", "check_named",
    "check_no_recusal", "check_open_for_answers", "check_reason_over_cap", "check_release",
    "check_stop_reason", "gaps", "judged", "may_be_missing", "must_be_mended", "next_step",
]  # fmt: skip
