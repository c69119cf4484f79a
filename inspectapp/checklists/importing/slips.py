"""Slips of the pen known from the notices: the corrected wording is proposed, the source stays as it was."""

KNOWN = (
    ("无证上岗或持证上岗", "无证上岗或持假证上岗"),
    ("无证上岗、持证上岗", "无证上岗、持假证上岗"),
    ("安全生知识", "安全生产知识"),
)


def corrected(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text with known slips put right, and which ones they were."""
    found = [(wrong, right) for wrong, right in KNOWN if wrong in text]
    for wrong, right in found:
        text = text.replace(wrong, right)
    return text, found
