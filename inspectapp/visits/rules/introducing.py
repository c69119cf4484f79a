"""How the officers of a visit are introduced: each by the own bureau, none by that of a colleague."""

from collections.abc import Sequence


def introduced(present: Sequence[tuple[str, str]], office: str, calling: str) -> str:
    """`present`: bureau and words of each officer; `office`: the bureau that inspects."""
    offices = dict.fromkeys(own for own, _ in present) or [office]
    return "和".join(f"{one}的{calling}{'、'.join(_of(one, present))}" for one in offices)


def _of(office: str, present: Sequence[tuple[str, str]]) -> list[str]:
    return [words for own, words in present if own == office]


def certified(name: str, number: str) -> str:
    """An officer with the number that was shown."""
    return f"{name}（执法证号{number}）"
