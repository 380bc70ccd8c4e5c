"""Whether a policy means what it says: advice whose share of the price denies it, care that is asked for twice or on no
way at all, flags that no checklist tells. How rules cover each other is looked at in policy_cover."""

from msgspec.structs import astuple

from station.domain.policy import Policy
from station.domain.toml_rows import Row

WHOLE = 1000
"""Permille."""


def look_at(policy: Policy, top: Row) -> None:
    """Raises PolicyFault for the first rule that denies itself."""
    _refunds(policy, top)
    _care(policy, top)


def known_flags(top: Row, flags: frozenset[str]) -> None:
    """Raises PolicyFault for a flag that no answer of any list tells: a rule for it would never fire."""
    for table in ("grade", "hard", "route", "care", "refund"):
        for row in top.rows(table):
            if lost := [flag for flag in row.texts("flags_any") if flag not in flags]:
                raise row.fault("flags_any", f"no checklist tells the flag {lost[0]!r}", ", ".join(sorted(flags)))


def _refunds(policy: Policy, top: Row) -> None:
    for rule, row in zip(policy.refunds, top.rows("refund"), strict=True):
        if rule.advice == "partial" and rule.permille in (0, WHOLE):
            raise row.fault("permille", f"{rule.permille} is no part of the price", f"from 1 to {WHOLE - 1}")
        if rule.advice != "partial" and rule.permille != WHOLE:
            raise row.fault(
                "permille", f"{rule.advice!r} pays no part of the price", 'advice "partial", or leave it out'
            )


def _care(policy: Policy, top: Row) -> None:
    rows, first = top.rows("care"), dict[tuple[object, ...], Row]()
    routes = {channel.name: channel.route for channel in policy.channels}
    for rule, row in zip(policy.care, rows, strict=True):
        if rule.routes and rule.channels and not any(routes.get(name) in rule.routes for name in rule.channels):
            raise row.fault("channels", "none of them is of one of these routes", "channels of the routes, or neither")
        told = tuple(frozenset(v) if isinstance(v, tuple) else v for v in astuple(rule)[:-1])
        other = first.setdefault(told, row)
        if other is not row:
            raise row.fault("task", f"{rule.task!r} is asked for at line {other.line()} already", "one of the two")
