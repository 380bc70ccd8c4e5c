"""Figures in words: names, numbers, times and money of a report in one language. What has no word is shown as it
stands."""

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from station import texts
from station.reports.agreement import Estimate
from station.reports.consistency import ENOUGH, Agreement, Drift
from station.reports.days import hours_between, local
from station.reports.values import Figures, Money, Need

TABLES = {
    "reason": "why", "merchant": "merchant", "carrier": "carrier", "operator": "operator", "override_rule": "why",
    "override_operator": "operator", "override_reason": "why", "signal": "signal", "care": "care",
}  # fmt: skip
"""The figures' tables in the order of the pages, and which words their names are."""


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

    def percent(self, share: float) -> str:
        """A share in whole per cent, as the language writes it."""
        from babel.numbers import format_percent

        return format_percent(round(share, 2), locale=self.lang)

    def hundredths(self, value: float) -> str:
        """A figure with two decimals, as the language writes it."""
        from decimal import Decimal

        return texts.number(self.lang, Decimal(round(value * 100)) / 100)

    def money(self, amounts: Money) -> str:
        said = (texts.money(self.lang, minor, currency) for currency, minor in sorted(amounts.items()))
        return " + ".join(said) or "·"

    def named(self, table: str, name: str) -> str:
        """A name of one of the figures' tables in words."""
        if table == "care":
            task, _, result = name.partition(" ")
            return f"{self.word('report.care', task)}: {self.word('report.care', result)}"
        return self.word(TABLES.get(table, table), name)

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


def agreement_lines(found: Agreement, voice: Voice) -> list[str]:
    """How alike two people grade, in sentences: the share, then kappa, or why there is none."""
    if not found.pairs:
        return [voice.say("report.agreement.none")]
    low, high = voice.percent(found.agreed.low), voice.percent(found.agreed.high)
    counts = {"same": voice.number(found.same), "pairs": voice.number(found.pairs)}
    lines = [voice.say("report.agreement.same", **counts, share=voice.percent(found.agreed.value), low=low, high=high)]
    if not found.enough:
        return [*lines, voice.say("report.agreement.few", least=voice.number(ENOUGH))]
    if found.kappa is None:
        return [*lines, voice.say("report.agreement.undefined")]
    lines.append(_kappa("report.agreement.kappa", found.kappa, voice))
    return [*lines, _kappa("report.agreement.weighted", found.weighted, voice)] if found.weighted else lines


def _kappa(key: str, found: Estimate, voice: Voice) -> str:
    figures = {"value": found.value, "low": found.low, "high": found.high}
    return voice.say(key, **{name: voice.hundredths(value) for name, value in figures.items()})


def drift_words(drift: Drift, voice: Voice) -> str:
    """The points against the others with their interval: `+12 (+3 … +21)`; empty where none is told."""
    gap = drift.gap
    return f"{_points(gap.value)} ({_points(gap.low)} … {_points(gap.high)})" if gap else ""


def drift_line(drift: Drift, voice: Voice) -> str:
    """One difference in a sentence: who, which grade, both shares, the points between them."""
    others = drift.others / drift.of_others if drift.of_others else 0.0
    return voice.say(
        "report.drift.line", operator=voice.word("operator", drift.operator), grade=voice.word("grade", drift.grade),
        own=voice.percent(drift.count / drift.of if drift.of else 0), others=voice.percent(others),
        points=drift_words(drift, voice),
    )  # fmt: skip


def _points(share: float) -> str:
    return f"{round(share * 100):+d}".replace("-", "−")
