"""Draws the icons of the installed app: `python -m tools.draw_icons`. The pictures are committed."""

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parents[1] / "static" / "icons"
SIZES, FINER = (192, 512), 4
BLUE, WHITE = (22, 82, 161), (255, 255, 255)
#: In parts of the side; everything lies inside the circle that phones cut out.
SHIELD = (
    (0.5, 0.2),
    (0.74, 0.29),
    (0.74, 0.5),
    (0.66, 0.67),
    (0.5, 0.8),
    (0.34, 0.67),
    (0.26, 0.5),
    (0.26, 0.29),
)
TICK = ((0.39, 0.5), (0.47, 0.58), (0.62, 0.42))


def drawn(side: int) -> Image.Image:
    """A white shield with its tick on the blue of the house."""
    large = side * FINER
    picture = Image.new("RGB", (large, large), BLUE)
    pen = ImageDraw.Draw(picture)
    pen.polygon([(x * large, y * large) for x, y in SHIELD], fill=WHITE)
    pen.line([(x * large, y * large) for x, y in TICK], fill=BLUE, width=large // 18, joint="curve")
    return picture.resize((side, side), Image.Resampling.LANCZOS)


def main() -> None:
    for side in SIZES:
        drawn(side).save(FOLDER / f"icon-{side}.png", optimize=True)


if __name__ == "__main__":
    main()
