"""One finding of `doctor`: a line to read, and whether something must be done."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`line` says what is so; a bad one also says what to do now."""

    line: str
    bad: bool


def good(line: str) -> Finding:
    """As it should be."""
    return Finding(f"  正常  {line}", False)


def bad(line: str) -> Finding:
    """Something must be done."""
    return Finding(f"! 问题  {line}", True)
