"""Backups: one file with database, stored files and keys; checked while it is made and before it is used."""
