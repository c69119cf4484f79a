"""The key that seals, and its certificate: made once, kept beside the database, for this account only."""

import errno
import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from inspectapp.shared.refusals import Unavailable

KEY, CERTIFICATE = "seal.key.pem", "seal.certificate.pem"
LASTS = timedelta(days=3650)
#: A paper sealed on the last day would be doubted the day after: stop earlier, while there is time to renew.
STOPS_BEFORE = timedelta(days=30)
MISSING = "封存密钥不在服务器上，现在不能封存；内容和签名都已保存。请联系系统管理员从备份恢复密钥。"
UNFIT = "封存密钥与登记的证书对不上，现在不能封存；内容和签名都已保存。请联系系统管理员核对密钥。"
NO_SPACE = "服务器磁盘空间不足，没有封存；内容和签名都已保存。请联系系统管理员清理后重试。"
_FULL, _THERE = {errno.ENOSPC, errno.EDQUOT}, {errno.EEXIST, errno.ENOTEMPTY}
EXPIRING = "封存证书快要到期，现在不能封存；内容和签名都已保存。请联系系统管理员更换封存证书。"


@dataclass(frozen=True)
class Credentials:
    """A key with its certificate, both as DER."""

    key: bytes
    certificate: bytes

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.certificate).hexdigest()

    @property
    def pem(self) -> str:
        return self._parsed.public_bytes(Encoding.PEM).decode()

    @property
    def begins(self) -> datetime:
        return self._parsed.not_valid_before_utc

    @property
    def ends(self) -> datetime:
        return self._parsed.not_valid_after_utc

    @property
    def _parsed(self) -> x509.Certificate:
        return x509.load_der_x509_certificate(self.certificate)


def make(folder: Path, owner: str, *, at: datetime) -> Credentials:
    """A new key and its certificate, which is the only anchor: nothing else vouches for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    made = Credentials(_key_der(key), _certificate(key, owner, at).public_bytes(Encoding.DER))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        _place(folder, {KEY: private, CERTIFICATE: made.pem.encode()})
    except OSError as error:
        if error.errno in _FULL:
            raise Unavailable(NO_SPACE) from error
        if error.errno not in _THERE:
            raise
    # Of two workers that begin at once one key wins for both.
    return load(folder) or made


def load(folder: Path) -> Credentials | None:
    """What lies in the folder; None when nothing was ever made there."""
    if not (folder / CERTIFICATE).exists() and not (folder / KEY).exists():
        return None
    try:
        key = serialization.load_pem_private_key((folder / KEY).read_bytes(), None)
        certificate = x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes())
    except OSError as error:
        raise Unavailable(MISSING) from error
    except ValueError as error:
        raise Unavailable(UNFIT) from error
    if key.public_key() != certificate.public_key():
        raise Unavailable(UNFIT)
    return Credentials(_key_der(key), certificate.public_bytes(Encoding.DER))


def check_fresh(credentials: Credentials, *, at: datetime) -> None:
    """Refuse to seal with a certificate that is about to end."""
    if at + STOPS_BEFORE > credentials.ends:
        raise Unavailable(EXPIRING)


def _key_der(key: object) -> bytes:
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def _certificate(key: ec.EllipticCurvePrivateKey, owner: str, at: datetime) -> x509.Certificate:
    name = x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, owner[:64]),
        x509.NameAttribute(NameOID.COMMON_NAME, "系统封存签名"),
    ])  # fmt: skip
    use = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    begins = at.astimezone(UTC) - timedelta(minutes=5)
    built = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    built = built.not_valid_before(begins).not_valid_after(begins + LASTS)
    built = built.add_extension(x509.BasicConstraints(False, None), True).add_extension(use, True)
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return built.add_extension(identifier, False).sign(key, hashes.SHA256())


def _place(folder: Path, files: dict[str, bytes]) -> None:
    """Both files or neither, and never over others: the folder is filled beside and moved into place."""
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = Path(tempfile.mkdtemp(prefix=".seal-", dir=folder.parent))
    try:
        for name, body in files.items():
            _write(beside / name, body)
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _write(path: Path, body: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(body)
        out.flush()
        os.fsync(out.fileno())
