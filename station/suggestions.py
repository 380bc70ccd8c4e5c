"""The table of notes that the package ships, read once. Used where somebody types in words what she sees."""

from functools import cache
from importlib.resources import files

from station.domain.suggestion import Hint, Notes, read_notes, suggest


@cache
def shipped() -> Notes:
    """resources/suggestion/notes.toml. Raises PolicyFault."""
    text = (files("resources") / "suggestion" / "notes.toml").read_text(encoding="utf-8")
    return read_notes(text, "suggestion/notes.toml")


def hint(note: str) -> Hint | None:
    """Reason and route that a note suggests by the shipped table; words: `suggest.<reason>`, `route.<route>`."""
    return suggest(shipped(), note)
