"""Times as the office and the journal write them, as milliseconds to reckon with. The same on every computer: the zone
that it is set to is never asked."""

from datetime import UTC, datetime


def millis(at: str) -> int | None:
    """Milliseconds since 1970 of an ISO 8601 text; without a zone it is UTC; None for what is no time."""
    try:
        found = datetime.fromisoformat(at) if at else None
        return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp() * 1000) if found else None
    except (ValueError, OverflowError):
        return None
