"""Trouble of the machine in words: a busy or lost database, a full disk. Anything else is our own mishap."""

import errno

from sqlalchemy.exc import DBAPIError, OperationalError, TimeoutError

from inspectapp.shared.refusals import Busy, Refusal, Unavailable

FULL = "服务器磁盘空间不足，这一次没有保存。内容还在页面上，请联系系统管理员腾出空间后再提交。"
LOST = "数据库暂时不能使用，这一次没有保存。请稍后再试；如反复出现，请联系系统管理员。"
NO_SPACE = ("disk is full", "no space left")
#: PostgreSQL's word for a row that somebody else put in at the same moment; asked again, it is simply there.
SAME_MOMENT = "23505"
WAITED = ("database is locked", "lock timeout", "deadlock", "could not serialize")


class DiskFull(Unavailable):
    """Nothing was written; the same request succeeds once there is space."""

    status = 507


def in_words(error: Exception) -> Refusal | None:
    """The refusal that tells of this trouble, or None."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(FULL)
    if isinstance(error, TimeoutError):
        return Busy()
    return _of_database(error) if isinstance(error, DBAPIError) else None


def _of_database(error: DBAPIError) -> Refusal | None:
    said = str(error.orig).lower()
    if any(words in said for words in NO_SPACE):
        return DiskFull(FULL)
    if any(words in said for words in WAITED) or getattr(error.orig, "sqlstate", "") == SAME_MOMENT:
        return Busy()
    return Unavailable(LOST) if isinstance(error, OperationalError) else None
