"""Marks on the papers of a unit: agreements, leases, documents, certificates."""

from datetime import date

from inspectapp.subjects.rules import sources
from inspectapp.subjects.rules.certificates import Validity, validity, years_after
from inspectapp.subjects.rules.facts import AgreementFacts, CertificateFacts, UnitFacts
from inspectapp.subjects.rules.marks import Mark, counted, day_words
from inspectapp.subjects.words import AgreementKind, DocumentKind, LegalStanding, Post, Premises, UnitKind

LEASE_YEARS = 3
K = DocumentKind
#: 东胜 names ten rules, 平阳 seven: what a training institution must have on paper.
TEN_RULES = (
    K.DEMAND, K.TEACHERS, K.TRAINEES, K.ASSESSMENT, K.EVALUATION,
    K.ARCHIVES, K.EQUIPMENT, K.FINANCE, K.LOGISTICS, K.SOCIAL,
)  # fmt: skip
SEVEN_RULES = (
    K.RESPONSIBILITY, K.ACADEMIC, K.ARCHIVES, K.FINANCE, K.EQUIPMENT, K.LOGISTICS, K.EMERGENCY,
)  # fmt: skip


def expired(valid_to: date, day: date) -> bool:
    """R8: good through the last day itself."""
    return valid_to < day


def lease_long_enough(valid_from: date, valid_to: date) -> bool:
    """Three full years; a lease from 1 January to 31 December counts as full."""
    return (years_after(valid_from, LEASE_YEARS) - valid_to).days <= 1


def agreement_words(one: AgreementFacts) -> str:
    """Which agreement, in a line."""
    return f"{one.kind.title}（{one.counterparty}）{day_words(one.valid_to)}到期"


def agreement_marks(facts: UnitFacts, day: date) -> list[Mark]:
    """R8; an agreement that a newer one of its kind with the same party follows is history, not a fault."""
    ran_out = [one for one in facts.agreements if expired(one.valid_to, day) and not _followed(one, facts)]
    found = [agreement_words(one) for one in ran_out]
    return counted("R8-agreements", "agreements", sources.AGREEMENTS, "{}份协议已到期", found)


def _followed(one: AgreementFacts, facts: UnitFacts) -> bool:
    return any(
        other.kind is one.kind and other.counterparty == one.counterparty and other.valid_to > one.valid_to
        for other in facts.agreements
    )


def lease_marks(facts: UnitFacts, day: date) -> list[Mark]:
    """Leased premises need a lease of at least three years."""
    if not facts.trains:
        return []
    leases = [one for one in facts.agreements if one.kind is AgreementKind.LEASE]
    if facts.premises is Premises.LEASED and not leases:
        return [Mark("lease-missing", "场地为租赁，但没有租赁协议", "agreements", sources.LEASE)]
    short = [
        agreement_words(one) for one in leases
        if not expired(one.valid_to, day) and not lease_long_enough(one.valid_from, one.valid_to)
    ]  # fmt: skip
    return counted("lease-short", "agreements", sources.LEASE, f"{{}}份租赁协议不足{LEASE_YEARS}年", short)


def missing_documents(facts: UnitFacts, named: tuple[DocumentKind, ...]) -> list[str]:
    """R7: which of the named rules are not in the register."""
    held = {one.kind for one in facts.documents}
    return [kind.title for kind in named if kind not in held]


def document_marks(facts: UnitFacts, day: date) -> list[Mark]:
    """R7"""
    if facts.kind is not UnitKind.INSTITUTION:
        return []
    ten = missing_documents(facts, TEN_RULES)
    seven = [title for title in missing_documents(facts, SEVEN_RULES) if title not in ten]
    informal = [one.title for one in facts.documents if not one.formally_issued]
    section = "documents"
    return [
        *counted("R7-ten", section, sources.RULES_IN_PLACE, "缺{}项管理制度", ten),
        *counted("R7-seven", section, sources.REGISTRATION, "缺{}项登记材料中的制度", seven),
        *counted("R7-informal", section, sources.FORMALLY_ISSUED, "{}份制度文件没有正式印发", informal),
    ]


def certificate_marks(facts: UnitFacts, day: date) -> list[Mark]:
    """R8, and reviews missed before the change of 2026-06-01."""
    posts = [one for one in facts.certificates if one.post is not Post.SPECIAL]
    special = [one for one in facts.certificates if one.post is Post.SPECIAL]
    section = "certificates"
    doubt = [_certificate_words(one) for one in special if _state(one, day) is Validity.DOUBTFUL]
    return [
        *counted(
            "R8-posts", section, sources.CERTIFIED, "{}个负责人或安全管理人员证书已过期", _old(posts, day)
        ),
        *counted(
            "R8-special", section, sources.SPECIAL_CERTIFIED, "{}个特种作业证书已过期", _old(special, day)
        ),
        *counted("review", section, sources.SPECIAL_CERTIFIED, "{}个特种作业证书待核：应复审未复审", doubt),
    ]


def _state(one: CertificateFacts, day: date) -> Validity:
    return validity(one.post, one.valid_from, one.valid_to, one.review_due_on, day)


def _old(certificates: list[CertificateFacts], day: date) -> list[str]:
    return [_certificate_words(one) for one in certificates if _state(one, day) is Validity.EXPIRED]


def _certificate_words(one: CertificateFacts) -> str:
    what = one.trade or one.post.title
    return f"{one.holder}（{what}）{day_words(one.valid_to)}到期"


def standing_marks(facts: UnitFacts, day: date) -> list[Mark]:
    """Who the unit is: a legal person of its own, with training in its business scope."""
    if not facts.trains:
        return []
    marks = []
    if facts.legal_standing is LegalStanding.DEPENDENT:
        marks.append(Mark("legal-person", "不是独立法人", "profile", sources.LEGAL_PERSON))
    if facts.kind is UnitKind.INSTITUTION and facts.business_scope and "培训" not in facts.business_scope:
        marks.append(Mark("scope", "经营范围没有安全培训", "profile", sources.SCOPE))
    return marks


CHECKS = (agreement_marks, lease_marks, document_marks, certificate_marks, standing_marks)
