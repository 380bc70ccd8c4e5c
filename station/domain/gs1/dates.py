"""Six digits -> a day, after the GS1 General Specifications: the century is the one that lies nearest (7.12), day 00
is the last of its month."""

from calendar import monthrange


def year_of(text: str, now: int) -> int:
    """The year that YYMMDD means: from 49 years ago to 50 years ahead."""
    year = now - now % 100 + int(text[:2])
    away = year - now
    return year - 100 if away >= 51 else year + 100 if away <= -50 else year


def day_of(text: str, now: int) -> str:
    """YYMMDD as ISO 8601; "" for what is no day."""
    if not (len(text) == 6 and text.isascii() and text.isdigit()):
        return ""
    year, month, day = year_of(text, now), int(text[2:4]), int(text[4:])
    if not 1 <= month <= 12:
        return ""
    last = monthrange(year, month)[1]
    return f"{year}-{month:02}-{day or last:02}" if day <= last else ""
