"""Checklists (检查表): packs of items by jurisdiction and kind of unit, in versions that never change."""
