"""What a picture's header says of itself: evidence to be kept and shown, never trusted and never needed."""

from collections.abc import Mapping
from typing import Any

from PIL import Image

#: Exif's own numbers.
DETAILS, POSITION, TAKEN, OFFSET = 0x8769, 0x8825, 0x9003, 0x9011
LONGEST, MOST = 40, 1_000_000


def told_by(exif: object) -> dict[str, str]:
    """Time, time zone and position; whatever a hostile header makes of it, nothing then."""
    if not isinstance(exif, bytes) or len(exif) > MOST:
        return {}
    try:
        read = Image.Exif()
        read.load(exif)
        details, position = read.get_ifd(DETAILS), read.get_ifd(POSITION)
        found = {
            "taken": _words(details.get(TAKEN)), "offset": _words(details.get(OFFSET)),
            "position": _place(position) if position else "",
        }  # fmt: skip
    except Exception:  # a header is a stranger's: that it cannot be read is no reason to refuse the photo
        return {}
    return {name: said for name, said in found.items() if said}


def _words(said: Any) -> str:
    text = said if isinstance(said, str) else ""
    return "".join(one for one in text if one.isprintable())[:LONGEST].strip()


def _place(told: Mapping[int, Any]) -> str:
    """Latitude and longitude in degrees, or only that there is one."""
    try:
        return f"{_degrees(told, 1, 'S'):.6f},{_degrees(told, 3, 'W'):.6f}"
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return "有"


def _degrees(told: Mapping[int, Any], side: int, negative: str) -> float:
    degrees, minutes, seconds = (float(one) for one in told[side + 1])
    whole = degrees + minutes / 60 + seconds / 3600
    if not 0 <= whole <= 180:
        raise ValueError
    return -whole if str(told[side]).startswith(negative) else whole
