"""What is done to checklists: begun, edited, ordered, published, withdrawn, copied, imported, shipped."""

from inspectapp.checklists.actions.copying import adopt, begin_version
from inspectapp.checklists.actions.intake import become_pack, begin_intake, correct, read_again
from inspectapp.checklists.actions.items import add_item, edit_item, move_item, remove_item
from inspectapp.checklists.actions.packs import create, discard, edit_head, publish, withdraw
from inspectapp.checklists.actions.shipping import load_packs

__all__ = [
    "add_item", "adopt", "become_pack", "begin_intake", "begin_version", "correct", "create", "discard",
    "edit_head", "edit_item", "load_packs", "move_item", "publish", "read_again", "remove_item", "withdraw",
]  # fmt: skip
