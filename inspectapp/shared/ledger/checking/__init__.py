"""The whole ledger against itself and against every recorded row: what was changed behind its back is named.

Reads one moment of the database in a few ordered passes; memory does not grow with the number of lines.
"""

from sqlalchemy import Connection

from inspectapp.shared.ledger import roots
from inspectapp.shared.ledger.checking.census import check_census
from inspectapp.shared.ledger.checking.chains import Chains
from inspectapp.shared.ledger.checking.faults import Fault, Faults
from inspectapp.shared.ledger.checking.guards import check_guards
from inspectapp.shared.ledger.checking.reading import snapshot
from inspectapp.shared.ledger.checking.rows import Rows, recorded_models

__all__ = ["Fault", "check", "recorded_models", "snapshot"]


def check(connection: Connection) -> list[Fault]:
    """Everything that does not hold; an empty list is the good answer."""
    faults = Faults()
    if not check_guards(connection, faults):
        return faults.all()
    chains = Chains(connection, faults)
    chains.walk()
    check_census(connection, chains, faults)
    Rows(connection, faults, chains.touched).walk()
    _check_roots(connection, faults)
    return faults.all()


def _check_roots(connection: Connection, faults: Faults) -> None:
    try:
        for kind, row, why in roots.faults_of(connection):
            faults.add(kind, "ledger_roots", row, "", why)
    except (ValueError, TypeError, KeyError):
        faults.add("被修改", "ledger_roots", "（不详）", "", "有的日根已无法读出")
