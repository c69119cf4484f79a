"""Pictures as a phone would send them."""

import io

from PIL import Image


def photo(colour=(120, 140, 160), size=(64, 48)):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()
