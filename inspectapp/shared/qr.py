"""QR codes: as a path for a page or a paper, as an SVG file, as a PNG picture."""

import io
from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_M

_QUIET = 4  # the white border that scanners expect, in modules


@dataclass(frozen=True)
class Drawing:
    """A code on a square of `size` units; `path` is for one <path d>, so no page needs inline styles."""

    size: int
    path: str


def drawn(text: str) -> Drawing:
    """The dark runs of each row; the template writes <svg viewBox="0 0 size size"> around the path."""
    rows = _code(text).get_matrix()
    return Drawing(len(rows), "".join(_runs(y, row) for y, row in enumerate(rows)))


def svg(text: str) -> bytes:
    """A whole SVG file, black on white."""
    code = drawn(text)
    box = f'viewBox="0 0 {code.size} {code.size}" shape-rendering="crispEdges"'
    ground = f'<path fill="#fff" d="M0 0h{code.size}v{code.size}H0z"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{ground}<path d="{code.path}"/></svg>'.encode()


def png(text: str, *, scale: int = 8) -> bytes:
    """A black and white picture, `scale` pixels a module."""
    code = _code(text)
    code.box_size = scale
    picture = io.BytesIO()
    code.make_image().save(picture)
    return picture.getvalue()


def _code(text: str) -> qrcode.QRCode:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=_QUIET)
    code.add_data(text.encode())
    code.make(fit=True)
    return code


def _runs(y: int, row: list[bool]) -> str:
    path, x = "", 0
    while x < len(row):
        start, dark = x, row[x]
        while x < len(row) and row[x] == dark:
            x += 1
        path += f"M{start} {y}h{x - start}v1h-{x - start}z" if dark else ""
    return path
