"""Pages of the law catalogue."""

from inspectapp.laws.routes import discretion, editing, instruments, reading, versions
from inspectapp.laws.routes.blueprint import bp

__all__ = ["bp", "discretion", "editing", "instruments", "reading", "versions"]
