"""Findings 问题 against the questions of a visit, tied to the law of the day, and photos that prove them."""
