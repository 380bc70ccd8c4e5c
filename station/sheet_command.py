"""What `print-sheet` does: gathers what the sheet is about, draws it, writes it. Sending it to a printer, where that is
asked for, is sheet_printing.py's matter."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from station import people, sheets, texts
from station.clock import SystemClock
from station.config import Config
from station.reports.days import local
from station.store.reference import ReferenceStore

if TYPE_CHECKING:
    from station.labels.values import LabelValues

EXAMPLE_CONTAINER, EXAMPLE_SERIAL = "T-0042", 42
"""What a container's label is previewed with."""
OFFICE_DPI = 300
"""Of a return label as PDF: office printers have more, and draw these dots exactly."""
RETURNS = ("return-a4", "return-4x6in")
"""Layouts of return labels."""


class Nothing(Exception):
    """There is nothing to draw; the message says what to do."""


def bins(lang: str, journal: Path) -> tuple[bytes, tuple[str, ...]]:
    """The PDF of the places' codes, and a sentence for each place that is not on it. Raises Nothing."""
    places = tuple(one for one in sheets.all_of(journal, "location") if one.kind != "tote")
    if not places:
        raise Nothing("This station knows no places yet. Bring them in: returns-station import locations FILE")
    unfit = sheets.unfit(places)
    left_out = tuple(texts.say(lang, key, cell=code) for code, key in unfit.items())
    fit = tuple(one for one in places if one.code not in unfit)
    if not fit:
        raise Nothing("; ".join(left_out) + ".")
    return sheets.bin_sheet(lang, fit), left_out


def badges(config: Config, journal: Path, lang: str, numbers: tuple[str, ...], out: Path) -> int:
    """New badges for these operators (by id or name): the sheet first, then their new hashes; gives how many. Raises
    Nothing for a name that is no operator's."""
    known = [one for one in sheets.all_of(journal, "operator") if one.active]
    chosen = tuple(one for one in known if one.id in numbers or one.name in numbers)
    missing = [name for name in numbers if not any(name in (one.id, one.name) for one in chosen)]
    if missing or not chosen:
        names = ", ".join(one.name for one in known) or "nobody yet"
        raise Nothing(f"No operator {', '.join(missing) or 'was named'}; name some with --operator. There are: {names}")
    made = sheets.new_badges(chosen, SystemClock())
    out.write_bytes(people.sheet(made, lang, config.name))
    reference = ReferenceStore(journal)
    try:
        reference.put([badge.operator for badge in made])
    finally:
        reference.close()
    return len(made)


def preview(layout: str, lang: str, dpi: int, config: Config) -> bytes:
    """PNG of a layout with invented contents; a container's number is made as this site makes it. Raises what loading
    refuses, and Nothing for what cannot be drawn so."""
    from station.labels import logistics
    from station.labels import preview as drawn
    from station.labels.examples import example
    from station.labels.layout import load
    from station.labels.values import LabelRefused

    values = example(layout, lang)
    if layout.startswith("container"):
        numbered = logistics.number(EXAMPLE_CONTAINER, config.gs1_prefix, EXAMPLE_SERIAL)
        values = numbered.put(values, texts.say(lang, numbered.kind))
    try:
        return drawn.preview(load(layout, config.home), values, dpi)
    except LabelRefused as refused:
        raise Nothing(f"{refused}.") from refused


def return_label(config: Config, journal: Path, lang: str, code: str, layout: str) -> bytes:
    """The PDF of a customer's return label; for paper of its own where no layout is named. Raises Nothing."""
    from station.labels import pdf
    from station.labels.layout import load
    from station.labels.make import make
    from station.labels.values import LabelRefused

    layout = layout or RETURNS[0]
    values = return_values(config, journal, lang, code, layout)
    try:
        return pdf.encode(make(values, load(layout, config.home), OFFICE_DPI).dots, "return-label", dpi=OFFICE_DPI)
    except LabelRefused as refused:
        raise Nothing(texts.say(lang, refused.key, **refused.given)) from refused


def return_values(config: Config, journal: Path, lang: str, code: str, layout: str) -> "LabelValues":
    """What stands on a customer's return label. Raises Nothing."""
    from station.paperwork import Lacking, return_label

    if layout not in RETURNS:
        raise Nothing(f"{layout} is no layout of return labels; there are: {', '.join(RETURNS)}.")
    try:
        return return_label(config, journal, lang, code, today(config), layout)
    except Lacking as lacking:
        raise Nothing(str(lacking)) from lacking


def packing_list(config: Config, journal: Path, lang: str, code: str, to: str = "", reference: str = "") -> bytes:
    """The PDF of what goes back to a vendor in this container. Raises Nothing."""
    from station.labels.values import LabelRefused
    from station.paperwork import Lacking, Letter, packing_list

    try:
        return packing_list(config, journal, lang, code, today(config), Letter(to, reference))
    except LabelRefused as refused:
        raise Nothing(texts.say(lang, refused.key, **refused.given)) from refused
    except Lacking as lacking:
        raise Nothing(str(lacking)) from lacking


def today(config: Config) -> date:
    """The site's day."""
    return local(SystemClock().now(), config.tz).date()
