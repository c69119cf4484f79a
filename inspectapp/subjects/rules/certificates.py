"""Is a certificate good on a day 证书效力: with the change of 2026-06-01, when reviews ended."""

from datetime import date

from inspectapp.shared.states import Titled
from inspectapp.subjects.words import Post

#: 应急管理部令第19号: from this day certificates are exchanged every six years, not reviewed.
REVIEW_ENDED = date(2026, 6, 1)


class Validity(Titled):
    """What can be said of a certificate on a day."""

    VALID = "有效"
    NOT_YET = "未生效"
    EXPIRED = "已过期"
    DOUBTFUL = "待核"


def review_missed(post: Post, review_due_on: date | None, day: date) -> bool:
    """Only a review that fell due before the change, and passed, still counts; an inspector must confirm."""
    if post is not Post.SPECIAL or review_due_on is None:
        return False
    return review_due_on < REVIEW_ENDED and review_due_on < day


def validity(
    post: Post, valid_from: date, valid_to: date, review_due_on: date | None, day: date
) -> Validity:  # fmt: skip
    """Good through the last day itself."""
    if day < valid_from:
        return Validity.NOT_YET
    if valid_to < day:
        return Validity.EXPIRED
    return Validity.DOUBTFUL if review_missed(post, review_due_on, day) else Validity.VALID


def term_sentence(post: Post, valid_from: date, valid_to: date) -> str | None:
    """What is wrong with a term: it ends before it begins, or is longer than such certificates run."""
    longest = 6 if post is Post.SPECIAL else 3
    if valid_to < valid_from:
        return "有效期止早于有效期起。请核对两个日期。"
    if valid_to > years_after(valid_from, longest):
        return f"有效期超过{longest}年。请核对证书上的日期。"
    return None


def years_after(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
