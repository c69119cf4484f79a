"""What this installation brings to papers: where files lie, the folder of the seal, its public address."""

import hmac
import uuid
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from inspectapp.config import Settings
from inspectapp.shared.files import Store, current
from inspectapp.shared.keys import Keyring

LINKS = "links"


@dataclass(frozen=True)
class House:
    """Opened once at start, for the app and the command line alike."""

    settings: Settings

    @property
    def address(self) -> str:
        return self.settings.address

    @property
    def seal_folder(self) -> Path:
        return self.settings.keys / "seal"

    @property
    def tsa_url(self) -> str:
        return self.settings.tsa_url

    @cached_property
    def files(self) -> Store:
        return current()

    def token(self, challenge_id: uuid.UUID) -> str:
        """The secret half of a one-time link, from a key outside the database: only its digest is stored."""
        key = Keyring(self.settings.keys).get(LINKS)
        return hmac.new(key, b"sign" + challenge_id.bytes, "sha256").hexdigest()[:32]


_houses: list[House] = []


def open_house(settings: Settings) -> None:
    """The last one opened is the current one."""
    _houses[:] = [House(settings)]


def house() -> House:
    """The installation of this process."""
    return _houses[0]
