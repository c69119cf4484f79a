"""Verbs about people: sign in and out, make and change accounts, set passwords, keep the region tree."""

from inspectapp.people.actions.accounts import add_account, change_account, disable, enable, new_person
from inspectapp.people.actions.exporting import note_export
from inspectapp.people.actions.first_run import make_link, set_up
from inspectapp.people.actions.passwords import hand_out_password, set_password
from inspectapp.people.actions.regions import add_region, change_region
from inspectapp.people.actions.signing import (
    end_everywhere,
    end_one,
    end_sign_ins,
    sign_in,
    sign_out,
    touch,
)
from inspectapp.people.actions.trying import forget_tries, note_failure, take_try, unlock

__all__ = [
    "add_account",
    "add_region",
    "change_account",
    "change_region",
    "disable",
    "enable",
    "end_everywhere",
    "end_one",
    "end_sign_ins",
    "forget_tries",
    "hand_out_password",
    "make_link",
    "new_person",
    "note_export",
    "note_failure",
    "set_password",
    "set_up",
    "sign_in",
    "sign_out",
    "take_try",
    "touch",
    "unlock",
]
