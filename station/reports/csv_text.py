"""Cells and files of comma separated values that a spreadsheet may open without running them."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

DANGEROUS = "=+-@\t\r"
"""What a spreadsheet takes for the start of a formula (OWASP, CSV injection)."""

_line = r"(?:\A|(?<=[\r\n]))"
_formula = rf"'*[^\S\r\n]*[{re.escape(DANGEROUS)}]"
_start = re.compile(rf"{_line}(?={_formula})")
_guarded = re.compile(rf"{_line}'(?={_formula})")
_number = re.compile(r"[+-]?\d+([.,]\d+)?")


def safe(cell: str) -> str:
    """A cell that no spreadsheet runs: every line that would begin a formula gets a leading apostrophe. A plain
    number keeps its sign as it is."""
    return cell if _number.fullmatch(cell) else _start.sub("'", cell)


def plain(cell: str) -> str:
    """The cell before safe()."""
    return _guarded.sub("", cell)


def table(rows: Iterable[Sequence[str | int]], *, raw: bool = False) -> bytes:
    """UTF-8 with byte order mark (spreadsheets ask for it); `raw` leaves the cells as they are."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([cell if raw or isinstance(cell, int) else safe(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")
