"""Reading an XLSX file row by row (openpyxl, read-only). The only importer of openpyxl."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from station.intake.refusals import FileRefused


@contextmanager
def sheet_rows(path: Path, name: str) -> Iterator[Iterator[list[str] | None]]:
    """The rows of the named sheet (or the first), each cell as text; raises FileRefused."""
    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")  # what openpyxl leaves out (styles, validation) is not data
        book = _open(file, path.name)
        try:
            sheets = {sheet.title: sheet for sheet in book.worksheets}
            chosen = sheets.get(name) if name else next(iter(sheets.values()), None)
            if chosen is None:
                raise FileRefused("import.file.sheet", sheet=name, sheets=", ".join(sheets))
            chosen.reset_dimensions()  # the size that a file states is often wrong
            yield _rows(chosen)
        finally:
            book.close()


def _open(file: BinaryIO, name: str) -> Any:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        # Opened as a stream: openpyxl judges a path by its ending, we by what is inside.
        return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, ParseError) as fault:
        raise FileRefused("import.file.format", file=name) from fault


def _rows(sheet: Any) -> Iterator[list[str] | None]:
    for cells in _whole([_shown(cell) for cell in row] for row in sheet.iter_rows()):
        while cells and not cells[-1]:
            cells.pop()  # a sheet's rows are as long as its widest formatted one
        yield cells


def _whole(rows: Iterator[Any]) -> Iterator[Any]:
    """The rows; where strings or formats are missing that a cell names, the file is damaged."""
    try:
        yield from rows
    except (KeyError, ValueError, IndexError) as fault:
        raise BadZipFile(str(fault)) from fault


def _shown(cell: Any) -> str:
    """The cell's text; a whole number with the zeros that its format puts in front, for they belong to a code."""
    value = cell.value
    text = cell_text(value)
    if isinstance(value, str) or not text.isdecimal():
        return text
    return text.zfill(len(cell.number_format)) if not cell.number_format.strip("0") else text


def cell_text(value: object) -> str:
    """A cell as the text that a CSV file would hold: whole numbers without a point, dates in ISO form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(round(value, 9))
    if isinstance(value, datetime):
        return value.replace(microsecond=0).isoformat(" ")
    return value.isoformat() if isinstance(value, (date, time)) else str(value)
