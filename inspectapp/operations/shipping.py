"""What every installation is delivered with: trades, laws and checklists.

Brought in at the first start and after each upgrade. A bureau's own text is left alone.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session

from inspectapp.checklists import actions as checklists
from inspectapp.laws import actions as laws
from inspectapp.shared import db
from inspectapp.subjects import actions as subjects

#: Two machines that start at once on one PostgreSQL take turns.
TURN = 7_202_611


@dataclass(frozen=True)
class Brought:
    """How much was new."""

    trades: int
    laws: int
    checklists: int

    @property
    def words(self) -> str:
        """One line for the terminal; empty when nothing was new."""
        counted = (
            (self.trades, "特种作业工种{}个"), (self.laws, "法律条目{}条"), (self.checklists, "检查表{}份"),
        )  # fmt: skip
        told = "，".join(phrase.format(count) for count, phrase in counted if count)
        return f"已装入随系统提供的内容：{told}" if told else ""


def bring_in(*, at: datetime) -> Brought:
    """In one transaction: either all of a delivery is there or none of it."""
    with db.write_session() as session:
        _wait_for_turn(session)
        return Brought(
            trades=subjects.load_catalogue(session, by=None, at=at),
            laws=laws.load_catalogue(session, by=None, at=at),
            checklists=checklists.load_packs(session, None, at),
        )


def _wait_for_turn(session: Session) -> None:
    if not db.current().is_sqlite:
        session.execute(text("select pg_advisory_xact_lock(:turn)"), {"turn": TURN})
