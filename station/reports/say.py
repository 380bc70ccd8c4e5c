"""Figures in words: names, numbers, times and money of a report in one language. What has no word is shown as it
stands."""

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from station import texts
from station.reports.days import hours_between, local
from station.reports.values import Figures, Money, Need


class Voice(Struct, frozen=True):
    """A language, a time zone, and the names of merchants and operators by id."""

    lang: str
    tz: str
    names: Mapping[str, str] = {}

    def say(self, key: str, /, **args: object) -> str:
        return texts.say(self.lang, key, **args)

    def word(self, group: str, name: str) -> str:
        """The word of an enumeration, else the name itself; an empty one is a dash."""
        key = f"{group}.{name}"
        return (
            "–" if not name else texts.say(self.lang, key) if texts.has(self.lang, key) else self.names.get(name, name)
        )

    def number(self, value: int) -> str:
        return texts.number(self.lang, value)

    def dash(self, value: int) -> str:
        """A number of a table; nothing is a dot, so that what is there stands out."""
        return texts.number(self.lang, value) if value else "·"

    def tenths(self, value: int) -> str:
        whole, rest = divmod(value, 10)
        from decimal import Decimal

        return texts.number(self.lang, Decimal(value) / 10) if rest else texts.number(self.lang, whole)

    def money(self, amounts: Money) -> str:
        said = (texts.money(self.lang, minor, currency) for currency, minor in sorted(amounts.items()))
        return " + ".join(said) or "·"

    def day(self, iso: str) -> str:
        return texts.date(self.lang, date.fromisoformat(iso), "long")

    def moment(self, at: str) -> str:
        return texts.moment(self.lang, local(at, self.tz), "short") if at else "–"

    def clock(self, at: str) -> str:
        return texts.clock(self.lang, local(at, self.tz)) if at else "–"

    def carrier(self, name: str) -> str:
        return self.word("carrier", name)


def total(amounts: Iterable[Money]) -> Money:
    """Amounts added up by currency."""
    summed: Money = {}
    for one in amounts:
        for currency, minor in one.items():
            summed[currency] = summed.get(currency, 0) + minor
    return summed


def why(voice: Voice, need: Need) -> str:
    """Why a thing waits, in one line."""
    if need.kind == "missing":
        return texts.say_n(voice.lang, "report.need.missing_pieces", need.count)
    group = {"hold": "report.hold", "label": "report.verdict"}.get(need.kind, "report.exception")
    said = voice.word(group, need.why)
    return f"{said} → {voice.word('report.decider', need.decider)}" if need.decider else said


def when(voice: Voice, need: Need, figures: Figures) -> str:
    """Since when it waits, or until when it must be decided."""
    if need.kind == "hold" and need.due:
        late = hours_between(need.due, figures.as_of)
        key = "report.need.overdue" if need.due < figures.as_of else "report.need.due"
        return voice.say(key, at=voice.moment(need.due), hours=voice.number(late))
    return voice.moment(need.since)


def headline(voice: Voice, figures: Figures, name: str) -> tuple[str, str]:
    """The two lines of comparison under a headline number."""
    before = voice.number(figures.yesterday[name]) if figures.yesterday else "–"
    mean = voice.tenths(figures.mean[name]) if figures.mean else "–"
    return voice.say("report.yesterday", count=before), voice.say("report.mean", count=mean)


def change(figures: Figures, name: str) -> str:
    """How far today is from the mean, in whole percent; empty where there is no mean."""
    mean = figures.mean[name] if figures.mean else 0
    percent = round((figures.counts[name] * 10 - mean) * 100 / mean) if mean else 0
    return f"{percent:+d} %" if mean else ""
