"""Recovery tables as TOML text, read and written: one row per category and channel, one column per grade; and a row per
channel whose fees are known."""

from collections.abc import Iterator
from hashlib import sha256

from msgspec.json import encode

from station.domain.recovery import CONDITIONS, Key, Recovery, Table
from station.domain.toml_rows import Row, read_rows, shown, unique

MOST = 2000
"""Permille: nothing is believed to bring more than twice its value."""
LONGEST = 3650
"""Days."""


def read_recovery(text: str, file: str) -> Table:
    """A text `name`, rows `[[row]]` (see `recovery_rows`) and `[[fee]]` (channel, permille). Raises PolicyFault."""
    top = read_rows(text, file)
    top.only(("name", "row", "fee"))
    rows, fees = recovery_rows(top.rows("row")), _fees(top.rows("fee"))
    return Table(top.text("name", file), sha256(text.encode()).hexdigest(), rows, fees)


def _fees(rows: list[Row]) -> dict[str, int]:
    for row in rows:
        row.only(("channel", "permille"))
    found = {row.word("channel"): row.number("permille", None, 1000) for row in rows}
    unique(rows, "channel", lambda row: str(row.data["channel"]))
    return found


def recovery_rows(rows: list[Row]) -> dict[Key, Recovery]:
    """Each row: category ("" or left out = the whole; any writing of it is meant), channel, and for each grade
    [permille, days]. Raises PolicyFault."""
    found: dict[Key, Recovery] = {}
    for row in rows:
        row.only(("category", "channel", *CONDITIONS))
        category, channel = row.data.get("category", ""), row.word("channel")
        category = category if category == "" else row.text("category").casefold()
        for grade in CONDITIONS:
            if grade in row:
                if (category, grade, channel) in found:
                    raise row.fault(grade, f"{category or 'the whole'}, {channel} is already there", "each once")
                found[category, grade, channel] = _cell(row, grade)
    return found


def _cell(row: Row, grade: str) -> Recovery:
    value = row.data[grade]
    good = isinstance(value, list) and len(value) == 2 and all(type(n) is int for n in value)
    if not good or not 0 <= value[0] <= MOST or not 0 <= value[1] <= LONGEST:
        allowed = f"[permille 0 to {MOST}, days 0 to {LONGEST}]"
        raise row.fault(grade, f"{shown(value)} does not fit", allowed)
    return Recovery(*value)


def write_recovery(table: Table, heading: str = "row") -> str:
    """The text of a table: `read_recovery` gives the same rows back (and its name, which stands in the
    text unless the rows are written for a policy: heading "recovery")."""
    named = [f"name = {_quoted(table.name)}"] if heading == "row" else []
    return "\n".join([*named, *_lines(table, heading)]) + "\n"


def _quoted(text: str) -> str:
    """As TOML has it; its escapes are those of JSON."""
    return encode(text).decode()


def _lines(table: Table, heading: str) -> Iterator[str]:
    for category, channel in sorted({(c, ch) for c, _, ch in table.rows}):
        yield f'\n[[{heading}]]\ncategory = {_quoted(category)}\nchannel = "{channel}"'
        for grade in CONDITIONS:
            if cell := table.rows.get((category, grade, channel)):
                yield f"{grade} = [{cell.permille}, {cell.days}]"
    for channel, permille in sorted(table.fees.items()) if heading == "row" else ():
        yield f'\n[[fee]]\nchannel = "{channel}"\npermille = {permille}'
