"""The key that seals, found or made; and the facts that a finished paper carries out of this machine."""

from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import select
from sqlmodel import Session

from inspectapp.documents import queries
from inspectapp.documents.house import house
from inspectapp.documents.models import Document, SealCertificate
from inspectapp.documents.papers import Evidence
from inspectapp.shared import ledger
from inspectapp.shared.db import insert_unless
from inspectapp.shared.ledger.models import Root
from inspectapp.shared.refusals import Unavailable
from inspectapp.shared.seal import Credentials
from inspectapp.shared.seal import credentials as keys

certificates = SealCertificate.__table__  # type: ignore[attr-defined]


def credentials(session: Session, owner: str, *, at: datetime) -> Credentials:
    """The key in use. Made before the first paper only: later a missing key is a loss, not a beginning."""
    known = {one.fingerprint for one in queries.pinned(session)}
    found = keys.load(house().seal_folder)
    if found is None:
        if known:
            raise Unavailable(keys.MISSING)
        found = keys.make(house().seal_folder, owner, at=at)
    if known and found.fingerprint not in known:
        raise Unavailable(keys.UNFIT)
    keys.check_fresh(found, at=at)
    return found


def renew(session: Session, owner: str, *, at: datetime) -> Credentials:
    """A new key takes over; the old certificate stays published, the old key is put aside."""
    folder = house().seal_folder
    if folder.exists():
        folder.rename(folder.with_name(f"seal-until-{at:%Y%m%d%H%M%S}"))
    made = keys.make(folder, owner, at=at)
    register(session, made, at=at)
    return made


def register(session: Session, used: Credentials, *, at: datetime) -> None:
    """A certificate goes into the public list with the first paper it seals, or when it is renewed."""
    if used.fingerprint in {one.fingerprint for one in queries.pinned(session)}:
        return
    row = SealCertificate(
        fingerprint=used.fingerprint, pem=used.pem, begins=used.begins, ends=used.ends, made_at=at
    )
    # Of two papers sealed at once by a new key the second finds the certificate of the first.
    added = insert_unless(session, certificates).values(row.model_dump()).on_conflict_do_nothing()
    if session.execute(added.returning(certificates.c.id)).first():
        row = session.get_one(SealCertificate, row.id)
        ledger.note(session, row, "启用封存证书", by=None, at=at)


def pinned(session: Session) -> list[bytes]:
    """All certificates that ever sealed here, as the verifier takes them."""
    return [
        x509.load_pem_x509_certificate(one.pem.encode()).public_bytes(Encoding.DER)
        for one in queries.pinned(session)
    ]


def evidence(session: Session, document: Document, *, at: datetime) -> Evidence:
    """Where the register stands when the paper is sealed: printed, it leaves the machine."""
    lines = ledger.history(session, "documents", document.id)
    root = session.scalars(select(Root).order_by(Root.__table__.c.day.desc())).first()  # type: ignore[attr-defined]
    return Evidence(
        at=at, chain_count=len(lines), chain_sha256=lines[-1].sha256, hand_code=document.copy_code,
        root_day=root.day if root else "", root_sha256=root.sha256 if root else "",
    )  # fmt: skip
