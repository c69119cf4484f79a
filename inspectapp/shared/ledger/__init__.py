"""The append-only register of acts: hash-chained per thing, heads under a MAC, signed daily roots.

Writers of different things never wait for each other, because each thing (a unit, a visit, an account) has a
chain of its own. Every change of a recorded row writes its line in the same transaction.
"""

from inspectapp.shared.keys import Keyring
from inspectapp.shared.ledger import roots, writing
from inspectapp.shared.ledger.models import Line, Recorded
from inspectapp.shared.ledger.writing import Act, Facts, history, note, note_facts, note_many

__all__ = ["Act", "Facts", "Line", "Recorded", "history", "note", "note_facts", "note_many", "unlock"]


def unlock(keyring: Keyring) -> None:
    """Called once at start: from here on lines can be written and daily roots signed."""
    writing.unlock(keyring)
    roots.unlock(keyring)
