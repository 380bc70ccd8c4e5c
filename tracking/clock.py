"""The service's only caller of now() and of fresh randomness; everything else gets times and secrets passed in."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Protocol

FORM = "%Y-%m-%dT%H:%M:%S.%fZ"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clock(Protocol):
    """Tells the time as UTC text with microseconds."""

    def now(self) -> str: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> str:
        return datetime.now(UTC).strftime(FORM)


def moment(text: str) -> datetime:
    """The time that a text names; raises ValueError on another form."""
    return datetime.strptime(text, FORM).replace(tzinfo=UTC)


def later(text: str, **span: int) -> str:
    """A time moved by days, hours or minutes, as text."""
    return (moment(text) + timedelta(**span)).strftime(FORM)


def new_token(size: int) -> str:
    """`size` random bytes, safe in an address: 32 for a caller's token, 16 for a public link."""
    return secrets.token_urlsafe(size)


def new_code() -> str:
    """A one-time code to type: 12 characters in three groups (60 bits), without letters that look alike."""
    letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))
