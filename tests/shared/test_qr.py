"""A code drawn by us is the code that a phone reads."""

import io
import re

import qrcode
from defusedxml import ElementTree
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

from inspectapp.shared import qr

LINK = "https://example.invalid/verify/8f14e45f-ceea-467f-a0e6-晋城"


def modules(text):
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text.encode())
    code.make(fit=True)
    return code.get_matrix()


def painted(drawing):
    rows = [[False] * drawing.size for _ in range(drawing.size)]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawing.path):
        rows[int(y)][int(x) : int(x) + int(width)] = [True] * int(width)
    return rows


def test_the_path_paints_every_dark_module_and_no_other():
    assert painted(qr.drawn(LINK)) == modules(LINK)


def test_the_file_needs_no_style_and_no_script():
    picture = qr.svg(LINK)
    assert ElementTree.fromstring(picture).tag.endswith("svg")
    assert b"style" not in picture
    assert len(picture) < 15_000


def test_the_picture_has_the_same_modules():
    picture = Image.open(io.BytesIO(qr.png(LINK, scale=3))).convert("1")
    size = picture.width // 3
    assert [[not picture.getpixel((x * 3, y * 3)) for x in range(size)] for y in range(size)] == modules(LINK)
