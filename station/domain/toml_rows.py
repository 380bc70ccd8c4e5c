"""TOML text as rows that know their line, so that a fault in a policy names file, line, key and what is allowed. What
the keys mean is not known here."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

from station.domain.policy import PolicyFault

Path = tuple[str | int, ...]
_HEADER = re.compile(r"\s*(\[\[?)([^\]]+)\]")
_KEY = re.compile(r"\s*([\w-]+|\"[^\"]*\"|'[^']*')\s*[.=]")
_PIECES = re.compile(r"\"\"\"|'''|\"(?:\\.|[^\"\\])*\"|'[^']*'|#.*|[][{}]")
_AT = re.compile(r"at line (\d+)")
_DIGITS = re.compile(r"[\d_]{4000,}")
LONGEST = 200
"""Characters of a value that a fault shows."""
NAME = re.compile(r"[a-z0-9][a-z0-9_]*")


class Row:
    """One table of the text; each reading of a key checks it. path: where it stands, numbers count from 0."""

    def __init__(self, data: Mapping[str, Any], file: str, lines: Mapping[Path, int], path: Path = ()) -> None:
        self.data, self.file, self._lines, self.path = data, file, lines, path

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def line(self, key: str = "") -> int:
        """The line of the key, else of the closest table around it."""
        path: Path = (*self.path, key) if key else self.path
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def fault(self, key: str, said: str, allowed: str = "") -> PolicyFault:
        """A fault of this row, to be raised."""
        return PolicyFault(self.file, self.line(key), ".".join(filter(None, (self.name, key))), said, allowed)

    @property
    def name(self) -> str:
        """`question[2].answer[1]`: as a person counts."""
        return "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in self.path).removeprefix(".")

    def only(self, keys: Iterable[str]) -> None:
        """Raises PolicyFault for a key that is not among these."""
        allowed = tuple(keys)
        for key in self.data:
            if key not in allowed:
                raise self.fault(key, f"unknown key {key!r}", ", ".join(allowed))

    def rows(self, key: str) -> list["Row"]:
        """The tables `[[key]]`, none where there are none."""
        found = self.data.get(key, [])
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            self._wrong(key, found, f"tables [[{key}]]")
        return [Row(row, self.file, self._lines, (*self.path, key, number)) for number, row in enumerate(found)]

    def table(self, key: str) -> "Row":
        """The table `[key]`, an empty one where there is none."""
        found = self.data.get(key, {})
        if not isinstance(found, dict):
            self._wrong(key, found, f"a table [{key}]")
        return Row(found, self.file, self._lines, (*self.path, key))

    def text(self, key: str, default: str | None = None, allowed: Iterable[str] = ()) -> str:
        """A text; one of the allowed words, where some are named. No default: it must be there."""
        if key not in self.data and default is not None:
            return default
        words = tuple(allowed)
        value = self.data.get(key)
        if not isinstance(value, str) or (words and value not in words) or not (value or words):
            self._wrong(key, value, ", ".join(filter(None, words)) or "a text")
        return value

    def word(self, key: str) -> str:
        """A name of its own: small letters, digits and underscores."""
        value = self.text(key)
        if not NAME.fullmatch(value):
            self._wrong(key, value, "small letters, digits and underscores")
        return value

    def texts(self, key: str, allowed: Iterable[str] = ()) -> tuple[str, ...]:
        """A list of texts; () where the key is not there."""
        if key not in self.data:
            return ()
        words = tuple(allowed)
        value = self.data[key]
        good = isinstance(value, list) and value and all(isinstance(v, str) and v for v in value)
        if not good or len(set(value)) < len(value) or (words and not set(value) <= set(words)):
            self._wrong(key, value, f"a list of {', '.join(words) if words else 'texts'}, each once, one at least")
        return tuple(value)

    def small(self, key: str) -> tuple[str, ...]:
        """A list of texts in small letters: any writing of each is meant."""
        return tuple(dict.fromkeys(text.casefold() for text in self.texts(key)))

    def number(self, key: str, default: int | None = None, most: int = 10**12) -> int:
        """A whole number from 0 to `most`. No default: it must be there."""
        if key not in self.data and default is not None:
            return default
        value = self.data.get(key)
        if type(value) is not int or not 0 <= value <= most:
            self._wrong(key, value, f"a whole number from 0 to {most}")
        return value

    def flag(self, key: str) -> bool:
        """true or false (where it is not there)."""
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            self._wrong(key, value, "true or false")
        return value

    def _wrong(self, key: str, value: Any, allowed: str) -> NoReturn:
        raise self.fault(key, "is missing" if key not in self.data else f"{shown(value)} does not fit", allowed)


def read_rows(text: str, file: str) -> Row:
    """The whole text as one row. Raises PolicyFault where it is no TOML."""
    try:
        return Row(tomllib.loads(text), file, lines_of(text))
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is no TOMLDecodeError
        at, digits = _AT.search(str(error)), _DIGITS.search(text)
        before = len(text) if digits is None else digits.start()
        line = int(at[1]) if at else text.count("\n", 0, before) + 1
        raise PolicyFault(file, line, "", f"not valid TOML: {error}") from None


def shown(value: Any) -> str:
    """What a text says, as a fault tells it: of much the beginning alone."""
    try:
        said = repr(value)
    except ValueError:  # Python writes no number of so many digits
        return "a number of thousands of digits"
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"


def unique(rows: Iterable[Row], key: str, of: Callable[[Row], str]) -> None:
    """Raises PolicyFault where two rows have one name."""
    first: dict[str, Row] = {}
    for row in rows:
        other = first.setdefault(of(row), row)
        if other is not row:
            raise row.fault(key, f"{of(row)!r} is already at line {other.line(key)}", "each once")


def lines_of(text: str) -> dict[Path, int]:
    """The line (1 is the first) of every table and of every key that begins a line; the tables `[[route]]` are
    ("route", 0), ("route", 1) ..."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    at: Path = ()
    depth, quote = 0, ""
    for number, line in enumerate(text.split("\n"), 1):
        fresh = not depth and not quote
        if fresh and (header := _HEADER.match(line)):
            at = _enter(header[2], counts, many=header[1] == "[[")
            found[at] = number
            continue
        if fresh and (key := _KEY.match(line)):
            found.setdefault((*at, key[1].strip("\"'")), number)
        depth, quote = _after(line, depth, quote)
    return found


def _enter(name: str, counts: dict[Path, int], *, many: bool) -> Path:
    at: Path = ()
    parts = [part.strip().strip("\"'") for part in name.split(".")]
    for part in parts[:-1]:
        at = (*at, part)
        at = (*at, counts[at]) if at in counts else at
    at = (*at, parts[-1])
    if many:
        counts[at] = counts.get(at, -1) + 1
        return (*at, counts[at])
    return at


def _after(line: str, depth: int, quote: str) -> tuple[int, str]:
    """How many brackets are open behind this line, and in which long text it ends."""
    for piece in _PIECES.findall(line):
        if quote:
            quote = "" if piece == quote else quote
        elif piece in ('"""', "'''"):
            quote = piece
        elif piece in "[{":
            depth += 1
        elif piece in "]}":
            depth -= 1
    return max(depth, 0), quote
