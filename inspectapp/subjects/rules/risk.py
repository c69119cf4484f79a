"""High-risk or ordinary 高危或一般: decided by the sector, never typed in."""

from inspectapp.subjects.words import Sector

#: 生产经营单位安全培训规定（3号令）第九条: these five need more hours and assessed heads and managers.
HIGH_RISK = frozenset({Sector.COAL, Sector.MINE, Sector.CHEMICAL, Sector.FIREWORKS, Sector.SMELTING})
#: 冶金、有色、建材、机械、轻工、纺织、烟草、商贸
INDUSTRY_AND_TRADE = frozenset({
    Sector.METALLURGY, Sector.NONFERROUS, Sector.BUILDING_MATERIAL, Sector.MACHINERY,
    Sector.LIGHT_INDUSTRY, Sector.TEXTILE, Sector.TOBACCO, Sector.COMMERCE,
})  # fmt: skip


def is_high_risk(sector: Sector) -> bool:
    """Is a unit of this sector high-risk?"""
    return sector in HIGH_RISK


def risk_word(sector: Sector) -> str:
    """The word on the card."""
    return "高危" if is_high_risk(sector) else "一般"
