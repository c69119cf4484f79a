"""The catalogue as shipped, in our own words: rows, instruments, examples. The bureau edits its copies."""

from dataclasses import replace

from inspectapp.laws.catalogue.reading import read_discretion, read_entries, read_instruments
from inspectapp.laws.content import Discretion, Entry, Instrument

__all__ = ["BY_CODE", "ENTRIES", "EXAMPLES", "INSTRUMENTS"]

INSTRUMENTS: tuple[Instrument, ...] = read_instruments("instruments.toml")
_TITLES = {one.code: one.title for one in INSTRUMENTS} | {"": ""}
ENTRIES: tuple[Entry, ...] = tuple(
    replace(row, penalty_title=_TITLES[row.penalty_instrument])
    for name in ("national.toml", "local.toml")
    for row in read_entries(name)
)
BY_CODE = {row.code: row for row in ENTRIES}
EXAMPLES: tuple[Discretion, ...] = read_discretion("discretion.toml")
