"""The append-only register of acts: hash-chained per thing, heads under a MAC, signed daily roots.

Writers of different things never wait for each other, because each thing (a unit, a visit, an account) has a
chain of its own. Every change of a recorded row writes its line in the same transaction.
"""

from inspectapp.shared.ledger.models import Line, Recorded
from inspectapp.shared.ledger.writing import Act, history, note, note_many, unlock

__all__ = ["Act", "Line", "Recorded", "history", "note", "note_many", "unlock"]
