"""Policy text (TOML) into a frozen Policy, or faults that name the key and what is allowed. Reading files is not done
here."""

import tomllib
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, TypeVar

from station.domain.policy import GRADES, ROUTES, GradeRule, Policy, PolicyFault, RouteRule
from station.domain.recovery import Table

T = TypeVar("T")


def read_policy(text: str, file: str, tables: Mapping[str, Table] | None = None) -> Policy:
    """Raises PolicyFault where the text is no valid policy."""
    data = _toml(text, file)
    _keys(data, ("name", "grade", "route"), file, "")
    grades = tuple(_rule(GradeRule, row, file, f"grade[{i}]") for i, row in enumerate(data.get("grade", ()), 1))
    routes = tuple(_rule(RouteRule, row, file, f"route[{i}]") for i, row in enumerate(data.get("route", ()), 1))
    for rule in grades:
        _one_of(rule.grade, GRADES, file, "grade")
    for route in routes:
        _one_of(route.route, ROUTES, file, f"route {route.name}")
    _last_fits_all(grades, GradeRule(""), "grade", file)
    _last_fits_all(routes, RouteRule("", ""), "route", file)
    return Policy(str(data.get("name", file)), sha256(text.encode()).hexdigest(), grades, routes)


def _last_fits_all(rules: tuple[Any, ...], empty: Any, key: str, file: str) -> None:
    conditions = [f for f in empty.__struct_fields__ if f not in ("grade", "route", "name", "channel")]
    if key == "route":
        conditions.append("grade")
    if not rules or any(getattr(rules[-1], f) != getattr(empty, f) for f in conditions):
        raise PolicyFault(f"{file}: {key}: the last rule must have no conditions, so that every unit gets one")


def _toml(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyFault(f"{file}: not valid TOML: {error}") from error


def _rule(kind: type[T], row: dict[str, Any], file: str, where: str) -> T:
    fields = kind.__struct_fields__  # type: ignore[attr-defined]  # every rule is a Struct
    _keys(row, fields, file, where)
    try:
        return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})
    except TypeError as error:
        raise PolicyFault(f"{file}: {where}: {error}") from error


def _keys(row: Mapping[str, Any], allowed: tuple[str, ...], file: str, where: str) -> None:
    for key in row:
        if key not in allowed:
            raise PolicyFault(f"{file}: {where or 'top'}: unknown key {key!r}; allowed: {', '.join(allowed)}")


def _one_of(value: Any, allowed: tuple[str, ...], file: str, where: str) -> None:
    if value not in allowed:
        raise PolicyFault(f"{file}: {where} = {value!r}; allowed: {', '.join(allowed)}")
