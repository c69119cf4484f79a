"""Races of the product against the bare limit of this machine. Not in the test suite: no test is timed."""
