"""An installation that is killed again and again, and clients that do not give up until they are answered."""

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from inspectapp.operations.serving import server_options
from tests.subjects.conftest import id_number

ROOT = Path(__file__).parents[2]
PATIENCE = 120
UNIT = {
    "kind": "ENTERPRISE", "supervision": "COUNTY", "sector": "OTHER", "legal_standing": "INDEPENDENT",
    "credit_code": "", "phone": "13812345678",
}  # fmt: skip
STAFF = {"roles": "TEACHER", "employment": "OWN", "rank": "MIDDLE", "full_time": "on", "phone": "13912345678"}


@dataclass
class Server:
    """The server with two workers, as `inspectapp serve` runs it, looked after as by a service manager:
    two workers dead within seconds end it, and what has ended is begun again."""

    settings: object
    log: Path
    group: int = 0
    killed: dict[str, int] = field(default_factory=lambda: {"worker": 0, "group": 0})
    begun_again: int = 0
    lock: object = field(default_factory=threading.RLock)
    closing: threading.Event = field(default_factory=threading.Event)

    def __enter__(self):
        environment = {
            "INSPECTAPP_DATA": str(self.settings.data), "DATABASE_URL": self.settings.database_url,
            "FILES_URL": self.settings.files_url, "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        self.out = self.log.open("wb")
        self.forker = subprocess.Popen(
            [sys.executable, "-m", "tests.fixtures.forking"], cwd=ROOT, env=os.environ | environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.out, text=True,
        )  # fmt: skip
        self.start()
        self.manager = threading.Thread(target=self.look_after, daemon=True)
        self.manager.start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self.manager.join(PATIENCE)
        self.end_group(signal.SIGKILL)
        self.forker.stdin.close()
        self.forker.wait(20)
        self.forker.stdout.close()
        self.out.close()

    def start(self):
        self.forker.stdin.write(json.dumps(server_options(self.settings)) + "\n")
        self.forker.stdin.flush()
        self.group = int(self.forker.stdout.readline())
        until(lambda: answers(self.settings.port), f"no server: {self.log}")

    def look_after(self):
        while not self.closing.wait(0.02):
            with self.lock:
                if not alive(self.group):
                    self.begun_again += 1
                    self.start()

    def workers(self):
        try:
            listed = Path(f"/proc/{self.group}/task/{self.group}/children").read_text()
        except OSError:
            return []
        return [int(word) for word in listed.split()]

    def kill_worker(self, chance):
        """One worker dies in the middle of whatever it does; the master forks another."""
        with self.lock:
            workers = self.workers()
            # The one chosen may have been the dead one of the last time.
            with suppress(ProcessLookupError, IndexError):
                os.kill(chance.choice(workers), signal.SIGKILL)
                self.killed["worker"] += 1

    def kill_group(self):
        """Everything dies at once, as at a power cut of the service; then it is started again."""
        with self.lock:
            self.end_group(signal.SIGKILL)
            self.killed["group"] += 1
            self.start()

    def end_group(self, how):
        os.killpg(self.group, how)
        until(lambda: not alive(self.group), "the killed server is still there")


def alive(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def until(ready, what, seconds=PATIENCE):
    end, pause = time.monotonic() + seconds, threading.Event()
    while not ready():
        if time.monotonic() > end:
            raise RuntimeError(what)
        pause.wait(0.005)


def answers(port):
    try:
        return ask(port, "GET", "/healthz")[0] == 200
    except OSError:
        return False


def ask(port, method, path, form=None, cookie="", seconds=60):
    """Status, where to, and the cookie of one request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    headers = {"Sec-Fetch-Site": "same-origin", "Cookie": cookie}
    body = None
    if form is not None:
        body = urllib.parse.urlencode(form)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
    except http.client.HTTPException as error:
        raise ConnectionError(str(error)) from error
    finally:
        connection.close()
    set_cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    return answer.status, answer.getheader("Location") or "", set_cookie, text


def until_answered(*asked):
    """The same as often as it takes: the service may just be begun again."""
    found = []

    def once():
        try:
            found.append(ask(*asked))
        except OSError:
            return False
        return True

    until(once, f"{asked[2]} was never answered")
    return found[0]


@dataclass
class Op:
    """One write with an id of its own, and the answer it got in the end."""

    what: str
    path: str
    form: dict[str, str]
    status: int = 0
    location: str = ""
    tries: int = 0


@dataclass
class Client(threading.Thread):
    """An inspector: registers units, enters people, corrects addresses; repeats each until it is answered."""

    number: int
    port: int
    cookie: str
    region: str
    seed: str
    stop: threading.Event
    ops: list[Op] = field(default_factory=list)
    trouble: str = ""

    def __post_init__(self):
        super().__init__(daemon=True)
        self.chance = random.Random(f"{self.seed}/{self.number}")
        self.unit, self.version, self.made = "", 1, 0

    __hash__ = threading.Thread.__hash__

    def run(self):
        try:
            while not self.stop.is_set():
                self.send(self.next_op())
        except Exception as error:
            self.trouble = repr(error)

    def next_op(self):
        self.made += 1
        what = self.chance.choice(("unit", "staff", "edit", "edit")) if self.unit else "unit"
        return getattr(self, f"op_{what}")()

    def op_unit(self):
        name = f"{self.seed}之{self.number}第{self.made}厂"
        return Op("unit", "/subjects", UNIT | {"name": name, "address": "1号", "region_id": self.region})

    def op_staff(self):
        serial = self.number * 200 + self.made % 200
        form = STAFF | {"name": f"第{self.made}人", "id_number": id_number(serial)}
        return Op("staff", f"{self.unit}/staff", form)

    def op_edit(self):
        form = UNIT | {"name": self.name, "address": f"{self.made}号", "region_id": self.region}
        return Op("edit", self.unit, form | {"version": str(self.version)})

    def send(self, op):
        op.form["op_id"] = str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
        end = time.monotonic() + PATIENCE
        while op.status == 0:
            if time.monotonic() > end:
                raise TimeoutError(f"{op.what} was never answered")
            self.once(op)
        self.ops.append(op)
        if op.what == "unit":
            self.unit, self.name, self.version = op.location, op.form["name"], 1
        self.version += op.what == "edit"

    def once(self, op):
        op.tries += 1
        try:
            status, location, _, text = ask(self.port, "POST", op.path, op.form, self.cookie)
        except OSError:
            threading.Event().wait(0.01)
            return
        if status == 303:
            op.status, op.location = status, location
        elif status < 500:
            raise AssertionError(f"{op.what} got {status}: {text[:300]}")
