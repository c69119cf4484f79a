"""The races: what is sent, to whom, and what it is held against."""

import re
import uuid
from collections.abc import Iterator
from itertools import count, cycle

from bench.client import Answer, Phone, form_of
from bench.load import Result, Step, run
from bench.servers import Installation, Server
from bench.world import code_of

CITY = "ducha"
QUERIES = (
    "/subjects",
    "/subjects?q=宏远",
    "/subjects?q=安全培训",
    "/subjects?q=hy",
    "/subjects?q=zsht",
    "/subjects?q=泽水+建材",
    "/subjects?q={code}",
    "/subjects?kind=ENTERPRISE",
    "/subjects?kind=ENTERPRISE&sector=OTHER&q=宏远",
    "/subjects?before={middle}",
    "/subjects?kind=INSTITUTION&before={middle}",
)
UNIT_LINK = re.compile(r'href="(/subjects/[0-9a-f-]{36})"')


def growing(query: str, units: int) -> str:
    """The address for a register of this size: a code out of its middle, a page half-way down."""
    return query.format(middle=units // 2, code=code_of(units // 2))


def getting(*paths: str) -> Step:
    """Ask for these addresses in turn."""
    turns: Iterator[str] = cycle(paths)

    async def step(phone: Phone, _: int) -> Answer:
        return await phone.get(next(turns))

    return step


async def limit_edit(phone: Phone, turn: int) -> Answer:
    return await phone.post("/edit", {"unit": "宏远煤业有限公司", "note": f"地址更正第{turn}次"})


async def signed_in(server: Server, home: Installation, login: str = CITY) -> Phone:
    """A phone that went through the sign-in page."""
    phone = Phone(server.port)
    page = await phone.get("/login")
    values = form_of(page.text, "/sign-ins") | {"login": login, "password": home.passwords[login]}
    answer = await phone.post("/sign-ins", values)
    if answer.status != 303:
        raise SystemExit(f"sign-in answered {answer.status}: {answer.text[:500]}")
    return phone


async def several(server: Server, home: Installation, people: int, login: str = CITY) -> list[Phone]:
    """Many phones of one signed-in person; each has its own connection."""
    first = await signed_in(server, home, login)
    return [first] + [Phone(server.port, dict(first.cookies)) for _ in range(people - 1)]


class Editing:
    """Each phone corrects the address of a unit of its own, over and over, as its form would send it."""

    def __init__(self, units: list[str]) -> None:
        self.free, self.forms = iter(units), {}
        self.saved = 0

    async def step(self, phone: Phone, turn: int) -> Answer:
        if id(phone) not in self.forms:
            unit = next(self.free)
            page = await phone.get(f"{unit}/edit")
            self.forms[id(phone)] = (unit, form_of(page.text, unit), count(1))
        unit, form, turns = self.forms[id(phone)]
        number = next(turns)
        values = form | {
            "op_id": str(uuid.uuid4()),
            "address": f"泽水大街{number}号",
            "version": str(int(form["version"]) + number - 1),
        }
        answer = await phone.post(unit, values)
        self.saved += answer.status < 400
        return answer


async def open_units(phone: Phone) -> list[str]:
    """The units of the first pages of the list."""
    found: dict[str, None] = {}
    path = "/subjects"
    for _ in range(3):
        page = (await phone.get(path)).text
        found |= dict.fromkeys(UNIT_LINK.findall(page))
        more = re.search(r"before=(\d+)", page)
        if not more:
            break
        path = f"/subjects?before={more.group(1)}"
    return list(found)


async def race(step: Step, phones: list[Phone], server: Server, seconds: float) -> Result:
    try:
        return await run(step, phones, server.pid, seconds=seconds)
    finally:
        for phone in phones:
            phone.close()


def strangers(server: Server, people: int) -> list[Phone]:
    return [Phone(server.port) for _ in range(people)]


async def version_of(phone: Phone, unit: str) -> int:
    return int(form_of((await phone.get(f"{unit}/edit")).text, unit)["version"])
