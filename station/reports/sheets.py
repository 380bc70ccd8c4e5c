"""The report's figures as a table of rows, for CSV and XLSX. Texts are only ever texts there, never formulas."""

import io
from collections.abc import Iterator, Mapping

from station.reports import csv_text
from station.reports.consistency import ENOUGH, Agreement, Drift
from station.reports.say import TABLES, Voice, agreement_lines, drift_words, when, why
from station.reports.values import Figures

Row = tuple[str, str, str, int | str]
"""Section, name, what (unit, grade or currency), count or text; money in minor units."""


def rows(figures: Figures, voice: Voice) -> Iterator[Row]:
    """Every figure of the day, one a row, in the order of the pages."""
    say = voice.say
    yield say("report.title"), say("report.when"), figures.tz, voice.day(figures.day)
    for name, count in figures.counts.items():
        yield say("report.details"), say(f"report.count.{name}"), "", count
    for route, grades in figures.grid.items():
        for grade, count in grades.items():
            yield say("report.routes"), voice.word("route", route), voice.word("grade", grade), count
        for currency, minor in figures.value_by_route.get(route, {}).items():
            yield say("report.value"), voice.word("route", route), currency, minor
    yield from _tables(figures, voice)
    if figures.agreement:
        yield from _agreement(figures.agreement, voice)
    for drift in figures.drifts:
        yield _drift(drift, voice)
    for need in figures.needs:
        named = f"{need.name} {need.title}".strip()
        yield say(f"report.kind.{need.kind}"), named, why(voice, need), when(voice, need, figures)


def _tables(figures: Figures, voice: Voice) -> Iterator[Row]:
    say = voice.say
    for currency, minor in figures.value_in.items():
        yield say("report.value"), say("report.total"), currency, minor
    for hour in figures.hours:
        for name in ("received", "closed", "graded"):
            yield say("report.hours"), f"{hour.at:02d}", say(f"report.count.{name}"), getattr(hour, name)
    for name in TABLES:
        for one, count in figures.tables.get(name, {}).items():
            yield say(f"report.by.{name}"), voice.named(name, one), "", count
    for prefix, table in {"age": figures.waiting, "due": figures.holds}.items():
        for name, count in table.items():
            yield say("report.by.backlog"), say(f"report.{prefix}.{name}"), "", count


def _agreement(found: Agreement, voice: Voice) -> Iterator[Row]:
    """In words, then each pair of grades."""
    title = voice.say("report.agreement")
    for line in agreement_lines(found, voice):
        yield title, line, "", found.pairs
    for (first, second), count in found.table.items():
        pair = {"first": voice.word("grade", first), "second": voice.word("grade", second)}
        yield title, voice.say("report.agreement.pair", **pair), "", count


def _drift(drift: Drift, voice: Voice) -> Row:
    """A share with the points against the others, or why there are none."""
    share = voice.percent(drift.count / drift.of if drift.of else 0)
    gap = drift_words(drift, voice) if drift.gap else voice.say("report.drift.few", least=voice.number(ENOUGH))
    where = f"{voice.word('operator', drift.operator)} · {voice.word('grade', drift.grade)}"
    return voice.say("report.drift"), where, f"{share} · {gap}", drift.count


def report_csv(figures: Figures, lang: str, names: Mapping[str, str] | None = None, *, raw: bool = False) -> bytes:
    """UTF-8 with byte order mark; `raw` leaves out the guard against formulas."""
    return csv_text.table(rows(figures, Voice(lang, figures.tz, names or {})), raw=raw)


def report_xlsx(figures: Figures, lang: str, names: Mapping[str, str] | None = None) -> bytes:
    """One sheet; strings are written as strings, whatever they begin with."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, options)
    book.set_properties({"created": None, "title": figures.day})
    sheet = book.add_worksheet(figures.day)
    for at, width in enumerate((34, 40, 26, 22)):
        sheet.set_column(at, at, width)
    for n, row in enumerate(rows(figures, Voice(lang, figures.tz, names or {}))):
        for at, cell in enumerate(row):
            (sheet.write_number if isinstance(cell, int) else sheet.write_string)(n, at, cell)
    book.close()
    return out.getvalue()
