"""安培督查: from the classroom door to the sealed record, on the inspector's phone.

An inspection goes through stages, and each stage is a folder here, in the order of the work (workflow.py).
A later stage may use an earlier one, never the reverse, so the order of imports is the order of the work.

Start reading at workflow.py (the stages), app.py (the whole wiring on one screen) and then subjects/,
the simplest stage: who is inspected.
"""
