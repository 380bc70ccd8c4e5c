"""Rules of which the first that fits decides: is one of them never reached, do two contradict each other, does the last
one fit everything?"""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, fields

from station.domain.policy import GradeRule, Policy, RefundRule, RouteRule
from station.domain.toml_rows import Row

OUTCOMES: dict[type[Struct], tuple[str, ...]] = {
    GradeRule: ("grade",),
    RouteRule: ("name", "route", "channel"),
    RefundRule: ("name", "advice", "permille"),
}
"""What a rule leads to; all its other keys are conditions."""
UPPER = ("cosmetic_max", "days_max")
"""Conditions that fit up to a number; all other numbers fit from it on."""

Conditions = Mapping[str, Any]


def look_at(policy: Policy, top: Row) -> None:
    """Raises PolicyFault for the first rule that is never reached, and where the last one has conditions."""
    ways = (*top.rows("hard"), *top.rows("route"))
    _look(policy.grades, top.rows("grade"), top, "grade")
    _look((*policy.hard, *policy.routes) if policy.routes else (), ways, top, "route")
    if policy.refunds:
        _look(policy.refunds, top.rows("refund"), top, "refund")


def _look(rules: Sequence[Struct], rows: Sequence[Row], top: Row, table: str) -> None:
    if not rules:
        raise top.fault(table, "is missing", f"[[{table}]], the last one without conditions")
    found = [_conditions(rule) for rule in rules]
    if found[-1]:
        said = "the last rule must have no conditions, so that every unit gets one"
        raise rows[-1].fault("", said, f"[[{table}]] without {', '.join(found[-1])}")
    for number, later in enumerate(found):
        for earlier in range(number):
            if covers(found[earlier], later):
                line, same = rows[earlier].line(), _same(rules, earlier, number)
                raise rows[number].fault("", *_never(line, identical=found[earlier] == later, agree=same))


def _same(rules: Sequence[Struct], one: int, other: int) -> bool:
    keys = [key for key in OUTCOMES[type(rules[one])] if key != "name"]
    return all(getattr(rules[one], key) == getattr(rules[other], key) for key in keys)


def _never(line: int, *, identical: bool, agree: bool) -> tuple[str, str]:
    """What is said, and what is allowed."""
    if identical and not agree:
        return f"contradicts line {line}: the same conditions, another outcome", "one of the two"
    said = f"says again what line {line} says" if identical else f"can never fire: line {line} covers it whole"
    return said, "leave it out, or put the narrower rule first"


def _conditions(rule: Struct) -> Conditions:
    """The conditions that a rule really has, as sets and numbers."""
    told, outcomes = asdict(rule), OUTCOMES[type(rule)]
    defaults = {field.name: field.default for field in fields(rule)}
    found = {key: value for key, value in told.items() if key not in outcomes and value != defaults[key]}
    if "danger" in found:  # whatever is declared is dangerous in some way
        found["hazard"] = True
    return {key: frozenset(value) if isinstance(value, tuple) else value for key, value in found.items()}


def covers(earlier: Conditions, later: Conditions) -> bool:
    """True where everything that fits `later` fits `earlier`, too."""
    if not earlier.keys() <= later.keys():
        return False
    return all(_implies(key, later[key], wide) for key, wide in earlier.items())


def _implies(key: str, narrow: Any, wide: Any) -> bool:
    if key == "unless_hazard":  # what is left out: less of it is wider
        return bool(wide <= narrow)
    if isinstance(wide, frozenset):
        return bool(narrow <= wide)
    return bool(narrow <= wide if key in UPPER else narrow >= wide)
