"""Who works with the demo world: every role, invented people and numbers."""

from typing import NamedTuple

from inspectapp.people.actor import Role


class Player(NamedTuple):
    """One account; `certificate_days` counts from today, `unit` is the workplace of a clerk."""

    login: str
    name: str
    role: Role
    place: str
    certificate: str = ""
    certificate_days: int | None = None
    unit: str | None = None


#: The first one is the system administrator, who makes the others.
CAST = (
    Player("xitong", "贺知新", Role.SYSTEM, "city"),
    Player("anquan", "安守密", Role.SECURITY, "city"),
    Player("shenji", "计明察", Role.AUDIT, "city"),
    Player("ducha", "程远望", Role.CITY, "city", "云E00000101", 900),
    Player("shifazhi", "文正清", Role.LEGAL, "city", "云E00000102", 800),
    Player("kezhang", "邵立言", Role.HEAD, "cheng", "云E00000201", 700),
    Player("fazhi", "宋持平", Role.LEGAL, "cheng", "云E00000202", 650),
    Player("zhifa1", "江一帆", Role.OFFICER, "cheng", "云E00000203", 420),
    Player("zhifa2", "梁䶮", Role.OFFICER, "cheng", "云E00000204", 45),
    Player("zhifa3", "段石桥", Role.OFFICER, "shi", "云E00000301", 380),
    Player("jingban", "苗青禾", Role.CLERK, "cheng", unit="peixun"),
)
