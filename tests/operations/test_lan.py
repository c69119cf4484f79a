"""A trial on the local network: the certificate is the installation's own, a phone finds what it needs."""

import ipaddress
import ssl
import subprocess
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest

from inspectapp.operations.lan import authority as lan
from inspectapp.operations.lan import serving
from inspectapp.shared.refusals import NotNow
from tests.fixtures.server import free_port, service

DAY = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)


def openssl(folder, *more):
    command = ["openssl", "verify", "-CAfile", str(folder / lan.CERTIFICATE), *more, str(folder / lan.SERVER)]
    return subprocess.run(command, capture_output=True, text=True)


def test_another_tool_agrees_that_the_server_is_vouched_for(tmp_path):
    now = datetime.now(UTC)
    lan.vouch(lan.authority(tmp_path, at=now), ["192.168.1.20"], tmp_path, at=now)
    assert openssl(tmp_path, "-verify_ip", "192.168.1.20").returncode == 0
    assert openssl(tmp_path, "-verify_ip", "192.168.1.21").returncode == 2


@pytest.mark.parametrize("address", ["8.8.8.8", "203.0.113.7"])
def test_the_authority_can_never_vouch_for_the_world(tmp_path, address):
    now = datetime.now(UTC)
    lan.vouch(lan.authority(tmp_path, at=now), [address], tmp_path, at=now)
    result = openssl(tmp_path)
    assert result.returncode == 2 and "permitted subtree violation" in result.stderr


def test_the_authority_stays_the_same_until_it_nears_its_end(tmp_path):
    first = lan.authority(tmp_path, at=DAY)
    assert lan.authority(tmp_path, at=DAY + timedelta(days=3000)).fingerprint == first.fingerprint
    assert lan.authority(tmp_path, at=DAY + timedelta(days=3600)).fingerprint != first.fingerprint


def test_keys_are_for_this_account_only(tmp_path):
    lan.vouch(lan.authority(tmp_path, at=DAY), ["10.0.0.8"], tmp_path, at=DAY)
    for name in (lan.KEY, lan.SERVER):
        assert (tmp_path / name).stat().st_mode & 0o077 == 0


def test_an_address_of_the_open_internet_is_refused_with_what_to_do(tmp_path, monkeypatch, settings):
    monkeypatch.setenv("LAN_ADDRESS", "8.8.8.8")
    with pytest.raises(NotNow, match="请用 LAN_ADDRESS 指定局域网地址"):
        serving.serve(settings)


def test_the_own_address_is_an_address():
    assert ipaddress.ip_address(serving.own_address())


def fetched(address, context=None):
    with urllib.request.urlopen(address, context=context) as answer:
        return answer.headers, answer.read()


def test_a_phone_learns_to_trust_and_then_signs_in_over_https(tmp_path):
    guide = free_port()
    asked = {"LAN_ADDRESS": "127.0.0.1", "GUIDE_PORT": str(guide), "INSPECTAPP_DEMO": "0"}
    with service(tmp_path / "data", command="serve-lan", **asked) as started:
        started.wait_for("证书指纹")
        fingerprint = started.wait_for(" ")
        started.wait_until_open()
        _, page = fetched(f"http://127.0.0.1:{guide}/")
        headers, held = fetched(f"http://127.0.0.1:{guide}/authority.crt")
        address = started.address.replace("http:", "https:")
        trusting = ssl.create_default_context(cadata=held)
        answered, signing_in = fetched(f"{address}/login", trusting)
        with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
            fetched(f"{address}/login")
    assert fingerprint in page.decode() and "在手机上试用" in page.decode()
    assert headers["Content-Type"] == "application/x-x509-ca-cert"
    assert "登录名" in signing_in.decode() and answered["Strict-Transport-Security"]
