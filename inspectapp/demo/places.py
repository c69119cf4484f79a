"""Where the demo world lies: an invented city with two invented counties; no such places exist."""

from typing import NamedTuple


class Place(NamedTuple):
    """One bureau and its district."""

    key: str
    name: str
    short_name: str
    parent: str | None
    office_name: str
    number_prefix: str


PLACES = (
    Place("city", "云岭市", "云岭", None, "云岭市应急管理局", "云"),
    Place("cheng", "澄溪县", "澄溪", "city", "澄溪县应急管理局", "澄"),
    Place("shi", "石桥县", "石桥", "city", "石桥县应急管理局", "石"),
)
