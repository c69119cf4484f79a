"""What the law offers for an act of a given day. Where there is no fine, none is offered, and it says so."""

from dataclasses import dataclass, replace
from datetime import date

from inspectapp.laws.content import Entry, Tier
from inspectapp.laws.rules.standing import standing, usable
from inspectapp.laws.words import Confidence, Kind, Measure, Phase, Standing, Target
from inspectapp.shared.clock import day as written

NO_CONFIDENT_SUM = "这一档的金额尚未确认，不提供金额。"
LENIENT = (
    "违法行为轻微并及时改正、没有造成危害后果的，不予处罚；初次违法、危害后果轻微并及时改正的，"
    "可以不予处罚（行政处罚法第三十三条）。"
)


@dataclass(frozen=True)
class Line:
    """One measure as it may be proposed; without bounds no sum is offered."""

    target: Target
    when: str
    measures: tuple[Measure, ...]
    text: str
    min_yuan: int | None = None
    max_yuan: int | None = None
    min_percent: int | None = None
    max_percent: int | None = None
    optional: bool = False
    warning: str = ""

    @property
    def has_sum(self) -> bool:
        """Is a sum offered here?"""
        return self.max_yuan is not None or self.max_percent is not None


@dataclass(frozen=True)
class Offer:
    """A law basis that may be cited for this act, with its lines and what to mind."""

    entry: Entry
    lines: tuple[Line, ...]
    basis: str
    warnings: tuple[str, ...] = ()

    @property
    def highest(self) -> int:
        """The highest sum in yuan anywhere in this offer; zero where there is none."""
        return max((line.max_yuan or 0 for line in self.lines), default=0)


@dataclass(frozen=True)
class NoOffer:
    """Nothing to fine with: why, what is lawful instead, and where to look."""

    entry: Entry
    sentence: str
    standing: Standing
    measures: tuple[Measure, ...] = ()
    see: tuple[str, ...] = ()


def offers(
    entry: Entry, act_date: date, decision_date: date | None = None, overdue: bool = False
) -> Offer | NoOffer:  # fmt: skip
    """The law at the time of the act; whether the law at decision is lighter is for `compare`."""
    mark = standing(entry, act_date)
    refused = _refusal(entry, mark, act_date)
    if refused is not None:
        return refused
    lines = tuple(_line(entry, tier) for tier in _steps(entry, overdue))
    return Offer(entry, lines, basis(entry), _warnings(entry, decision_date))


def basis(entry: Entry) -> str:
    """Duty and penalty as one line of a paper would name them."""
    broken = f"违反{'、'.join(entry.duty)}" if entry.duty else ""
    return "，".join(part for part in (broken, penalty(entry)) if part)


def penalty(entry: Entry) -> str:
    """依据《安全生产法》第九十七条第七项"""
    title = f"《{entry.penalty_title}》" if entry.penalty_title else ""
    return f"依据{title}{entry.penalty_clause}" if entry.penalty_clause else ""


def lawful_measures(entry: Entry) -> tuple[Measure, ...]:
    """Everything but money."""
    every = (*(measure for tier in entry.tiers for measure in tier.measures), *entry.other_measures)
    return tuple(dict.fromkeys(measure for measure in every if measure not in (Measure.FINE, Measure.DAILY)))


def _refusal(entry: Entry, mark: Standing, act: date) -> NoOffer | None:
    sentence = (
        _SENTENCES.get(mark, "") if entry.kind in (Kind.PENALTY, Kind.TRAP) else _BY_KIND.get(entry.kind, "")
    )
    if mark in (Standing.EXPIRED, Standing.NOT_YET):
        sentence = _SENTENCES[mark]
    if not sentence:
        return None
    lawful = () if mark in (Standing.NEVER, Standing.EXPIRED, Standing.NOT_YET) else lawful_measures(entry)
    said = sentence.format(
        act=written(act), since=written(entry.valid_from), until=written(entry.valid_to),
        measures="、".join(measure.title for measure in lawful) or "责令改正", see=_see(entry),
    )  # fmt: skip
    return NoOffer(entry, said, mark, lawful, entry.see)


def _see(entry: Entry) -> str:
    return f"请改查{'、'.join(entry.see)}。" if entry.see else "请按行为发生日重新查找。"


_SENTENCES = {
    Standing.NEVER: "这一条不得引用，不能据此罚款。{see}",
    Standing.EXPIRED: "行为发生在{act}，这一条只适用到{until}，不能引用。{see}",
    Standing.NOT_YET: "行为发生在{act}，这一条自{since}起才施行，不能引用。请按行为发生日重新查找。",
    Standing.AWAITING: (
        "这一条的罚则待本单位补录，现在不提供金额。请市级科室负责人或法制审核取得官方文本后补录。"
    ),
    Standing.UNCONFIRMED: (
        "这一条的金额待本单位确认，现在不提供金额，可以{measures}。请市级科室负责人或法制审核核对后确认。"
    ),
}
_BY_KIND = {
    Kind.NO_FINE: "国家没有对这一行为规定罚款，不得罚款。可以{measures}。",
    Kind.POINTER: "这一条本身没有罚款，须转引其他条目。{see}",
    Kind.REFERRAL: "这一条不设行政罚款。涉嫌犯罪的，连同案卷移送公安机关。",
}


def _steps(entry: Entry, overdue: bool) -> tuple[Tier, ...]:
    # A law without a second step keeps its first one when the order is not met.
    later = tuple(tier for tier in entry.tiers if tier.phase is Phase.OVERDUE)
    return later if overdue and later else tuple(tier for tier in entry.tiers if tier.phase is Phase.FIRST)


def _line(entry: Entry, tier: Tier) -> Line:
    line = Line(
        tier.target, tier.when, tier.measures, tier.text, tier.min_yuan, tier.max_yuan, tier.min_percent,
        tier.max_percent, tier.optional, _doubt(entry, tier.confidence),
    )  # fmt: skip
    if not tier.has_sum or usable(entry, tier):
        return line
    named = tuple(measure for measure in tier.measures if measure is not Measure.FINE)
    return replace(
        line, min_yuan=None, max_yuan=None, min_percent=None, max_percent=None, measures=named, text="",
        warning=NO_CONFIDENT_SUM,
    )  # fmt: skip


def _doubt(entry: Entry, confidence: Confidence) -> str:
    known = entry.confirmed or confidence is Confidence.CHECKED
    return "" if known else confidence.title


def _warnings(entry: Entry, decision: date | None) -> tuple[str, ...]:
    said = (
        []
        if entry.confirmed or entry.confidence is Confidence.CHECKED
        else [f"本条依据：{entry.confidence.title}。"]
    )
    if decision and entry.valid_to and decision > entry.valid_to:
        said.append(
            f"作出决定时（{written(decision)}）这一条已失效，须与现行规定比较，新规定较轻的适用新规定"
            "（行政处罚法第三十七条）。"
        )
    return (*said, LENIENT)
