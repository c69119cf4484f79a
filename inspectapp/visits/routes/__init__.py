"""Pages of a visit up to the door: list, preparing, officers, arrival, stopping."""

from inspectapp.visits.routes import (
    arriving,
    capping,
    listing,
    officers,
    planning,
    preparing,
    releasing,
    stopping,
)
from inspectapp.visits.routes.blueprint import bp

__all__ = [
    "arriving",
    "bp",
    "capping",
    "listing",
    "officers",
    "planning",
    "preparing",
    "releasing",
    "stopping",
]
