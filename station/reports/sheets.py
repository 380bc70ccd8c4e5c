"""The report's figures as a table of rows, for CSV and XLSX. Texts are only ever texts there, never formulas."""

import io
from collections.abc import Iterator, Mapping

from station.reports import csv_text
from station.reports.say import Voice, when, why
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
    for group, kind in {"reason": "why", "merchant": "merchant", "carrier": "carrier", "operator": "operator"}.items():
        for name, count in figures.tables[group].items():
            yield say(f"report.by.{group}"), voice.word(kind, name), "", count
    for prefix, table in {"age": figures.waiting, "due": figures.holds}.items():
        for name, count in table.items():
            yield say("report.by.backlog"), say(f"report.{prefix}.{name}"), "", count


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
