"""Photos that people send: checked before anything decodes them, and small copies for papers."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PIL import Image, ImageOps

from inspectapp.shared.refusals import Unreadable

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 40_000_000
LONGEST = 1600
NOT_A_PHOTO = "这个文件不是可用的照片。请选择手机拍摄的照片（JPEG、PNG）后再上传。"


def check(data: bytes) -> None:
    """It is a picture of a kind we read, whole, and not too big to open."""
    with _opened(data) as picture:
        picture.load()


def copy_of(data: bytes, longest: int = LONGEST) -> bytes:
    """An upright copy for papers: smaller, and without what the camera wrote about place and device."""
    with _opened(data) as picture:
        picture.draft("RGB", (longest, longest))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((longest, longest), reducing_gap=2.0)
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=82)
        return out.getvalue()


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise Unreadable(NOT_A_PHOTO)
            yield picture
    except (
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombWarning,
        Image.DecompressionBombError,
    ) as error:
        raise Unreadable(NOT_A_PHOTO) from error
