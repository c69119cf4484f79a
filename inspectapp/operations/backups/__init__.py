"""Backups: one file with database, stored files and keys; checked while it is made and before it is used."""

from inspectapp.operations.backups.making import Made, make
from inspectapp.operations.backups.restoring import restore

__all__ = ["Made", "make", "restore"]
