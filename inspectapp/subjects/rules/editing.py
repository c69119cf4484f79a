"""Who may write what in a unit's file, and when it is closed for writing."""

from inspectapp.people.actor import Role
from inspectapp.shared.refusals import NotAllowed, NotNow
from inspectapp.shared.states import Transitions, check_step
from inspectapp.subjects.words import UnitStatus

WRITERS = frozenset({Role.OFFICER, Role.HEAD, Role.CITY})
SHORTEST_REASON = 4
S = UnitStatus
TRANSITIONS: Transitions = {
    S.LISTED: frozenset({S.SUSPENDED, S.CLOSED}),
    S.SUSPENDED: frozenset({S.LISTED, S.CLOSED}),
    S.CLOSED: frozenset(),
}


def may_write(role: Role, clerk_may_write: bool) -> bool:
    """May this role write this register? The clerk only what belongs to the daily running of the unit."""
    return role in WRITERS or (role is Role.CLERK and clerk_may_write)


def check_may_write(role: Role, clerk_may_write: bool) -> None:
    """The refusing form of `may_write`."""
    if not may_write(role, clerk_may_write):
        raise NotAllowed("您的角色不能修改这部分内容。如有出入，请联系辖区应急管理局更正。")


def check_open(status: UnitStatus) -> None:
    """A closed unit's file is read only."""
    if status is UnitStatus.CLOSED:
        raise NotNow("这个单位已注销，档案不能再修改。如需恢复，请重新登记。")


def check_status(old: UnitStatus, new: UnitStatus) -> None:
    """Only the steps of the table."""
    check_step(TRANSITIONS, old, new, f"单位现在是“{old.title}”，不能改为“{new.title}”。请刷新页面后再看。")


def check_may_reveal(role: Role) -> None:
    """Full numbers are for officers of the bureau only."""
    if role not in WRITERS:
        raise NotAllowed("您的角色不能查看完整号码。如工作需要，请联系辖区执法人员。")
