"""Tables of checklists: packs, their versions and items, and the tables being imported."""

from inspectapp.checklists.models import freezing
from inspectapp.checklists.models.intake import Intake
from inspectapp.checklists.models.packs import TRANSITIONS, Item, Pack, Version

__all__ = ["TRANSITIONS", "Intake", "Item", "Pack", "Version", "freezing"]
