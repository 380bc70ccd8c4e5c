"""Times as the office and the journal write them, as milliseconds to reckon with. The same on every computer: the zone
that it is set to is never asked."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def millis(at: str) -> int | None:
    """Milliseconds since 1970 of an ISO 8601 text; without a zone it is UTC; None for what is no time."""
    try:
        found = datetime.fromisoformat(at) if at else None
        return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp() * 1000) if found else None
    except (ValueError, OverflowError):
        return None


def day_in(at_ms: int, tz: str) -> str:
    """The day (YYYY-MM-DD) of a moment in a time zone; in UTC where nobody knows the zone."""
    moment = datetime.fromtimestamp(at_ms / 1000, UTC)
    try:
        return moment.astimezone(ZoneInfo(tz)).date().isoformat()
    except (OSError, ValueError, KeyError):  # an unknown zone is one of these, by platform and name
        return moment.date().isoformat()
