"""The child that decodes: `python -m inspectapp.shared.images.child 320 WEBP`, bytes in, bytes out."""

import io
import resource
import sys

MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 15


def main() -> None:
    """Limits first, then the decoder."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    side, form = int(sys.argv[1]), sys.argv[2]
    sys.stdout.buffer.write(copy(sys.stdin.buffer.read(), side, form))


def copy(original: bytes, side: int, form: str) -> bytes:
    """Upright, at most `side` pixels long, nothing of the original's metadata."""
    from PIL import Image, ImageOps

    from inspectapp.shared.images.looking import look_at

    stream = io.BytesIO(original)
    look_at(stream)
    with Image.open(stream) as opened:
        opened.draft("RGB", (side, side))
        upright = ImageOps.exif_transpose(opened).convert("RGB")
        upright.thumbnail((side, side), reducing_gap=2.0)
        made = io.BytesIO()
        upright.save(made, form, quality=82)
    return made.getvalue()


if __name__ == "__main__":
    main()
