"""The installation's own authority: a phone that trusts it trusts this trial on its network, nothing else."""

import ipaddress
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

KEY, CERTIFICATE = "lan-authority.key.pem", "lan-authority.pem"
SERVER = "lan-server.pem"
AUTHORITY_LASTS, SERVER_LASTS = timedelta(days=3650), timedelta(days=90)
BEFORE = timedelta(days=1)  # phones whose clock is a little behind
#: All that this authority can ever vouch for: even with a stolen key no site of the world is in reach.
WITHIN = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8")


@dataclass(frozen=True)
class Authority:
    """Its key and its certificate, made once and kept beside the other keys."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        """What a phone installs."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def fingerprint(self) -> str:
        """Compared by eye before trusting: pairs of letters, as phones show it."""
        return self.certificate.fingerprint(hashes.SHA256()).hex(" ").upper()


def authority(folder: Path, *, at: datetime) -> Authority:
    """The one of this installation; a new one when there is none or it ends soon."""
    if (folder / KEY).exists() and (folder / CERTIFICATE).exists():
        found = _load(folder)
        if found.certificate.not_valid_after_utc > at + SERVER_LASTS:
            return found
    made = _make(at)
    private = made.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _write(folder / KEY, private)
    _write(folder / CERTIFICATE, made.certificate.public_bytes(Encoding.PEM))
    return made


def vouch(signer: Authority, addresses: Sequence[str], folder: Path, *, at: datetime) -> Path:
    """A fresh certificate for these addresses, with its key in one file for the server."""
    key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.IPAddress(ipaddress.ip_address(one)) for one in addresses]
    certificate = (
        _begun(_name("安培督查 局域网试用"), signer.certificate.subject, key, at, SERVER_LASTS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.key.public_key()), critical=False
        )
        .sign(signer.key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _write(folder / SERVER, private + certificate.public_bytes(Encoding.PEM))
    return folder / SERVER


def in_reach(address: str) -> bool:
    """May this authority vouch for the address?"""
    return any(ipaddress.ip_address(address) in ipaddress.ip_network(one) for one in WITHIN)


def _make(at: datetime) -> Authority:
    key, name = ec.generate_private_key(ec.SECP256R1()), _name("安培督查 本机构试用根证书")
    within = [x509.IPAddress(ipaddress.ip_network(one)) for one in WITHIN]
    certificate = (
        _begun(name, name, key, at, AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_signs_certificates(), critical=True)
        .add_extension(
            x509.NameConstraints(permitted_subtrees=within, excluded_subtrees=[x509.DNSName("")]),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Authority(key, certificate)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, at: datetime, lasts: timedelta
) -> x509.CertificateBuilder:  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - BEFORE)
        .not_valid_after(at + lasts)
    )


def _signs_certificates() -> x509.KeyUsage:
    said = dict.fromkeys(
        ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
         "key_agreement", "encipher_only", "decipher_only"),
        False,
    )  # fmt: skip
    return x509.KeyUsage(**said, key_cert_sign=True, crl_sign=True)


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def _load(folder: Path) -> Authority:
    key = serialization.load_pem_private_key((folder / KEY).read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)  # this module wrote it
    return Authority(key, x509.load_pem_x509_certificate((folder / CERTIFICATE).read_bytes()))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)
