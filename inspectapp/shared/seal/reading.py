"""Looking at a PDF that somebody brings: what its signatures say, never trusting what it says of itself."""

import hashlib
import io
import logging
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from inspectapp.shared.seal.loops import finished


@dataclass(frozen=True)
class Look:
    """What a file shows. Nothing here says "genuine": that takes the register too."""

    #: False: the look itself failed, for want of time or memory. That says nothing about the file.
    looked: bool = True
    readable: bool = False
    signatures: int = 0
    #: Nothing follows the seal: it covers the file from its first byte to its last.
    covers_all: bool = False
    #: The bytes under the seal are those that were sealed, and the seal forbids later changes.
    intact: bool = False
    certificate: str = ""
    pinned: bool = False
    sealed_at: str = ""
    stamped_at: str = ""
    stamped_by: str = ""
    #: The signature value: it survives appended bytes and foreign savings, so it tells which paper this was.
    cms_sha256: str = ""
    #: Words the producer wrote into the file's description.
    keywords: str = ""
    pages: int = 0


def look(data: bytes, pinned: Sequence[bytes]) -> Look:
    """Everything that can go wrong while reading makes the file unreadable, never a page of error."""
    noisy = logging.getLogger("pyhanko")
    before, noisy.disabled = noisy.disabled, True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _look(data, pinned)
    except MemoryError:
        return Look(looked=False)
    except Exception:  # hostile files break readers in every way there is
        return Look()
    finally:
        noisy.disabled = before


def _look(data: bytes, pinned: Sequence[bytes]) -> Look:
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(data))
    described: dict[str, Any] = {"keywords": _keywords(reader), "pages": int(reader.root["/Pages"]["/Count"])}
    signatures = [one for one in reader.embedded_signatures if one.sig_object_type == "/Sig"]
    if not signatures:
        return Look(readable=True, **described)
    found: dict[str, Any] = {"readable": True, "signatures": len(reader.embedded_signatures), **described}
    try:
        return Look(**found, **_judged(signatures[0], pinned))
    except MemoryError:
        raise
    except Exception:  # a signature that cannot be read is one that does not hold
        return Look(**found)


def _keywords(reader: Any) -> str:
    try:
        return str(reader.trailer_view["/Info"]["/Keywords"])
    except KeyError:
        return ""


def _judged(signature: Any, pinned: Sequence[bytes]) -> dict[str, Any]:
    from asn1crypto import x509
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    anchors = [x509.Certificate.load(one) for one in pinned]
    context = ValidationContext(trust_roots=anchors, allow_fetching=False)
    certificate = hashlib.sha256(signature.signer_cert.dump()).hexdigest()
    told = {
        "certificate": certificate,
        "pinned": certificate in {hashlib.sha256(one).hexdigest() for one in pinned},
        "cms_sha256": hashlib.sha256(bytes(signature.pkcs7_content)).hexdigest(),
    }
    status = finished(
        async_validate_pdf_signature(signature, signer_validation_context=context, skip_diff=True)
    )
    told["intact"] = bool(status.intact and status.valid and _forbids_changes(signature))
    told["covers_all"] = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    told["sealed_at"] = status.signer_reported_dt.isoformat() if status.signer_reported_dt else ""
    stamp = status.timestamp_validity
    if stamp is not None and stamp.intact and stamp.valid:
        told |= {
            "stamped_at": stamp.timestamp.isoformat(),
            "stamped_by": stamp.signing_cert.subject.human_friendly,
        }
    return told


def _forbids_changes(signature: Any) -> bool:
    permitted = signature.docmdp_level
    return permitted is not None and permitted.name == "NO_CHANGES"
