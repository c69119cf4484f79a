"""Acts of a visit, in the order of the work."""

from inspectapp.visits.actions.answering import Saved, StaleAnswer, answer, give
from inspectapp.visits.actions.arriving import arrive, begin
from inspectapp.visits.actions.capping import set_cap
from inspectapp.visits.actions.describing import describe, scene_of, times_told
from inspectapp.visits.actions.finishing import seal, sign_anew, stop, take_back, take_to_signing
from inspectapp.visits.actions.officers import add_officer, confirm, recuse
from inspectapp.visits.actions.planning import correct_plan
from inspectapp.visits.actions.preparing import prepare
from inspectapp.visits.actions.releasing import may_release, release
from inspectapp.visits.actions.steps import arranger_here, hold, named_here, officer_here

__all__ = [
    "Saved", "StaleAnswer", "add_officer", "answer", "arranger_here", "arrive", "begin", "confirm",
    "correct_plan", "describe", "give", "hold", "may_release", "named_here", "officer_here", "prepare",
    "recuse", "release", "scene_of", "seal", "set_cap", "sign_anew", "stop", "take_back",
    "take_to_signing", "times_told",
]  # fmt: skip
