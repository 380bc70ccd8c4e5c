"""Refund advice for one line of an authorization, when its parcel closes: what was found, in which condition, and what
the customer wanted. Advice only: the office decides."""

from collections.abc import Mapping

from msgspec import Struct

from station.domain.policy import Policy, RefundRule
from station.domain.records import Line, Product, Unit


class Advice(Struct, frozen=True):
    """advice: full, partial, none, wait, exchange or repair; quantity: pieces found; amount: minor units, None where no
    price is known and where the advice is to wait; rule: the rule that decided (of the piece that weighs most)."""

    advice: str
    quantity: int
    amount: int | None
    currency: str
    rule: str


LAST = RefundRule("by_hand", "wait")
IN_KIND = ("exchange", "repair")
"""What is owed is no money: beside anything else no one word tells both."""


def advice(
    policy: Policy, line: Line, units: tuple[Unit, ...], products: Mapping[str, Product], currency: str = ""
) -> Advice:
    """One advice for all units of the line. currency: of the line's price, where the caller knows it."""
    found = [(unit, _rule(policy, line, unit)) for unit in units if unit.quantity]
    pieces = sum(unit.quantity for unit, _ in found)
    of = currency or policy.currency or next((products[u.product].currency for u in units if u.product in products), "")
    if not found:
        return Advice("wait", 0, None, of, "not_found")
    word, rule = _together(found)
    return Advice(word, pieces, None if word == "wait" else _amount(line, found), of, rule)


def _rule(policy: Policy, line: Line, unit: Unit) -> RefundRule:
    return next((rule for rule in policy.refunds if _fits(rule, line, unit)), LAST)


def _fits(rule: RefundRule, line: Line, unit: Unit) -> bool:
    return (
        (not rule.grades or unit.grade in rule.grades)
        and (not rule.matches or unit.match in rule.matches)
        and (not rule.reasons or line.reason in rule.reasons)
        and (not rule.wanted or line.wanted in rule.wanted)
        and (not rule.flags_any or not set(rule.flags_any).isdisjoint(unit.flags))
    )


def _together(found: list[tuple[Unit, RefundRule]]) -> tuple[str, str]:
    """One wait makes all wait, and so does an exchange or a repair beside anything else; pieces that differ otherwise
    make it partial."""
    words = {rule.advice for _, rule in found}
    if len(words) > 1 and "wait" not in words and not words.isdisjoint(IN_KIND):
        return "wait", "mixed"
    word = "wait" if "wait" in words else next(iter(words)) if len(words) == 1 else "partial"
    named = next((rule for _, rule in found if rule.advice == word), found[0][1])
    return word, named.name


def _amount(line: Line, found: list[tuple[Unit, RefundRule]]) -> int | None:
    """Money is advised for full and partial only; each piece is rounded down."""
    if not line.price and any(rule.advice in ("full", "partial") for _, rule in found):
        return None
    paid = ((unit, rule.permille) for unit, rule in found if rule.advice in ("full", "partial"))
    return sum(unit.quantity * (line.price * permille // 1000) for unit, permille in paid)
