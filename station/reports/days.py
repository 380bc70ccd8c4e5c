"""Which day a moment belongs to at a site: its time zone and its cut-off hour. Pure; asks no clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FORM = "%Y-%m-%dT%H:%M:%S.%fZ"


def bounds(day: date, tz: str, cutoff: int = 0) -> tuple[str, str]:
    """First moment of the site's day and of the next, UTC text; a day begins at the cut-off hour and may have 23 or
    25."""
    return _start(day, tz, cutoff), _start(day + timedelta(days=1), tz, cutoff)


def _start(day: date, tz: str, cutoff: int) -> str:
    there = datetime.combine(day, time(cutoff), ZoneInfo(tz))
    return there.astimezone(UTC).strftime(FORM)


def local(at: str, tz: str) -> datetime:
    """A fact's time at the site."""
    return datetime.strptime(at, FORM).replace(tzinfo=UTC).astimezone(ZoneInfo(tz))


def day_of(at: str, tz: str, cutoff: int = 0) -> date:
    """The site's day of a moment: before the cut-off hour it is still the day before."""
    there = local(at, tz)
    return there.date() - timedelta(days=1 if there.hour < cutoff else 0)


def hour_after(start: str, n: int, tz: str) -> int:
    """What the site's clock shows (0-23) n hours after a moment; right on days that change the clock, too."""
    moment = datetime.strptime(start, FORM).replace(tzinfo=UTC) + timedelta(hours=n)
    return moment.astimezone(ZoneInfo(tz)).hour


def hours_between(start: str, end: str) -> int:
    """Whole hours from one moment to another, UTC texts; 0 where one is missing or the second is earlier."""
    if not start or not end or end < start:
        return 0
    return (datetime.strptime(end, FORM) - datetime.strptime(start, FORM)) // timedelta(hours=1)  # noqa: DTZ007  # both UTC
