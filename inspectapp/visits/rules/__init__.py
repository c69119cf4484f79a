"""Decisions about a visit. Pure."""

from inspectapp.visits.rules.answering import Given, Judged, judged
from inspectapp.visits.rules.gaps import Answered, Gap, gaps, may_be_missing, must_be_mended
from inspectapp.visits.rules.going import (
    FEWEST_OFFICERS,
    NotConfirmed,
    check_certificate,
    check_certificate_on_arrival,
    check_confirmed,
    check_enough_officers,
    check_may_arrive,
    check_may_begin,
    check_may_confirm,
    check_named,
    check_no_recusal,
    check_open_for_answers,
    check_reason_over_cap,
    check_stop_reason,
    may_arrange,
)
from inspectapp.visits.rules.next import STEPS, Step, next_step
from inspectapp.visits.rules.timing import act_time

__all__ = [
    "FEWEST_OFFICERS", "STEPS", "Answered", "Gap", "Given", "Judged", "NotConfirmed", "Step", "act_time",
    "check_certificate", "check_certificate_on_arrival", "check_confirmed", "check_enough_officers",
    "check_may_arrive", "check_may_begin", "check_may_confirm", "check_named", "check_no_recusal",
    "check_open_for_answers", "check_reason_over_cap", "check_stop_reason", "gaps", "judged", "may_arrange",
    "may_be_missing", "must_be_mended", "next_step",
]  # fmt: skip
