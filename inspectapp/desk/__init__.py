"""Pages that look across stages, read-only: today, search, one unit's dossier."""
