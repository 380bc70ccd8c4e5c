"""A crosswalk's TOML text into a frozen Target, or a fault that names file, line, key, what was said and what is
allowed. Reading files is not done here."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from station.domain.crosswalk import AXES, Crosswalk, Limit, Target
from station.domain.crosswalk import Row as Mapped
from station.domain.toml_rows import Row, read_rows

_TOP = ("title", "by", "codes", "row", "limit")
_LISTS = ("codes", "grade", "function", "completeness", "category", "route", "flags_any")
_LIMIT = ("codes", "category", "why")


def read_crosswalk(texts: Mapping[str, str], prefix: str = "crosswalk/") -> Crosswalk:
    """All targets from texts by key (the file's name without `.toml`). Raises PolicyFault."""
    targets = {key: read_target(text, key, f"{prefix}{key}.toml") for key, text in sorted(texts.items())}
    digest = sha256("\0".join(f"{key}\0{text}" for key, text in sorted(texts.items())).encode()).hexdigest()
    return Crosswalk(targets, digest)


def read_target(text: str, key: str, file: str) -> Target:
    """Raises PolicyFault: unknown keys and words, codes that the target does not have, rows that no unit can reach, and
    a last row that leaves a unit without an answer."""
    top = read_rows(text, file)
    top.only(_TOP)
    codes = _codes(top)
    rows = tuple(_row(row, codes) for row in top.rows("row"))
    _whole(rows, top)
    limits = tuple(_limit(row, codes) for row in top.rows("limit"))
    if limits and limits[-1].category:
        raise top.rows("limit")[-1].fault("category", "the last limit names categories", "a last limit without any")
    by = _one_of(top, "by", top.data.get("by"), ("grade", "route"))
    return Target(key, _text(top, "title", top.data.get("title")), by, codes, rows, limits)


def _whole(rows: tuple[Mapped, ...], top: Row) -> None:
    """Every unit gets an answer, and every row can give one."""
    for row, place in zip(rows[:-1], top.rows("row"), strict=False):
        if row == Mapped(row.codes, row.why):
            raise place.fault("", "has no conditions", "such a row as the last one only")
    if not rows or rows[-1] != Mapped(rows[-1].codes, rows[-1].why):
        place = top.rows("row")[-1] if rows else top
        raise place.fault("" if rows else "row", "the last one has conditions", "a last row without any")


def _codes(top: Row) -> dict[str, str]:
    told = top.data.get("codes")
    if not isinstance(told, dict) or not told:
        raise top.fault("codes", repr(told), "a table of word = meaning")
    inner = top.table("codes")
    return {code: _text(inner, code, meaning) for code, meaning in inner.data.items()}


def _row(row: Row, codes: Mapping[str, str]) -> Mapped:
    row.only((*_LISTS, "why", "cosmetic_max"))
    lists = {key: _words(row, key) for key in _LISTS}
    for key, allowed in AXES.items():
        _known(row, key, lists[key], allowed)
    _known(row, "codes", tuple(part for code in lists["codes"] for part in code.split()), tuple(codes))
    why = row.data.get("why", "")
    if bool(lists["codes"]) == bool(why):
        raise row.fault("", "codes and why", "either codes, or why there is none")
    most = row.data.get("cosmetic_max", 9)
    if type(most) is not int or not 0 <= most <= 9:
        raise row.fault("cosmetic_max", repr(most), "0 to 9")
    return Mapped(**lists, why=str(why), cosmetic_max=most)


def _limit(row: Row, codes: Mapping[str, str]) -> Limit:
    row.only(_LIMIT)
    if "codes" not in row:
        raise row.fault("codes", "is missing", "a list of texts")
    taken = _words(row, "codes")
    _known(row, "codes", taken, tuple(codes))
    return Limit(taken, _words(row, "category"), _text(row, "why", row.data.get("why", "category")))


def _known(row: Row, key: str, words: tuple[str, ...], allowed: tuple[str, ...]) -> None:
    for word in words:
        _one_of(row, key, word, allowed)


def _one_of(row: Row, key: str, value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise row.fault(key, repr(value), ", ".join(allowed))
    return str(value)


def _text(row: Row, key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise row.fault(key, repr(value), "a text that is not empty")
    return value


def _words(row: Row, key: str) -> tuple[str, ...]:
    value = row.data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise row.fault(key, repr(value), "a list of texts")
    return tuple(value)
