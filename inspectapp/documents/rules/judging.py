"""The answers to "is this paper genuine": five of them, in one order, never one green tick.

First the register (is it byte for byte the file that was sealed), then the file itself (does anything follow
the seal, is there exactly one, is it ours), last how the paper stands today.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from inspectapp.documents.words import State
from inspectapp.shared.seal import Look

MAY_DIFFER = "看到的内容可能已被改动，请以原件为准"
NOT_LOOKED = "签名这次没有验完，无法判断。"


class Verdict(Enum):
    """What a file turned out to be."""

    GENUINE = "与登记的原件一致"
    SUPERSEDED = "是原件，但已被更正"
    VOIDED = "是原件，但已作废"
    #: Whatever follows an original, or was written anew, may show other words than the original does.
    APPENDED = f"原件后面被追加了内容，{MAY_DIFFER}"
    SECOND_SIGNATURE = f"原件后面被加上了另一个签名，{MAY_DIFFER}"
    CHANGED = "内容被改动过"
    RESAVED = f"被其他软件重新保存过，不是原件，{MAY_DIFFER}"
    FOREIGN = "不是本单位封存的文书"
    UNREADABLE = "不是完整的PDF文件"
    SAME_UNSEEN = "与登记的原件一字不差，但签名这次没有验完，请重试"
    SAME_UNFIT = "与登记的原件一字不差，但封存签名没有通过核对，请向出具单位核实"
    UNSEEN = "这份文件这次没有验完，请重试"

    @property
    def title(self) -> str:
        return str(self.value)


@dataclass(frozen=True)
class Registered:
    """What the register holds of the paper that a file claims to be."""

    number: str
    title: str
    state: State
    sha256: str
    size: int
    pages: int
    sealed_at: datetime
    stamped: bool
    #: What to go by in its place once it was corrected, in a sentence.
    instead: str = ""


@dataclass(frozen=True)
class Answer:
    """One question, yes, no or cannot be told, and a sentence."""

    question: str
    holds: bool | None
    sentence: str
    words: tuple[str, str] = ("是", "否")

    @property
    def word(self) -> str:
        return "不能判断" if self.holds is None else self.words[not self.holds]


@dataclass(frozen=True)
class Judgement:
    """The verdict in one sentence, and the five answers it rests on."""

    verdict: Verdict
    answers: tuple[Answer, ...]

    @property
    def genuine(self) -> bool:
        return self.verdict in (Verdict.GENUINE, Verdict.SUPERSEDED, Verdict.VOIDED)

    @property
    def open(self) -> bool:
        """Neither genuine nor tampered with, as far as anybody has seen."""
        return self.verdict in (Verdict.SAME_UNSEEN, Verdict.SAME_UNFIT, Verdict.UNSEEN)


def judge(file_sha256: str, size: int, prefix_fits: bool, seen: Look, known: Registered | None) -> Judgement:
    """`prefix_fits`: the file begins with the registered one, byte for byte, and goes on after it."""
    same = known is not None and file_sha256 == known.sha256
    verdict = _original(seen, known) if same and known else _named(size, prefix_fits, seen, known)
    return Judgement(verdict, tuple(_answers(same, seen, known)))


def _original(seen: Look, known: Registered) -> Verdict:
    """Byte for byte the registered file: it was not changed, whatever the look says."""
    if not seen.looked:
        return Verdict.SAME_UNSEEN
    return _standing(known) if _holds(seen) else Verdict.SAME_UNFIT


def _holds(seen: Look) -> bool:
    return seen.readable and seen.covers_all and seen.signatures == 1 and seen.intact and seen.pinned


def _standing(known: Registered) -> Verdict:
    ended = {State.SUPERSEDED: Verdict.SUPERSEDED, State.VOID: Verdict.VOIDED}
    return ended.get(known.state, Verdict.GENUINE)


def _named(size: int, prefix_fits: bool, seen: Look, known: Registered | None) -> Verdict:
    if known is None:
        if not seen.looked:
            return Verdict.UNSEEN
        return Verdict.FOREIGN if seen.readable else Verdict.UNREADABLE
    if prefix_fits:
        return Verdict.SECOND_SIGNATURE if seen.signatures > 1 else Verdict.APPENDED
    if size == known.size:
        return Verdict.CHANGED
    if not seen.looked:
        return Verdict.UNSEEN
    return Verdict.RESAVED if seen.readable else Verdict.UNREADABLE


def _answers(same: bool, seen: Look, known: Registered | None) -> Sequence[Answer]:
    return (
        _registered(same, known),
        _whole(seen),
        _single(seen),
        _ours(seen),
        _today(seen, known),
    )


def _registered(same: bool, known: Registered | None) -> Answer:
    question = "和登记的原件一字不差吗"
    if same and known:
        return Answer(question, True, f"登记为{known.title}{known.number}，共{known.pages}页。")
    if known:
        return Answer(question, False, f"它自称是{known.title}{known.number}，但内容与登记的原件不同。")
    return Answer(question, False, "登记簿里没有这份文件。")


def _whole(seen: Look) -> Answer:
    question = "封存之后有没有再加东西"
    if not seen.looked:
        return Answer(question, None, NOT_LOOKED)
    if not seen.readable or not seen.signatures:
        return Answer(question, None, "文件里没有可读的封存签名，无法判断。")
    if seen.covers_all:
        return Answer(question, True, "封存签名从头到尾覆盖整个文件。", ("没有", "有"))
    return Answer(question, False, "封存签名之后还有别的内容，或者文件结构被改过。", ("没有", "有"))


def _single(seen: Look) -> Answer:
    question = "是不是只有一个封存签名"
    if not seen.looked:
        return Answer(question, None, NOT_LOOKED)
    if seen.signatures == 1:
        return Answer(question, True, "封存签名只有一个。")
    found = f"有{seen.signatures}个签名" if seen.signatures else "没有签名"
    return Answer(question, False, f"文件里{found}，原件只有一个。")


def _ours(seen: Look) -> Answer:
    question = "封存签名是本系统的吗"
    if not seen.looked:
        return Answer(question, None, NOT_LOOKED)
    if seen.intact and seen.pinned:
        return Answer(question, True, "签名完好，用的是本系统公布的证书。")
    if seen.pinned:
        return Answer(question, False, "证书是本系统的，但签名之后内容被改动，签名已不成立。")
    if seen.certificate:
        return Answer(question, False, "签名用的是别的证书。")
    return Answer(question, False, "没有本系统的封存签名。")


def _today(seen: Look, known: Registered | None) -> Answer:
    question = "这份文书现在有效吗"
    if known is None:
        return Answer(question, None, "登记簿里没有这份文件，无法判断。")
    if known.state is State.VOID:
        return Answer(question, False, "已作废，请勿使用。")
    if known.state is State.SUPERSEDED:
        return Answer(question, False, f"已被更正，{known.instead or '请以更正后的文书为准。'}")
    clock = "时间由外部时间戳证明" if known.stamped else "时间以服务器时钟为准，没有外部时间戳"
    return Answer(question, True, f"登记的原件有效；{clock}。")
