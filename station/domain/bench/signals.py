"""Signals: what does not add up is told with its evidence, and accuses nobody. Whether it leads to a hold says the
policy."""

from msgspec.structs import replace

from station.domain import sold
from station.domain.bench import lines, units
from station.domain.bench.turn import Decision, Turn
from station.domain.facts import Draft, Ref, draft
from station.domain.notices import notice
from station.domain.policy import Policy, SignalRule
from station.domain.records import Parcel, Unit


def raised(unit: Unit, signal: str, *evidence: str) -> Draft:
    """The fact about a unit. evidence: short words like `shipped:SERIAL`."""
    return units.told(unit, "signal.raised", signal=signal, evidence=list(evidence) or None)


def of_parcel(parcel: Parcel, signal: str, *evidence: str) -> Draft:
    """The fact about a parcel."""
    return draft("signal.raised", Ref("parcel", parcel.id), merchant=parcel.merchant, signal=signal,
                 evidence=list(evidence) or None)  # fmt: skip


def told(decision: Decision, facts: tuple[Draft, ...]) -> Decision:
    """The decision with a word about each signal among these facts, before what it says itself."""
    new = [notice("warn", "notice.signal", what=f"@signal.{f.body['signal']}") for f in facts]
    return replace(decision, notices=(*new, *decision.notices)) if new else decision


def rule_of(policy: Policy, signal: str) -> SignalRule | None:
    """What the policy says about a signal."""
    return next((rule for rule in policy.signals if rule.signal == signal), None)


def holds(policy: Policy, signals: tuple[str, ...]) -> bool:
    """True where one of these signals leads to a hold."""
    return any(rule.hold for signal in signals if (rule := rule_of(policy, signal)))


def held(policy: Policy, unit: Unit) -> bool:
    """True where the unit must wait for a decision about its signals that nobody has made yet."""
    return bool(unit.signals) and holds(policy, unit.signals) and not any(why == "signal" for why, _ in unit.decided)


def weight(turn: Turn, unit: Unit, grams: int) -> tuple[Draft, ...]:
    """weight_off: beyond the product's weight and tolerance (a twentieth, where nobody told one), for all its pieces,
    by more than the policy's limit."""
    product = turn.known.product(unit.product)
    if not product or not product.weight:
        return ()
    rule = rule_of(turn.rules.pinned(unit.policy), "weight_off")
    wanted = product.weight * unit.quantity
    tolerance = (product.tolerance or product.weight // 20) * unit.quantity + (rule.limit if rule else 0)
    if abs(grams - wanted) <= tolerance:
        return ()
    return (raised(unit, "weight_off", f"expected:{wanted}", f"measured:{grams}", f"tolerance:{tolerance}"),)


def returned(turn: Turn, unit: Unit, before: str) -> tuple[Draft, ...]:
    """returned_twice of a unit just found: by an old label of ours (before: that unit's id), or since as many pieces as
    its order had of the product have come back already."""
    if before:
        return (raised(unit, "returned_twice", f"unit:{before}"),)
    order = sold.order_of(turn.known, unit)
    had = sum(line.quantity for line in order.lines if line.product == unit.product) if order else 0
    if not order or not had:
        return ()
    back = _back(turn, unit, order.id)
    if not back or sum(u.quantity for u in back) + unit.quantity <= had:
        return ()
    return (raised(unit, "returned_twice", f"order:{order.id}", *(f"unit:{u.id}" for u in back[:8])),)


def _back(turn: Turn, unit: Unit, order: str) -> list[Unit]:
    """Units of the product that came back with other parcels of this order."""
    ids = [r.id for r in turn.known.code(order.upper()) if r.type == "parcel" and r.id != unit.parcel]
    same = (u for id in ids for u in turn.known.units_of(id) if u.product == unit.product and u.quantity)
    return [u for u in same if (of := sold.order_of(turn.known, u)) and of.id == order]


def of_closing(turn: Turn, *, empty: bool) -> tuple[Draft, ...]:
    """empty_box and many_returns, told when the parcel closes."""
    parcel = turn.parcel
    found = [of_parcel(parcel, "empty_box")] if empty and "empty_box" not in parcel.signals else []
    rule = rule_of(turn.rules.policy, "many_returns")
    customer = lines.customer_of(turn, parcel) if rule and rule.limit else ""
    if rule and customer and "many_returns" not in parcel.signals:
        count = turn.known.returns_of(customer, turn.later(-rule.days) if rule.days else "")
        if count > rule.limit:
            window = (f"days:{rule.days}",) if rule.days else ()
            found.append(of_parcel(parcel, "many_returns", f"returns:{count}", f"limit:{rule.limit}", *window))
    return tuple(found)
