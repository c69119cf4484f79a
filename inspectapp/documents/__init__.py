"""文书: one mechanism for every paper: numbered, frozen, signed, sealed once, handed over, checked.

A later stage registers a Kind, hands over plain values and signature slots, and never touches a PDF itself.
"""
