"""The README tells the truth about the house: its stages, its files."""

import re
from pathlib import Path

from inspectapp.workflow import STAGES

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_stages_stand_in_the_order_of_the_work():
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", README, re.MULTILINE)
    assert rows == [(stage.name, stage.title, stage.purpose) for stage in STAGES]


def test_every_file_it_names_is_there():
    named = re.findall(r"\]\((?!http|#)([^)#]+)", README)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
