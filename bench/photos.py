"""A photo of 300 KB stored: on the disk and synced, then its row with the ledger line; each photo another."""

import hashlib
import io
import itertools
import os
import uuid

from PIL import Image

from bench import races
from bench.answers import OFFICER, free_questions
from bench.client import Answer, Phone
from bench.duels import Runner, duel, middle
from bench.goals import Goal, Goals
from bench.servers import Installation, Server

SIZE = 300_000
PEOPLE = 8
BOUNDARY = "----race7f3a"


def picture() -> bytes:
    """A JPEG whose length is filled up behind its end, as some phones do."""
    held = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(held, "JPEG", quality=80)
    return held.getvalue()


PICTURE = picture()


def another() -> bytes:
    """The same picture with an end of its own."""
    return PICTURE + os.urandom(SIZE - len(PICTURE))


def body(photo: bytes, fields: dict[str, str]) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename="p.jpg"\r\n'
    return b"".join(
        [
            *parts,
            f"{head}Content-Type: image/jpeg\r\n\r\n".encode(),
            photo,
            f"\r\n--{BOUNDARY}--\r\n".encode(),
        ]
    )


async def send(phone: Phone, path: str, fields: dict[str, str], photo: bytes) -> Answer:
    headers = {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "X-Op-Id": str(uuid.uuid4()),
        "HX-Request": "true",
    }  # fmt: skip
    return await phone.ask("POST", path, body(photo, fields), headers)


async def limit_photo(phone: Phone, _: int) -> Answer:
    return await send(phone, "/photo", {"origin": "CAMERA"}, another())


async def photos(bare: Server, small: Server, home: Installation, visit: str, goals: Goals, show) -> None:
    """Eight phones at once, each photo counted by the phone first."""
    questions = itertools.cycle(url for url, _ in await free_questions(small, home, [visit]))

    async def step(phone: Phone, _: int) -> Answer:
        photo = another()
        fields = {"origin": "CAMERA", "sha256": hashlib.sha256(photo).hexdigest()}
        return await send(phone, f"{next(questions)}/photos", fields, photo)

    phones = await races.several(small, home, PEOPLE, OFFICER)
    found = await duel(
        Runner(bare, races.strangers(bare, PEOPLE), limit_photo), Runner(small, phones, step), rounds=3
    )
    show("limit: a photo of 300 KB, synced, and a row", middle(found.limit))
    show("a photo of a question", middle(found.product), middle(found.limit))
    goals.add(
        Goal("R3 a photo stored: share of the limit's rate", 100 * found.share, 40, "%", at_least=True),
        Goal("R3 photos refused", found.wrong, 0),
    )
