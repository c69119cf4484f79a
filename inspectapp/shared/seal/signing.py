"""The seal itself: one certification signature over the whole file, with a time stamp when one is had."""

import asyncio
import hashlib
import io
import logging
import time
import warnings
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from inspectapp.shared.seal.credentials import Credentials
from inspectapp.shared.seal.loops import finished, unattended

#: What a hanging time-stamp authority may cost, all its answers together.
PATIENCE = 5.0
MOST_TOLD = 64 * 1024
FIELD = "Seal"
log = logging.getLogger("inspectapp")


@dataclass(frozen=True)
class Sealed:
    """A sealed file, and whether an outside authority vouches for its time."""

    data: bytes
    stamped: bool

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def seal(data: bytes, credentials: Credentials, *, reason: str, tsa_url: str = "") -> Sealed:
    """Seal once, last. Without an answer in time the seal is made all the same, and says so."""
    if tsa_url:
        try:
            return Sealed(_signed(data, credentials, reason, tsa_url), True)
        except Exception as error:  # an outside server may fail in any way; the paper must be finished
            log.warning("time stamp not obtained", extra={"why": type(error).__name__})
    return Sealed(_signed(data, credentials, reason, ""), False)


def _signed(data: bytes, credentials: Credentials, reason: str, tsa_url: str) -> bytes:
    return finished(_in_time(data, credentials, reason, tsa_url))


async def _in_time(data: bytes, credentials: Credentials, reason: str, tsa_url: str) -> bytes:
    return await asyncio.wait_for(_sign(data, credentials, reason, tsa_url), PATIENCE if tsa_url else None)


async def _sign(data: bytes, credentials: Credentials, reason: str, tsa_url: str) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES, reason=reason,
    )  # fmt: skip
    timestamper = _timestamper(tsa_url) if tsa_url else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        signer = signers.PdfSigner(metadata, signer=_signer(credentials), timestamper=timestamper)
        out = await signer.async_sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)))
    return bytes(out.getvalue())


def _signer(credentials: Credentials) -> Any:
    from asn1crypto import keys, x509
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    certificate = x509.Certificate.load(credentials.certificate)
    return signers.SimpleSigner(
        signing_cert=certificate,
        signing_key=keys.PrivateKeyInfo.load(credentials.key),
        cert_registry=SimpleCertificateStore.from_certs([certificate]),
    )


def _timestamper(url: str) -> Any:
    from asn1crypto import tsp
    from pyhanko.sign.timestamps import TimeStamper

    class Authority(TimeStamper):
        """Asks over HTTP; redirects and odd answers count as no answer."""

        async def async_request_tsa_response(self, req: Any) -> Any:
            return tsp.TimeStampResp.load(await unattended(lambda: _asked(url, req.dump())))

    return Authority()


def _asked(url: str, request: bytes) -> bytes:
    """One question, one answer. Whoever waits for it has gone after `PATIENCE`, wherever this still hangs."""
    import http.client

    place, until = urlsplit(url), time.monotonic() + PATIENCE
    opened = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}[place.scheme]
    with closing(opened(place.hostname or "", place.port, timeout=PATIENCE)) as line:
        target = f"{place.path or '/'}{'?' if place.query else ''}{place.query}"
        line.request("POST", target, request, {"Content-Type": "application/timestamp-query"})
        answer = line.getresponse()
        if answer.status != 200:
            raise OSError(answer.status)
        told = b""
        while (more := answer.read1(MOST_TOLD - len(told))) and time.monotonic() < until:
            told += more
        return told
