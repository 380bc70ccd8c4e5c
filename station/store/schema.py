"""Which shapes of the file this program knows, told without loading a migration library (start-up)."""

REVISIONS = ("0001", "0002", "0003", "0004")
"""Oldest first; the last is today's. A test keeps them equal to the migrations' own chain."""

CURRENT = REVISIONS[-1]

FILE = "journal.db"
LOCK = "station.lock"
