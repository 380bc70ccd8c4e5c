"""The report as paper and as a table: what stands there, in every language, the same bytes every time."""

import csv
import io
import re
import zipfile
from typing import Any

import pypdfium2
import pytest
from msgspec.structs import replace

from station import texts
from station.domain.facts import Ref
from station.reports import chart, csv_text, pdf
from station.reports.agreement import Estimate
from station.reports.consistency import Agreement, Drift
from station.reports.figures import Records, figures
from station.reports.pdf import report_pdf
from station.reports.sheets import report_csv, report_xlsx
from station.reports.values import Figures, Need
from tests.reports.samples import TZ, Teller, busy_day, unit, when

NAMES = {"northwind": "Northwind Shoes", "operator-7": "Operator 7"}


def busy() -> Figures:
    teller = busy_day()
    return figures(teller.facts, teller.records(), when("2026-11-20T16:30:00.000000Z"))


def pages(made: bytes) -> list[str]:
    """The text of each page."""
    document: Any = pypdfium2.PdfDocument(made)
    try:
        assert all(round(side) in (595, 842) for page in document for side in page.get_size())
        return [_text(page) for page in document]
    finally:
        document.close()


def _text(page: Any) -> str:
    found = page.get_textpage()
    try:
        return str(found.get_text_bounded())
    finally:
        found.close()
        page.close()


@pytest.mark.parametrize("lang", texts.languages())
def test_the_first_page_tells_a_supervisor_what_to_do(lang: str) -> None:
    found = busy()
    first, *rest = pages(report_pdf(found, lang, "Bench R7", "station", NAMES))
    for key in ("report.title", "report.routes", "report.hours", "route.restock", "report.total", "report.kind.hold"):
        assert texts.say(lang, key) in first, key
    assert texts.say(lang, "report.needs", count=texts.number(lang, len(found.needs))) in first
    assert texts.money(lang, found.value_in["EUR"], "EUR").replace("\xa0", " ") in first.replace("\xa0", " ")
    assert "7KQ2M9XB0012" in first
    assert re.search(rf"\b{found.counts['received']}\b", first)
    assert rest
    assert not re.search(r"report\.|\{|□", first + "".join(rest))


def test_the_same_figures_give_the_same_bytes() -> None:
    assert report_pdf(busy(), "zh_CN", "七号台") == report_pdf(busy(), "zh_CN", "七号台")


def test_the_site_and_a_day_without_work() -> None:
    nothing = figures([], Records({}, {}, {}), when())
    (first, _) = pages(report_pdf(nothing, "en", "Bench R7", "site"))
    assert "All stations of the site" in first
    assert "Nothing. All holds are decided" in first


def test_a_bad_day_goes_on_over_pages_and_hides_no_kind_of_need() -> None:
    many = [
        Need("hold", f"u{n}", f"7KQ{n:09d}", "SKU-1 " + "long title " * 30, "serial", "merchant") for n in range(400)
    ]
    found = replace(
        busy(), needs=(*many, Need("label", "u-x", "THELABEL", why="UNKNOWN", since="2026-11-20T10:00:00.000000Z"))
    )
    told = pages(report_pdf(found, "en", "Bench R7"))
    assert "THELABEL" in told[0]
    assert len(told) > 8
    assert f"{len(told)} / {len(told)}" in told[-1]
    assert "101 others" in told[-1]


def test_words_that_nobody_knows_are_shown_as_they_stand() -> None:
    teller = Teller()
    teller.tell("08:00", "unit.found", "unit/u", merchant="<b>&x", quantity=1)
    teller.tell("08:00", "unit.graded", "unit/u", merchant="<b>&x", grade="platinum")
    teller.tell("08:00", "unit.routed", "unit/u", route="to_the_moon", reasons=["be\x00cause"])
    teller.tell("08:00", "exception.raised", "unit/u", type="sideways")
    assert teller.facts[0].about == (Ref("unit", "u"),)
    told = "".join(pages(report_pdf(figures(teller.facts, teller.records(), when()), "en", "Bench مرحبا")))
    for word in ("<b>&x", "platinum", "to_the_moon", "sideways"):
        assert word in told


@pytest.mark.parametrize("lang", texts.languages())
@pytest.mark.parametrize("reason", ["danger", "signal", "care_failed", "second_look", "serial", "ask_merchant"])
def test_every_reason_to_hold_that_the_bench_gives_has_words(lang: str, reason: str) -> None:
    teller = Teller()
    teller.tell("08:00", "unit.found", "unit/u", merchant="northwind", quantity=1)
    teller.tell("08:00", "hold.placed", "unit/u", merchant="northwind", reason=reason, decider="supervisor")
    assert texts.say("en", f"hold.{reason}") != f"hold.{reason}"
    first = pages(report_pdf(figures(teller.facts, teller.records(), when()), lang, "Bench R7"))[0]
    assert texts.say(lang, f"report.hold.{reason}") in first


@pytest.mark.parametrize("lang", texts.languages())
def test_no_heading_of_a_table_is_cut(lang: str) -> None:
    drifts = tuple(Drift("7", grade, 40, 240, 10, 60) for grade in pdf.GRADES)
    alike = Agreement(0, 0, Estimate(0, 0, 0), {})
    told = pages(report_pdf(replace(busy(), agreement=alike, drifts=drifts), lang, "Bench R7", "station", NAMES))
    last = next(page for page in told if texts.say(lang, "report.drift") in page)
    for grade in pdf.GRADES:
        assert texts.say(lang, f"grade.{grade}") in told[0], grade
        assert texts.say(lang, f"grade.{grade}") in last, grade
    assert texts.say(lang, "report.drift.graded") in last


@pytest.mark.parametrize("lang", texts.languages())
def test_no_reason_or_signal_is_cut(lang: str) -> None:
    reasons = ("wrong_item", "unsafe", "vendor", "worn")
    signals = ("serial_not_shipped", "returned_twice", "photo_missing")
    tables = {"reason": dict.fromkeys(reasons, 1), "signal": dict.fromkeys(signals, 1)}
    found = replace(busy(), tables={**busy().tables, **tables})
    told = pages(report_pdf(found, lang, "Bench R7", "station", NAMES))
    page = next(page for page in told if texts.say(lang, "report.details") in page)
    assert "…" not in page
    assert texts.say(lang, "why.unsafe").split()[-1] in page


def test_the_first_of_each_kind_in_turn() -> None:
    needs = [*(Need("hold", f"h{n}", "") for n in range(5)), Need("label", "l", ""), Need("missing", "m", "")]
    assert [need.id for need in pdf.chosen(needs, 4)] == ["h0", "h1", "l", "m"]


@pytest.mark.parametrize(("most", "top"), [(0, 4), (3, 4), (5, 8), (9, 20), (21, 40), (41, 80), (81, 200), (900, 2000)])
def test_the_axis_ends_above_the_highest_bar(most: int, top: int) -> None:
    assert chart.ceiling(most) == top


def test_a_cell_never_begins_a_formula() -> None:
    evil = ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u00a0=1", "fine\n=1", "x\r\n@y"]
    for cell in evil:
        kept = csv_text.safe(cell)
        assert not re.search(r"(?:\A|[\r\n])[^\S\r\n]*[=+\-@]", kept), cell
        assert csv_text.plain(kept) == cell
    for cell in ("-5", "+3.20", "plain", "a=b", "'quoted", "'=1", "''=1", ""):
        assert csv_text.plain(csv_text.safe(cell)) == cell
    assert csv_text.safe("-5") == "-5"


def evil_figures() -> Figures:
    found = busy()
    return replace(
        found, tables={**found.tables, "merchant": {'=HYPERLINK("x")': 1}}, needs=(Need("hold", "u", "@SUM(1)"),)
    )


def test_the_csv_holds_every_figure_and_no_formula() -> None:
    made = report_csv(evil_figures(), "es")
    assert made.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))
    assert ["Detalles", "Recibidos", "", "150"] in rows
    assert any(row[1] == '\'=HYPERLINK("x")' for row in rows)
    assert any(row[1] == "'@SUM(1)" for row in rows)
    assert any(
        "=HYPERLINK" in line and "'=" not in line
        for line in report_csv(evil_figures(), "es", raw=True).decode().splitlines()
    )


def test_the_spreadsheet_holds_texts_as_texts() -> None:
    with zipfile.ZipFile(io.BytesIO(report_xlsx(evil_figures(), "en"))) as archive:
        everything = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
    assert "=HYPERLINK" in everything
    assert "<f>" not in everything
    assert "hyperlink" not in everything.replace("=HYPERLINK", "")


def test_the_zone_of_the_samples_is_the_reports() -> None:
    assert busy().tz == TZ


@pytest.mark.parametrize("quantity", [999, 1_234, 12_345, 1_234_567])
def test_no_number_of_the_first_page_is_ever_cut(quantity: int) -> None:
    teller = Teller()
    unit(teller, "u", "10:00", "A", "restock", teller.product("p", 1000), quantity=quantity)
    found = figures(teller.facts, teller.records(), when("2026-11-20T16:30:00.000000Z"))
    first = pages(report_pdf(found, "en", "R7", "station", {}))[0]
    assert "…" not in first
    assert f"{quantity:,}" in first
