"""A carrier's TOML text into a frozen Carrier, or a fault that names file, key and what is allowed. Reading files is
not done here, and no number is looked at."""

import re
import tomllib
from hashlib import sha256
from typing import Any

from station.domain.carriers import CHECKED, PREFIX, SHAPE, Carrier, Carriers, Format, Lookup
from station.domain.checkdigits import METHODS
from station.domain.policy import PolicyFault

LONGEST_NUMBER = 60
"""Characters of a number without blanks."""

_TOP = ("key", "name", "source", "sites", "format")
_FORMAT = (
    "key", "title", "length", "shape", "letters", "check", "prepend", "unless", "lookup", "hyphens", "tracking",
    "symbology",
)  # fmt: skip
_LOOKUP = ("codes", "words", "required", "prefix")
_GROUPS = ("serial", "check", "tracking", "service", "country")


def read_carriers(texts: dict[str, str]) -> Carriers:
    """All carriers from the texts by file name. Raises PolicyFault; two carriers or formats of one key are a fault."""
    read = tuple(read_carrier(text, file) for file, text in sorted(texts.items()))
    _unique([c.key for c in read], "carriers", "key")
    _unique([f.key for c in read for f in c.formats], "carriers", "format key")
    digest = sha256("\0".join(f"{file}\0{text}" for file, text in sorted(texts.items())).encode()).hexdigest()
    return Carriers(read, digest)


def read_carrier(text: str, file: str) -> Carrier:
    """Raises PolicyFault where the text is no valid carrier."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise PolicyFault(f"{file}: {fault}") from None
    _keys(data, _TOP, file, "top")
    rows = _typed(data, "format", list, file, "top")
    if not rows:
        raise PolicyFault(f"{file}: format: there must be one at least")
    formats = tuple(_format(row, file, f"format[{i}]") for i, row in enumerate(rows, 1))
    sites = _strings(data, "sites", file, "top")
    return Carrier(_text(data, "key", file, "top"), _text(data, "name", file, "top"), formats, sites)


def _format(row: Any, file: str, where: str) -> Format:
    _keys(row, _FORMAT, file, where)
    shapes = _shapes(row, file, where)
    method, parameters = _check(row, file, where)
    letters = _typed(row, "letters", bool, file, where, default=False)
    evidence = (SHAPE, *((PREFIX,) if letters else ()), *((CHECKED,) if method else ()))
    made = Format(
        _text(row, "key", file, where), _text(row, "title", file, where), _lengths(row, file, where), shapes, evidence,
        method, parameters, _typed(row, "prepend", str, file, where, default=""), _strings(row, "unless", file, where),
        _lookups(row, file, where), _typed(row, "hyphens", bool, file, where, default=False),
        _typed(row, "tracking", str, file, where, default=""), _strings(row, "symbology", file, where),
    )  # fmt: skip
    _parts(made, file, where)
    return made


def _shapes(row: dict[str, Any], file: str, where: str) -> tuple[str, ...]:
    shapes = _strings(row, "shape", file, where)
    if not shapes:
        raise PolicyFault(f"{file}: {where}: shape: there must be one expression at least")
    for shape in shapes:
        if re.search(r"[*+]|\{\d+,\}", shape):
            raise PolicyFault(f"{file}: {where}: shape {shape!r}: a repetition without end; allowed: {{n}}, {{n,m}}, ?")
        try:
            re.compile(shape, re.ASCII)
        except re.error as fault:
            raise PolicyFault(f"{file}: {where}: shape {shape!r}: {fault}") from None
    return shapes


def _parts(made: Format, file: str, where: str) -> None:
    """Every part that check, lookup and tracking speak of is a group of every shape."""
    wanted = {*made.lookups, *(("serial", "check") if made.method else ())}
    for pattern in made.patterns:
        groups = set(pattern.groupindex)
        if more := sorted(groups - set(_GROUPS)):
            raise PolicyFault(f"{file}: {where}: shape: group {more[0]!r}; allowed: {', '.join(_GROUPS)}")
        if lacking := sorted(wanted - groups):
            raise PolicyFault(f"{file}: {where}: shape: lacks the group {lacking[0]!r}")
        try:
            pattern.sub(made.tracking, "")
        except (re.error, IndexError) as fault:
            raise PolicyFault(f"{file}: {where}: tracking = {made.tracking!r}: {fault}") from None


def _check(row: dict[str, Any], file: str, where: str) -> tuple[str, dict[str, Any]]:
    table = dict(_typed(row, "check", dict, file, where, default={}))
    if not table:
        return "", {}
    method = table.pop("method", "")
    if not isinstance(method, str) or method not in METHODS:
        raise PolicyFault(f"{file}: {where}: check.method = {method!r}; allowed: {', '.join(METHODS)}")
    allowed = METHODS[method][1]
    _keys(table, allowed, file, f"{where}: check")
    if missing := [key for key in allowed if key not in table]:
        raise PolicyFault(f"{file}: {where}: check: {method} needs {', '.join(missing)}")
    return method, {key: _parameter(key, table[key], file, where) for key in allowed}


def _parameter(key: str, value: Any, file: str, where: str) -> int | tuple[int, ...]:
    if key == "weights":
        if isinstance(value, list) and value and all(type(n) is int and n > 0 for n in value):
            return tuple(value)
        raise PolicyFault(f"{file}: {where}: check.weights = {value!r}; allowed: a list of whole numbers above 0")
    if type(value) is not int or value < 1:
        raise PolicyFault(f"{file}: {where}: check.{key} = {value!r}; allowed: a whole number above 0")
    return value


def _lookups(row: dict[str, Any], file: str, where: str) -> dict[str, Lookup]:
    tables = _typed(row, "lookup", dict, file, where, default={})
    _keys(tables, ("service", "country"), file, f"{where}: lookup")
    return {part: _lookup(table, file, f"{where}: lookup.{part}") for part, table in tables.items()}


def _lookup(table: Any, file: str, where: str) -> Lookup:
    _keys(table, _LOOKUP, file, where)
    words = {code: code for code in _typed(table, "codes", str, file, where, default="").split()}
    for code, word in _typed(table, "words", dict, file, where, default={}).items():
        words[code] = _text({code: word}, code, file, where)
    if not words:
        raise PolicyFault(f"{file}: {where}: needs codes (a text of codes) or words (code = meaning)")
    required = _typed(table, "required", bool, file, where, default=False)
    return Lookup(words, required, _typed(table, "prefix", bool, file, where, default=False))


def _lengths(row: dict[str, Any], file: str, where: str) -> tuple[int, int]:
    value = row.get("length")
    pair: list[Any] = value if isinstance(value, list) else [value, value]
    whole = len(pair) == 2 and all(type(n) is int for n in pair)
    if not whole or not 0 < pair[0] <= pair[1] <= LONGEST_NUMBER:
        raise PolicyFault(f"{file}: {where}: length = {value!r}; allowed: n or [least, most], 1 to {LONGEST_NUMBER}")
    return pair[0], pair[1]


def _keys(row: Any, allowed: tuple[str, ...], file: str, where: str) -> None:
    if not isinstance(row, dict):
        raise PolicyFault(f"{file}: {where} = {row!r}; allowed: a table")
    for key in row:
        if key not in allowed:
            raise PolicyFault(f"{file}: {where}: unknown key {key!r}; allowed: {', '.join(allowed) or 'none'}")


def _typed(row: dict[str, Any], key: str, kind: type, file: str, where: str, *, default: Any = None) -> Any:
    value = row.get(key, default)
    if not isinstance(value, kind):
        raise PolicyFault(f"{file}: {where}: {key} = {value!r}; allowed: {_KINDS[kind]}")
    return value


_KINDS = {str: "a text", bool: "true or false", list: "a list", dict: "a table"}


def _text(row: dict[str, Any], key: str, file: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise PolicyFault(f"{file}: {where}: {key} = {value!r}; allowed: a text that is not empty")
    return value


def _strings(row: dict[str, Any], key: str, file: str, where: str) -> tuple[str, ...]:
    value = _typed(row, key, list, file, where, default=[])
    if not all(isinstance(one, str) and one for one in value):
        raise PolicyFault(f"{file}: {where}: {key} = {value!r}; allowed: a list of texts")
    return tuple(value)


def _unique(keys: list[str], file: str, what: str) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise PolicyFault(f"{file}: {what} {key!r} is there twice; allowed: each once")
