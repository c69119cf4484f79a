"""The page an officer walks through: the server's time for it, and its weight with everything it loads."""

import re

from bench import races
from bench.answers import OFFICER
from bench.client import Phone
from bench.duels import Runner, duel, middle
from bench.goals import Goal, Goals
from bench.servers import Installation, Server

#: Scripts, style sheets and the page's own icon; a phone's icon for the home screen is fetched only there.
LOADED = re.compile(r'(?:<script src|<link rel="(?:stylesheet|icon)"[^>]*href)="(/static/[^"#]+)')
SPRITE = re.compile(r'href="(/static/[^"#]+\.svg)#')
#: questions → kilobytes on the wire, the first visit.
WEIGHTS = {20: 50, 60: 70}


async def weight(phone: Phone, path: str) -> float:
    """Kilobytes of a page with its scripts, styles and icons, compressed as Chromium asks for them."""
    light = {"Accept-Encoding": "br, gzip"}
    page = (await phone.get(path)).text
    parts = dict.fromkeys([*LOADED.findall(page), *SPRITE.findall(page)])
    answers = [await phone.ask("GET", one, None, light) for one in (path, *parts)]
    return sum(len(answer.body) + heads(answer.headers) for answer in answers) / 1000


def heads(headers: dict[str, str]) -> int:
    return sum(len(name) + len(value) + 4 for name, value in headers.items())


async def pages(
    bare: Server, small: Server, home: Installation, visits: list[str], goals: Goals, show
) -> None:
    """Server time of twenty questions against the limit's page of as many; weight of twenty and sixty."""
    path = f"{visits[2]}/checklist"
    phones = await races.several(small, home, 1, OFFICER)
    limit = Runner(bare, races.strangers(bare, 1), races.getting("/page"))
    found = await duel(limit, Runner(small, phones, races.getting(path)))
    show("limit: a page of 20 questions", middle(found.limit))
    show("a checklist of 20 questions", middle(found.product), middle(found.limit))
    goals.add(
        Goal("R8 checklist page of 20: × the limit's CPU", found.cpu, 5, "×"),
        Goal("R9 memory of both workers after these races", middle(found.product).pss_mib, 250, "MiB"),
    )
    phone = await races.signed_in(small, home, OFFICER)
    for (count, most), visit in zip(WEIGHTS.items(), visits[2:], strict=True):
        kilobytes = await weight(phone, f"{visit}/checklist")
        goals.add(Goal(f"R7 checklist page of {count} with all it loads", kilobytes, most, "KB"))
    phone.close()
