"""From keys to finished words in one language. Holds no text of its own: those lie in the catalogue."""

from datetime import UTC, datetime

from station import texts
from station.domain.notices import Text

SHORT = {"en": "EN", "zh_CN": "简体中文", "zh_TW": "繁體中文", "es": "ES"}

DOT = " • "


class Words:
    """The catalogue in one language. An unknown key comes back as the key itself, so nothing is ever hidden."""

    def __init__(self, lang: str) -> None:
        self.lang = texts.nearest(lang)

    def say(self, key: str, /, **args: str | int) -> str:
        """The words of a key."""
        return texts.say(self.lang, key, **{name: self._argument(value) for name, value in args.items()})

    def text(self, text: Text | None) -> str:
        """The words of a Text, its arguments put into words first; "" for None."""
        return self.say(text.key, **text.args) if text else ""

    def hint(self, text: Text | None) -> str:
        """Like text; but not every question and answer has a hint, so a `….hint` without words is no hint."""
        missing = text is not None and text.key.endswith(".hint") and not texts.has(self.lang, text.key)
        return "" if missing else self.text(text)

    def known(self, key: str, other: str) -> str:
        """The words of a key, or `other` where the catalogue has none (open enumerations)."""
        return texts.say(self.lang, key) if texts.has(self.lang, key) else other

    def sentences(self, parts: list[str]) -> str:
        """Sentences one after the other, with the blank that this language sets between them."""
        return ("" if self.lang.startswith("zh") else " ").join(part for part in parts if part)

    def field(self, value: str) -> str:
        """A label's field: finished words, or a `@key`."""
        return str(self._argument(value))

    def _argument(self, value: str | int) -> str | int:
        """`@key` is a key; `@one,@two` is a list of keys."""
        if not isinstance(value, str) or not value.startswith("@"):
            return value
        parts = [part.strip() for part in value.split(",")]
        comma = "、" if self.lang.startswith("zh") else ", "
        return comma.join(self._key(part) for part in parts)

    def _key(self, part: str) -> str:
        """A key without words is shown by its last part (open enumerations)."""
        return self.known(part[1:], part.rpartition(".")[2]) if part.startswith("@") else part


def moment(at: str) -> datetime | None:
    """A UTC text of the journal as a moment; None where it is empty or no time."""
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def day_words(at: str, now: datetime, words: Words) -> str:
    """The day of a UTC text in now's time zone; the text itself where it is no time."""
    found = moment(at)
    return texts.date(words.lang, found.astimezone(now.tzinfo)) if found else at


def clock_words(now: datetime) -> str:
    """The wall clock's hour and minute."""
    return f"{now:%H:%M}"


def when_words(at: str, now: datetime, words: Words) -> str:
    """`today 10:39`, `yesterday 16:02` or the date, as seen in now's time zone."""
    found = moment(at)
    if found is None:
        return at
    local = found.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    if days in (0, 1):
        return words.say("ui.today_at" if days == 0 else "ui.yesterday_at", time=clock_words(local))
    return words.say("ui.date_at", date=texts.date(words.lang, local), time=clock_words(local))


def age_words(at: str, now: datetime, words: Words) -> str:
    """How long ago, in one rounded-down figure: 38 min, 5 h, 3 d."""
    found = moment(at)
    minutes = max(0, int((now - found).total_seconds() // 60)) if found else 0
    if minutes < 60:
        return words.say("ui.age.minutes", n=minutes)
    if minutes < 48 * 60:
        return words.say("ui.age.hours", n=minutes // 60)
    return words.say("ui.age.days", n=minutes // (24 * 60))


def tracking_tail(carrier: str, tracking: str) -> str:
    """`UPS · · · 6784`: what a person compares with the box; short numbers are shown whole."""
    shown = f"· · · {tracking[-4:]}" if len(tracking) > 8 else tracking
    return " ".join(part for part in (carrier, shown) if part)


def lpn_words(lpn: str) -> str:
    """A licence plate in groups of four, as it stands on the label."""
    return " ".join(lpn[at : at + 4] for at in range(0, len(lpn), 4))
