"""One answer of a checklist saved: signed in, permission, sent once, version, ledger, one durable commit."""

import re
import urllib.parse
import uuid
from collections.abc import Iterator

from bench import races
from bench.client import Answer, Phone
from bench.duels import Duel, Runner, duel, middle
from bench.goals import Goal, Goals
from bench.load import Result
from bench.servers import Installation, Server

OFFICER = "zhifa1"
FORM = re.compile(
    r'<form class="check__answer"[^>]*action="([^"]+)"'
    r'(?:(?!</form>).)*?name="version" value="(\d+)"((?:(?!</form>).)*)',
    re.S,
)
TAPS = ("CONFORMS", "NOT_APPLICABLE")
LOCKED = "database is locked"


async def limit_answer(phone: Phone, turn: int) -> Answer:
    """The least: the words of one answer in one row."""
    sent = {
        "visit": str(turn % 50),
        "item": str(turn % 60),
        "verdict": "CONFORMS",
        "note": f"现场核对第{turn}次",
    }
    return await phone.post("/answer", sent)


def questions(page: str) -> list[tuple[str, int]]:
    """Addresses and versions of the questions of a checklist page that are answered by a tap."""
    found = FORM.findall(page)
    return [(url, int(version)) for url, version, rest in found if 'name="typed"' not in rest]


class Walking:
    """Each phone answers a question of its own, again and again, as the outbox of its page would send it."""

    def __init__(self, free: list[tuple[str, int]], taps: tuple[str, ...] = TAPS) -> None:
        self.free, self.taps = iter(free), taps
        self.own: dict[int, list] = {}
        self.saved = 0

    async def step(self, phone: Phone, turn: int) -> Answer:
        own = self.own.setdefault(id(phone), [])
        if not own:
            own.extend(next(self.free))
        url, version = own
        sent = {
            "verdict": self.taps[version % len(self.taps)], "note": f"现场核对第{version}次",
            "version": str(version), "device_at": "2026-11-21T06:00:00.000Z",
        }  # fmt: skip
        headers = {"X-Op-Id": str(uuid.uuid4()), "HX-Request": "true"}
        answer = await phone.ask("POST", url, urllib.parse.urlencode(sent).encode(), headers)
        if answer.status == 200:
            own[1] += 1
            self.saved += 1
        return answer


async def free_questions(server: Server, home: Installation, visits: list[str]) -> list[tuple[str, int]]:
    phone = await races.signed_in(server, home, OFFICER)
    pages = [(await phone.get(f"{visit}/checklist")).text for visit in visits]
    phone.close()
    return [one for page in pages for one in questions(page)]


def versions(found: list[tuple[str, int]]) -> int:
    return sum(version for _, version in found)


async def race(
    bare: Server, small: Server, home: Installation, visits: list[str], people: int, taps: tuple[str, ...]
) -> tuple[Duel, int]:
    """The duel of so many phones, and by how many the stored versions differ from the answers given."""
    free = await free_questions(small, home, visits)
    walking = Walking(free, taps)
    phones = await races.several(small, home, people, OFFICER)
    limit = Runner(bare, races.strangers(bare, people), limit_answer)
    found = await duel(limit, Runner(small, phones, walking.step))
    stored = versions(await free_questions(small, home, visits)) - versions(free)
    return found, stored - walking.saved


def shown(found: Duel, show) -> Iterator[Result]:
    bare = middle(found.limit)
    yield show("limit: one answer in one row", bare)
    yield show("one answer of a checklist", middle(found.product), bare)


def locked(home: Installation) -> int:
    """How often the server's log tells of a lock that was not waited for."""
    return (home.folder / "serve.log").read_text("utf-8", "replace").count(LOCKED)


async def answers(
    bare: Server, small: Server, home: Installation, visits: list[str], goals: Goals, show
) -> None:
    """At 1, 8 and 32 phones; then what was answered must be stored."""
    for people in (1, 8, 32):
        found, missing = await race(bare, small, home, visits, people, TAPS)
        list(shown(found, show))
        name = f"R1 one answer saved, {people} phones"
        goals.add(Goal(f"{name}: × the limit's CPU", found.cpu, 3, "×"))
        if people == 8:
            goals.add(Goal(f"{name}: share of the limit's rate", 100 * found.share, 33, "%", at_least=True))
        if people == 32:
            goals.add(Goal(f"{name}: p95", middle(found.product).wait_ms(0.95), 100, "ms"))
        goals.add(Goal(f"{name}: refused, or answered and not stored", found.wrong + abs(missing), 0))
    failing, _ = await race(bare, small, home, visits, 8, ("FAILS",))
    print(
        f"    an answer that does not conform comes back with its card: {failing.cpu:.2f} × the limit's CPU"
    )
    goals.add(Goal(f"R1 '{LOCKED}' in the log", locked(home), 0))
