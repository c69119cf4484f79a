"""Is this sum within what the law allows for this act? If not, a sentence says what the range is."""

from datetime import date

from inspectapp.laws.content import Entry
from inspectapp.laws.rules.offering import Line, NoOffer, offers
from inspectapp.laws.words import Target
from inspectapp.shared.refusals import NotNow, Unreadable


def check_fine(
    entry: Entry, yuan: int, *, act_date: date, overdue: bool = False, target: Target = Target.UNIT,
    when: str = "", income_yuan: int | None = None,
) -> Line:  # fmt: skip
    """The line this sum falls under, or a refusal. `when` chooses among several lines of one row."""
    offer = offers(entry, act_date, overdue=overdue)
    if isinstance(offer, NoOffer):
        raise NotNow(offer.sentence)
    lines = [
        line for line in offer.lines if line.target is target and line.has_sum and when in ("", line.when)
    ]
    if not lines:
        raise NotNow(
            f"这一情形没有规定对{target.title}的罚款，不能填写罚款数额。请删去金额，或者换一条依据。"
        )
    for line in lines:
        if in_range(line, yuan, income_yuan):
            return line
    said = "；".join(dict.fromkeys(range_words(line, income_yuan) for line in lines))
    raise Unreadable(f"罚款{yuan:,}元不在法定幅度内，法定幅度为{said}。请重新填写。")


def in_range(line: Line, yuan: int, income_yuan: int | None = None) -> bool:
    """Both ends count; "up to" starts above zero."""
    low, high = bounds(line, income_yuan)
    return yuan > 0 and (low or 0) <= yuan <= high


def bounds(line: Line, income_yuan: int | None = None) -> tuple[int | None, int]:
    """In yuan; a share of income needs the income."""
    if line.max_yuan is not None:
        return line.min_yuan, line.max_yuan
    if income_yuan is None or line.max_percent is None:
        raise Unreadable("这一档按上一年年收入的比例计算。请先填写上一年年收入。")
    return -(-income_yuan * (line.min_percent or 0) // 100), income_yuan * line.max_percent // 100


def range_words(line: Line, income_yuan: int | None = None) -> str:
    """20,000元至50,000元, 100,000元以下."""
    low, high = bounds(line, income_yuan)
    return f"{high:,}元以下" if low is None else f"{low:,}元至{high:,}元"
