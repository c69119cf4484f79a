"""What an upload is, from its header alone: format and size, nothing decoded."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO

import pillow_heif
from PIL import Image

from inspectapp.shared.images.telling import told_by
from inspectapp.shared.refusals import Unreadable

FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "HEIF": "image/heic"}
MOST_PIXELS = 40_000_000
pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


class NotAPicture(Unreadable):
    """The sentence stands at the photo."""


@dataclass(frozen=True)
class Picture:
    """An upload that claims to be a picture of this kind and size."""

    mime: str
    width: int
    height: int
    #: What the file says of itself, believed by nobody: its time, time zone and position.
    told: Mapping[str, str] = field(default_factory=dict)


def look_at(stream: IO[bytes]) -> Picture:
    """Refuse what is no picture or could not be one of a phone."""
    try:
        with Image.open(stream, formats=tuple(FORMATS)) as found:
            picture = Picture(FORMATS[found.format or ""], *found.size, told_by(found.info.get("exif")))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotAPicture("这张照片的尺寸太大，不能保存。请用手机相机重新拍一张。") from None
    except Exception:  # whatever a hostile header makes a decoder do, the answer is the same
        raise NotAPicture("这个文件不是能打开的照片。请重新拍照，或选择手机相册里的照片。") from None
    finally:
        stream.seek(0)
    if picture.width * picture.height > MOST_PIXELS:
        raise NotAPicture("这张照片的尺寸太大，不能保存。请用手机相机重新拍一张。")
    return picture
