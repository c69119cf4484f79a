"""Decisions about papers: when they are sealed, what a signature is, what a check answers. Pure."""
