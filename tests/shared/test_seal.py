"""The seal: one that holds, every tampering with it, and everything that may be missing when it is made."""

import asyncio
import io
import socket
import subprocess
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from pypdf import PdfReader, PdfWriter

from inspectapp.shared import seal as sealing
from inspectapp.shared.refusals import Unavailable
from inspectapp.shared.seal import credentials, look, look_apart, seal, signing

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    return credentials.make(tmp_path_factory.mktemp("keys") / "seal", "澄溪县应急管理局", at=NOW)


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    return credentials.make(tmp_path_factory.mktemp("keys") / "seal", "澄溪县应急管理局", at=NOW)


@pytest.fixture(scope="module")
def paper():
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Keywords": "abc"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def sealed(ours, paper):
    return seal(paper, ours, reason="系统封存").data


def test_a_seal_that_holds(sealed, ours):
    seen = look(sealed, [ours.certificate])
    assert (seen.readable, seen.signatures, seen.covers_all, seen.intact, seen.pinned) == (
        True,
        1,
        True,
        True,
        True,
    )
    assert (seen.certificate, seen.keywords, seen.pages) == (ours.fingerprint, "abc", 1)


def test_a_process_of_its_own_sees_the_same(sealed, ours):
    assert look_apart(sealed, [ours.certificate]) == look(sealed, [ours.certificate])


def test_poppler_agrees(sealed, tmp_path):
    file = tmp_path / "a.pdf"
    file.write_bytes(sealed)
    told = subprocess.run(["pdfsig", file], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid" in told and "Total document signed" in told
    assert "ETSI.CAdES.detached" in told and told.count("Signature #") == 1


def resaved(data):
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(data))), io.BytesIO()
    writer.write(out)
    return out.getvalue()


def signed_again(data, other):
    """What a stranger does who does not care for the seal's prohibition."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers

    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    meta = signers.PdfSignatureMetadata(field_name="Second")
    from pyhanko.sign.signers import PdfSigner

    class Careless(PdfSigner):
        """Skips the check that forbids a second signature."""

        def _enforce_certification_constraints(self, reader):
            return None

    return Careless(meta, signer=signing._signer(other)).sign_pdf(writer).getvalue()


def test_one_flipped_byte(sealed, ours):
    bad = bytearray(sealed)
    bad[40] ^= 1
    assert not look(bytes(bad), [ours.certificate]).intact


@pytest.mark.parametrize("tail", [b"\n", b"% a remark\n", b"x" * 1000])
def test_appended_bytes(sealed, ours, tail):
    assert not look(sealed + tail, [ours.certificate]).covers_all


def test_saved_by_another_program(sealed, ours):
    seen = look(resaved(sealed), [ours.certificate])
    assert not (seen.intact and seen.covers_all)


def test_another_certificate_of_the_same_name(paper, ours, theirs):
    seen = look(seal(paper, theirs, reason="系统封存").data, [ours.certificate])
    assert seen.intact and not seen.pinned


HOSTILE = {
    "nothing": b"", "words": b"hello", "half a header": b"%PDF-1.7\n",
    "a loop": b"%PDF-1.7\n" + b"<<" * 50_000,
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_only_unreadable(case, ours):
    assert not look(HOSTILE[case], [ours.certificate]).readable


@pytest.mark.parametrize("at", [0.2, 0.5, 0.9])
def test_a_file_cut_off(sealed, ours, at):
    seen = look(sealed[: int(len(sealed) * at)], [ours.certificate])
    assert not (seen.intact and seen.covers_all)


def test_a_missing_key(tmp_path, ours):
    made = credentials.make(tmp_path / "seal", "局", at=NOW)
    assert credentials.load(tmp_path / "seal") == made
    (tmp_path / "seal" / credentials.KEY).unlink()
    with pytest.raises(Unavailable, match="封存密钥不在服务器上"):
        credentials.load(tmp_path / "seal")


def test_a_key_of_another_certificate(tmp_path):
    for name in ("a", "b"):
        credentials.make(tmp_path / name, "局", at=NOW)
    (tmp_path / "a" / credentials.KEY).write_bytes((tmp_path / "b" / credentials.KEY).read_bytes())
    with pytest.raises(Unavailable, match="对不上"):
        credentials.load(tmp_path / "a")
    (tmp_path / "a" / credentials.KEY).write_bytes(b"garbage")
    with pytest.raises(Unavailable, match="对不上"):
        credentials.load(tmp_path / "a")


def test_two_workers_that_begin_at_once_share_one_key(tmp_path):
    first = credentials.make(tmp_path / "seal", "局", at=NOW)
    assert credentials.make(tmp_path / "seal", "局", at=NOW) == first


def test_only_this_account_reads_the_key(tmp_path):
    credentials.make(tmp_path / "seal", "局", at=NOW)
    assert (tmp_path / "seal" / credentials.KEY).stat().st_mode & 0o777 == 0o600


def test_a_certificate_about_to_end_seals_no_more(ours):
    credentials.check_fresh(ours, at=NOW)
    with pytest.raises(Unavailable, match="快要到期"):
        credentials.check_fresh(ours, at=ours.ends - timedelta(days=29))


class Silent:
    """A time-stamp authority that takes the call and never answers."""

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}/"

    def __exit__(self, *ignored):
        self.socket.close()


def test_a_hanging_authority_costs_its_patience_and_no_more(paper, ours, monkeypatch):
    assert signing.PATIENCE == 5
    monkeypatch.setattr(signing, "PATIENCE", 0.3)
    with Silent() as url:
        begun = time.monotonic()
        made = seal(paper, ours, reason="系统封存", tsa_url=url)
    assert time.monotonic() - begun < 60  # it would never have answered
    assert not made.stamped and look(made.data, [ours.certificate]).stamped_at == ""


def test_a_name_server_that_hangs_costs_no_more_and_keeps_no_process_alive(paper, ours, monkeypatch):
    answered = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **more: answered.wait(120) and [])
    monkeypatch.setattr(signing, "PATIENCE", 0.3)
    before, begun = set(threading.enumerate()), time.monotonic()
    made = seal(paper, ours, reason="系统封存", tsa_url="http://tsa.example/")
    took, left = time.monotonic() - begun, set(threading.enumerate()) - before
    answered.set()
    assert took < 60
    assert not made.stamped and look(made.data, [ours.certificate]).intact
    assert left and all(one.daemon for one in left)
    for one in left:
        one.join()


def test_nobody_answers(paper, ours):
    made = seal(paper, ours, reason="系统封存", tsa_url="http://127.0.0.1:9/")
    assert not made.stamped and look(made.data, [ours.certificate]).intact


@pytest.fixture
def authority():
    """A time-stamp authority on this machine."""
    from http.server import BaseHTTPRequestHandler, HTTPServer

    from asn1crypto import keys, tsp, x509
    from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

    stamper = DummyTimeStamper(*tsa_identity(keys, x509))

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            told = asyncio.run(stamper.async_request_tsa_response(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *ignored):
            return None

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def tsa_identity(keys, x509):
    from cryptography import x509 as cx
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    key = rsa.generate_private_key(65537, 2048)
    name = cx.Name([cx.NameAttribute(NameOID.COMMON_NAME, "时间戳")])
    built = cx.CertificateBuilder(name, name, key.public_key(), 1, NOW - timedelta(1), NOW + timedelta(9))
    use = cx.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    made = built.add_extension(use, True).sign(key, hashes.SHA256())
    der = serialization.Encoding.DER
    private = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return x509.Certificate.load(made.public_bytes(der)), keys.PrivateKeyInfo.load(private)


def test_an_authority_that_answers(paper, ours, authority):
    made = seal(paper, ours, reason="系统封存", tsa_url=authority)
    seen = look(made.data, [ours.certificate])
    assert made.stamped and seen.stamped_at and "时间戳" in seen.stamped_by
    assert seen.intact and seen.covers_all and seen.pinned


def test_the_interface_is_small():
    assert sorted(sealing.__all__) == ["Credentials", "Look", "Sealed", "look", "look_apart", "seal"]


def test_sealing_and_looking_work_beside_a_loop_of_somebody_else(paper, ours):
    async def beside():
        sealed = seal(paper, ours, reason="系统封存")
        return look(sealed.data, [ours.certificate])

    seen = asyncio.run(beside())
    assert (seen.intact, seen.covers_all, seen.pinned) == (True, True, True)
