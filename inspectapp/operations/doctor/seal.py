"""Can papers be sealed, today and in two months: key and certificate there, fitting, and not about to end?"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from inspectapp.config import Settings
from inspectapp.documents import queries
from inspectapp.operations.doctor.findings import Finding, bad, good
from inspectapp.shared import clock, db
from inspectapp.shared.refusals import Unavailable
from inspectapp.shared.seal import Credentials
from inspectapp.shared.seal import credentials as keys

WARNS_BEFORE = timedelta(days=60)
BACK = "请停止服务，从备份中恢复这个文件夹"
RENEW = "请现在运行 inspectapp renew-seal 单位名称"


def look(settings: Settings) -> Iterator[Finding]:
    """One line when all is well, one for each thing that is not."""
    folder = settings.keys / "seal"
    with db.read_session() as session:
        known = {one.fingerprint for one in queries.pinned(session)}
    try:
        found = keys.load(folder)
    except Unavailable:
        yield bad(f"封存密钥 {folder} 读不出来，或与证书对不上。{BACK}。")
        return
    yield from _open_to_others(folder)
    yield _missing(folder, bool(known)) if found is None else _judged(folder, found, known)


def _missing(folder: Path, needed: bool) -> Finding:
    if needed:
        return bad(f"封存密钥 {folder} 不见了，不能封存文书。{BACK}。")
    return good("还没有封存过文书，第一次封存时建立封存密钥")


def _judged(folder: Path, found: Credentials, known: set[str]) -> Finding:
    if known and found.fingerprint not in known:
        return bad(f"封存密钥 {folder} 不是登记的那一把，不能封存文书。{BACK}。")
    last = clock.day(clock.local(found.ends - keys.STOPS_BEFORE).date())
    if found.ends - clock.now() < WARNS_BEFORE:
        return bad(f"封存证书快要到期，{last}起不能封存文书。{RENEW}。")
    return good(f"封存密钥和证书齐全，可以封存到{last}")


def _open_to_others(folder: Path) -> Iterator[Finding]:
    path = folder / keys.KEY
    if path.is_file() and path.stat().st_mode & 0o077:
        yield bad(f"封存密钥 {path} 别的账号也能读。请运行 chmod 600 {path}。")
