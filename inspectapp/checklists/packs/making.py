"""Short ways of writing the items of a shipped checklist down."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from inspectapp.checklists.content import ItemContent, Threshold
from inspectapp.checklists.words import AnswerKind, Comparison, Force, Way

DOCUMENTS, LEDGERS, CERTIFICATES, SITE, PEOPLE = Way
PHOTO: dict[str, Any] = {"photo": Force.ON_FAILURE}
NOTE: dict[str, Any] = {"note": Force.ON_FAILURE}


def check(
    code: str, section: str, clause: str, text: str, criteria: str, ways: Sequence[Way],
    findings: Sequence[str], basis: Sequence[str] = (), **more: Any,
) -> ItemContent:  # fmt: skip
    """An item answered with 符合, 不符合 or 不适用."""
    return ItemContent(
        code,
        section,
        text,
        criteria,
        clause,
        tuple(ways),
        findings=tuple(findings),
        basis=tuple(basis),
        **more,
    )


def at_least(
    low: str, unit: str, code: str, section: str, clause: str, text: str, criteria: str, ways: Sequence[Way],
    findings: Sequence[str], basis: Sequence[str] = (), **more: Any,
) -> ItemContent:  # fmt: skip
    """An item whose number is typed and judged by the program."""
    limit = Threshold(Comparison.AT_LEAST, Decimal(low), unit)
    asked = check(code, section, clause, text, criteria, ways, findings, basis, **more)
    return replace(asked, answer=AnswerKind.NUMBER, threshold=limit)
