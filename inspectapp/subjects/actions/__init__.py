"""What can be done with the registers: every act checks who may, changes rows and tells the ledger."""

from inspectapp.subjects.actions.indexing import index
from inspectapp.subjects.actions.parts import add, add_many, change, end, insure, load_catalogue
from inspectapp.subjects.actions.revealing import reveal
from inspectapp.subjects.actions.units import (
    add_earlier_name,
    appoint_clerk,
    close,
    dismiss_clerk,
    edit,
    register,
    register_many,
    rename,
    resume,
    set_status,
    suspend,
)

__all__ = [
    "add", "add_earlier_name", "add_many", "appoint_clerk", "change", "close", "dismiss_clerk", "edit", "end",
    "index", "insure", "load_catalogue", "register", "register_many", "rename", "resume", "reveal",
    "set_status", "suspend",
]  # fmt: skip
