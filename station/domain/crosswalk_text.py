"""A crosswalk's TOML text into a frozen Target, or a fault that names file, key, what was said and what is allowed.
Reading files is not done here."""

import tomllib
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from station.domain.crosswalk import AXES, Crosswalk, Limit, Row, Target
from station.domain.policy import PolicyFault

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
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise PolicyFault(file, said=str(fault)) from None
    _keys(data, _TOP, file, "")
    codes = _codes(data.get("codes"), file)
    rows = tuple(_row(row, codes, file, f"row[{n}]") for n, row in enumerate(_tables(data, "row", file), 1))
    limits = tuple(_limit(row, codes, file, f"limit[{n}]") for n, row in enumerate(_tables(data, "limit", file), 1))
    _whole(rows, file)
    if limits and limits[-1].category:
        raise PolicyFault(file, key="limit", said="the last one names categories", allowed="a last limit without any")
    by = _one_of(data.get("by"), ("grade", "route"), file, "by")
    return Target(key, _text(data.get("title"), file, "title"), by, codes, rows, limits)


def _whole(rows: tuple[Row, ...], file: str) -> None:
    """Every unit gets an answer, and every row can give one."""
    for n, row in enumerate(rows, 1):
        if row == Row(row.codes, row.why) and n < len(rows):
            raise PolicyFault(
                file, key=f"row[{n}]", said="has no conditions", allowed="such a row as the last one only"
            )
    if not rows or rows[-1] != Row(rows[-1].codes, rows[-1].why):
        raise PolicyFault(file, key="row", said="the last one has conditions", allowed="a last row without any")


def _codes(value: Any, file: str) -> dict[str, str]:
    if not isinstance(value, dict) or not value:
        raise PolicyFault(file, key="codes", said=repr(value), allowed="a table of word = meaning")
    return {code: _text(meaning, file, f"codes.{code}") for code, meaning in value.items()}


def _row(row: dict[str, Any], codes: dict[str, str], file: str, where: str) -> Row:
    _keys(row, (*_LISTS, "why", "cosmetic_max"), file, where)
    lists = {key: _words(row.get(key, []), file, f"{where}.{key}") for key in _LISTS}
    for key, allowed in AXES.items():
        _known(lists[key], allowed, file, f"{where}.{key}")
    _known(tuple(part for code in lists["codes"] for part in code.split()), tuple(codes), file, f"{where}.codes")
    why = row.get("why", "")
    if bool(lists["codes"]) == bool(why):
        raise PolicyFault(file, key=where, said="codes and why", allowed="either codes, or why there is none")
    most = row.get("cosmetic_max", 9)
    if type(most) is not int or not 0 <= most <= 9:
        raise PolicyFault(file, key=f"{where}.cosmetic_max", said=repr(most), allowed="0 to 9")
    return Row(**lists, why=str(why), cosmetic_max=most)


def _limit(row: dict[str, Any], codes: dict[str, str], file: str, where: str) -> Limit:
    _keys(row, _LIMIT, file, where)
    taken = _words(row.get("codes"), file, f"{where}.codes")
    _known(taken, tuple(codes), file, f"{where}.codes")
    why = _text(row.get("why", "category"), file, f"{where}.why")
    return Limit(taken, _words(row.get("category", []), file, f"{where}.category"), why)


def _tables(data: dict[str, Any], key: str, file: str) -> list[dict[str, Any]]:
    rows = data.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise PolicyFault(file, key=key, said=repr(rows), allowed=f"[[{key}]]")
    return rows


def _keys(row: Mapping[str, Any], allowed: tuple[str, ...], file: str, where: str) -> None:
    for key in row:
        if key not in allowed:
            raise PolicyFault(file, key=where or "top", said=f"unknown key {key!r}", allowed=", ".join(allowed))


def _known(words: tuple[str, ...], allowed: tuple[str, ...], file: str, where: str) -> None:
    for word in words:
        _one_of(word, allowed, file, where)


def _one_of(value: Any, allowed: tuple[str, ...], file: str, where: str) -> str:
    if value not in allowed:
        raise PolicyFault(file, key=where, said=repr(value), allowed=", ".join(allowed))
    return str(value)


def _text(value: Any, file: str, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise PolicyFault(file, key=where, said=repr(value), allowed="a text that is not empty")
    return value


def _words(value: Any, file: str, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise PolicyFault(file, key=where, said=repr(value), allowed="a list of texts")
    return tuple(value)
