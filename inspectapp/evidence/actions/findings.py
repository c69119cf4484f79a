"""Writing down what is wrong, correcting the words, taking it back with a reason."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from inspectapp.evidence import queries, rules
from inspectapp.evidence.actions.law_of_the_day import basis_on, day_of_the_act
from inspectapp.evidence.actions.photos import hang_up
from inspectapp.evidence.models import Finding
from inspectapp.people.actor import Actor
from inspectapp.shared import clock, ledger
from inspectapp.shared.refusals import NotNow, Unreadable
from inspectapp.visits.actions.steps import hold, officer_here
from inspectapp.visits.models import Answer, Visit
from inspectapp.visits.rules import check_open_for_answers

FIELDS = ("text", "severity", "place")


class StaleFinding(NotNow):
    """The other officer changed the words first."""

    def __init__(self, row: Finding, undone: str) -> None:
        super().__init__(f"{row.by_name}在{clock.daytime(row.at)}已修改这个问题，{undone}。请对照后再决定。")


class TakenBack(NotNow):
    """The other officer took the finding back: nobody would see the words it was given since."""

    def __init__(self, who: str, when: datetime) -> None:
        self.who = who
        super().__init__(
            f"{who}在{clock.daytime(when)}已撤回这个问题，您的修改没有保存。仍有问题时，请另写一个。"
        )


def find(
    session: Session, visit: Visit, answer: Answer, values: Mapping[str, Any], *, by: Actor, at: datetime,
    device_at: datetime | None = None,
) -> Finding:  # fmt: skip
    """A finding on one question; its id may come from the phone."""
    _check(session, visit, values["text"], by)
    rules.check_answer_fails(answer.verdict)
    day = day_of_the_act(visit, values.get("act_date"), at)
    finding = Finding(
        **{name: values[name] for name in (*FIELDS, "id") if name in values}, visit_id=visit.id,
        answer_id=answer.id, act_date=day, basis=basis_on(session, values.get("codes", ()), day),
        by_id=by.id, by_name=by.name, at=at, device_at=device_at,
    )  # fmt: skip
    session.add(finding)
    ledger.note(session, finding, "记录问题", by=by, at=at, device_at=device_at, number=answer.position)
    hang_up(session, finding, by=by, at=at)
    return finding


def reword(
    session: Session, visit: Visit, finding: Finding, values: Mapping[str, Any], version: int, *,
    by: Actor, at: datetime, device_at: datetime | None = None,
) -> Finding:  # fmt: skip
    """Other words, another place, another basis; `version` is the one the officer saw."""
    _check(session, visit, values["text"], by)
    day = day_of_the_act(visit, values.get("act_date"), at)
    if finding.withdrawn_at is not None:
        raise TakenBack(*queries.last_to(session, queries.WITHDRAWN, finding))
    if version != finding.version:
        raise StaleFinding(finding, "您的内容没有保存")
    for name in FIELDS:
        setattr(finding, name, values[name])
    finding.act_date = day
    finding.basis = basis_on(session, values.get("codes", ()), finding.act_date)
    finding.by_id, finding.by_name, finding.at, finding.device_at = by.id, by.name, at, device_at
    finding.version += 1
    ledger.note(session, finding, "修改问题", by=by, at=at, device_at=device_at)
    return finding


def withdraw(
    session: Session, visit: Visit, finding: Finding, why: str, version: int, *, by: Actor, at: datetime,
    device_at: datetime | None = None,
) -> None:  # fmt: skip
    """It was no finding after all; it leaves the record but not the table; `version` was seen."""
    officer_here(session, visit, by)
    hold(session, visit)
    check_open_for_answers(visit.state)
    if finding.withdrawn_at is not None:
        raise NotNow("这个问题已经撤回。")
    if len(why.strip()) < 2:
        raise Unreadable("请写明撤回的原因。")
    if version != finding.version:
        raise StaleFinding(finding, "没有撤回")
    finding.withdrawn_at, finding.withdrawn_why = at, why.strip()
    finding.version += 1
    ledger.note(session, finding, queries.WITHDRAWN, by=by, at=at, device_at=device_at)


def _check(session: Session, visit: Visit, text: str, by: Actor) -> None:
    officer_here(session, visit, by)
    hold(session, visit)
    check_open_for_answers(visit.state)
    rules.check_text(text)
