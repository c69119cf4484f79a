"""Smaller copies for screen and paper, made in a child process that can neither eat the machine nor hang."""

import subprocess
import sys
from enum import Enum

from inspectapp.shared.images.looking import NotAPicture

SECONDS = 20
UNREADABLE = "这张照片已损坏，不能显示。原始文件仍保留，请重新拍一张。"


class Shape(Enum):
    """What copies there are: longest side and format."""

    THUMB = (320, "WEBP")
    SCREEN = (1600, "JPEG")
    PAPER = (1000, "JPEG")


def smaller(original: bytes, shape: Shape) -> bytes:
    """A copy without any metadata, turned upright."""
    side, form = shape.value
    command = [sys.executable, "-m", "inspectapp.shared.images.child", str(side), form]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, the picture comes on stdin
            command, input=original, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise NotAPicture(UNREADABLE) from None
    if done.returncode or not done.stdout:
        raise NotAPicture(UNREADABLE)
    return done.stdout
