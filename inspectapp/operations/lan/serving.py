"""`inspectapp serve-lan`: https on the local network, and the page that tells phones how to trust it."""

import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import click
import qrcode
from werkzeug.serving import WSGIRequestHandler, make_server

from inspectapp.config import Settings
from inspectapp.operations import serving
from inspectapp.operations.lan.authority import Authority, authority, in_reach, vouch
from inspectapp.operations.lan.guide import create_guide
from inspectapp.shared import clock
from inspectapp.shared.refusals import NotNow

GUIDE_PORT = 8080
#: Reserved for documentation: nothing is ever sent there, the system only says which way it would go.
ELSEWHERE = ("192.0.2.1", 9)
TEMPLATES = str(Path(__file__).resolve().parents[3] / "templates")
NO_NETWORK = "没有找到局域网地址。请先连接无线网络，或用 LAN_ADDRESS 指定本机地址后重试。"
NOT_PRIVATE = "{address}不是局域网地址，试用证书不能用于它。请用 LAN_ADDRESS 指定局域网地址。"


class _Quiet(WSGIRequestHandler):
    """The guide keeps no log: whoever looks at it has not signed in."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Nothing."""


def own_address() -> str:
    """The address of this machine on the local network."""
    told = os.environ.get("LAN_ADDRESS", "")
    if told:
        return told
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(ELSEWHERE)
        except OSError:
            raise NotNow(NO_NETWORK) from None
        return str(asking.getsockname()[0])


def serve(settings: Settings) -> int:
    """Prepare as always, then serve over https until stopped."""
    lan = own_address()
    if not in_reach(lan):
        raise NotNow(NOT_PRIVATE.format(address=lan))
    address = f"https://{lan}:{settings.port}"
    here = replace(settings, host="0.0.0.0", public_url=address)  # noqa: S104 - the phones come from the network
    serving.prepare(here)
    signer = authority(settings.keys, at=clock.now())
    held = vouch(signer, [lan, "127.0.0.1"], settings.keys, at=clock.now())
    port = _open_guide(signer, address)
    click.echo(_invitation(f"http://{lan}:{port}", address, signer))
    sys.stdout.flush()
    return _run(serving.server_command(here, *_vouched_by(held)), address)


def _open_guide(signer: Authority, address: str) -> int:
    wanted = int(os.environ.get("GUIDE_PORT", str(GUIDE_PORT)))
    guide = create_guide(signer, address, TEMPLATES)
    server = make_server("0.0.0.0", wanted, guide, threaded=True, request_handler=_Quiet)  # noqa: S104
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def _invitation(guide: str, address: str, signer: Authority) -> str:
    return (
        f"{_picture(guide)}\n  1. 手机连同一个无线网络，扫上面的码（或打开 {guide} ），按提示信任证书\n"
        f"  2. 然后打开 {address}\n  证书指纹（信任前请对照）：\n  {signer.fingerprint}\n"
    )


def _picture(text: str) -> str:
    """A code of half blocks that a phone reads off the terminal."""
    code = qrcode.QRCode(border=2)
    code.add_data(text)
    rows = code.get_matrix()
    rows += [[False] * len(rows[0])] * (len(rows) % 2)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "\n".join("  " + "".join(_BLOCKS[cell] for cell in zip(*pair, strict=True)) for pair in pairs)


#: Light on dark, as terminals mostly are: what is dark in the code stays empty.
_BLOCKS = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}


def _vouched_by(held: Path) -> list[str]:
    # Phones that are some years old know no newer protocol.
    return ["--ssl-certificate", str(held), "--ssl-keyfile", str(held), "--ssl-protocol-min", "tls1.2"]


def _run(command: list[str], address: str) -> int:
    # Papers carry the address that phones open; the workers read it from the environment.
    process = subprocess.Popen(command, env={**os.environ, "PUBLIC_URL": address})  # noqa: S603 - our own
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, _frame: process.send_signal(number))
    return process.wait()
