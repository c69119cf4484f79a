"""A real S3 server for tests of the file store: started once, on free ports, in a folder that goes away."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import obstore
import pytest
from obstore.store import S3Store

from tests.fixtures.server import free_port

BUCKET, ACCESS, SECRET = "inspect", "inspectkey", "inspectsecret"


def start(folder, port):
    keys = {"credentials": [{"accessKey": ACCESS, "secretKey": SECRET}], "actions": ["Admin"]}
    config = folder / "s3.json"
    config.write_text(json.dumps({"identities": [{"name": "tests", **keys}]}))
    master, volume, filer, filer_grpc, master_grpc, volume_grpc, s3_grpc = (free_port() for _ in range(7))
    asked = {
        "dir": folder, "ip": "127.0.0.1", "ip.bind": "127.0.0.1", "s3": "true", "s3.port": port,
        "s3.config": config, "master.port": master, "volume.port": volume, "filer.port": filer,
        "filer.port.grpc": filer_grpc, "master.port.grpc": master_grpc, "volume.port.grpc": volume_grpc,
        "s3.port.grpc": s3_grpc, "s3.port.iceberg": 0, "s3.port.lance": 0, "master.volumeSizeLimitMB": 64,
    }  # fmt: skip
    weed = Path(sys.executable).with_name("weed")
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [weed, f"-logdir={folder}", "server", *(f"-{name}={value}" for name, value in asked.items())],
            stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip


def until(ready, server, log, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        if ready():
            return
        time.sleep(0.1)
    raise RuntimeError(f"the S3 server did not come up: {log.read_text(errors='replace')[-1500:]}")


def answers(endpoint):
    try:
        urlopen(endpoint, timeout=1)
    except URLError as error:
        return hasattr(error, "code")  # it refuses strangers: it is there
    return True


def takes_objects(endpoint):
    store = S3Store(
        BUCKET, endpoint=endpoint, access_key_id=ACCESS, secret_access_key=SECRET, region="us-east-1",
        client_options={"allow_http": True}, retry_config={"max_retries": 0},
    )  # fmt: skip
    try:
        obstore.put(store, "ready", b"")
        obstore.delete(store, "ready")
    except Exception:
        return False
    return True


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory):
    folder, port = tmp_path_factory.mktemp("s3"), free_port()
    endpoint = f"http://127.0.0.1:{port}"
    server = start(folder, port)
    try:
        until(lambda: answers(endpoint), server, folder / "log")
        until(lambda: takes_objects(endpoint), server, folder / "log")
        yield endpoint
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


@pytest.fixture
def s3_url(s3_server, monkeypatch, request):
    """FILES_URL of an empty place in the server; the keys are in the environment, as in real use."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3_server)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    return f"s3://{BUCKET}/{abs(hash(request.node.nodeid)):x}"
