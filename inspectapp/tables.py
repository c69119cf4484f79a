"""All tables in one place, for migrations and for `doctor`: importing it loads every stage's models."""

from importlib import import_module
from importlib.util import find_spec

from inspectapp import workflow

BELOW = ("inspectapp.shared.ledger.models", "inspectapp.web.once")


def load() -> None:
    """Import the models of every stage, so that the metadata is complete."""
    for name in BELOW:
        import_module(name)
    for stage in workflow.STAGES:
        name = f"inspectapp.{stage.name}.models"
        if find_spec(name) is not None:
            import_module(name)
