"""Refund advice: told per line of an authorization when its parcel closes, taken back when the parcel is opened again,
told anew when a unit that was held has been decided. Advice only; the office decides."""

from msgspec.structs import replace

from station.domain import refunds
from station.domain.bench import lines, units
from station.domain.bench.lines import Expected
from station.domain.bench.turn import Turn
from station.domain.facts import Draft, Ref, draft
from station.domain.records import Line, Parcel, Unit


def advised(turn: Turn, parcel: Parcel) -> tuple[Draft, ...]:
    """One fact per line that this parcel brought something of, or that is missing for good."""
    waiting = lines.may_still_come(turn, parcel)
    found = turn.known.units_of(parcel.id)
    concerned = [e for e in lines.expected(turn, parcel) if e.here or (e.open and not waiting)]
    return tuple(_advice(turn, parcel, line, found) for line in concerned if _promised(turn, line.id))


def again(turn: Turn, done: Unit) -> tuple[Draft, ...]:
    """A unit of a closed parcel has been decided: its line's advice anew, where it is another one now."""
    parcel = turn.known.parcel(done.parcel)
    if parcel is None or parcel.dock != "closed" or not done.line or not _promised(turn, done.line):
        return ()
    found = tuple(done if u.id == done.id else u for u in turn.known.units_of(parcel.id))
    line = next((e for e in lines.expected(turn, parcel) if e.id == done.line), None)
    if line is None:
        return ()
    new = _advice(turn, parcel, line, found)
    before = next((advice for id, advice, _ in parcel.advised if id == done.line), "")
    if new.body["advice"] == before:
        return ()
    return (*_withdrawn(parcel, [done.line] if before else [], "decided"), new)


def withdrawn(parcel: Parcel, why: str) -> tuple[Draft, ...]:
    """All advice that stands, taken back."""
    return _withdrawn(parcel, [line for line, _, _ in parcel.advised], why)


def _withdrawn(parcel: Parcel, told: list[str], why: str) -> tuple[Draft, ...]:
    return tuple(draft("money.withdrawn", *_about(parcel, line), merchant=parcel.merchant, line=line, reason=why)
                 for line in told)  # fmt: skip


def _advice(turn: Turn, parcel: Parcel, line: Expected, found: tuple[Unit, ...]) -> Draft:
    policy = turn.rules.policy
    mine = tuple(u for u in found if u.line == line.id and u.quantity)
    products = {p.id: p for u in mine if (p := turn.known.product(u.product))}
    paid, currency = _paid(turn, line)
    advice = refunds.advice(policy, paid, mine, products, currency)
    if any(u.hold or not u.grade for u in mine):
        advice = replace(advice, advice="wait", amount=None, rule="held")
    fact = draft("money.advised", *_about(parcel, line.id), merchant=parcel.merchant, line=line.id,
                 quantity=advice.quantity, advice=advice.advice, amount=advice.amount, currency=advice.currency,
                 reason=advice.rule)  # fmt: skip
    return units.by(fact, "refund", policy)


def _paid(turn: Turn, line: Expected) -> tuple[Line, str]:
    """The line with what was paid per piece, and in which currency: the authorization's price, else its order's."""
    authorization = turn.known.authorization(line.id.rpartition("/")[0])
    currency = authorization.currency if authorization else ""
    if line.line.price or not authorization or not authorization.order:
        return line.line, currency
    order = turn.known.order(authorization.order)
    prices = {sold.price for sold in order.lines if sold.product == line.line.product} if order else set()
    if order is None or len(prices) != 1:  # sold at several prices: nobody can say which piece this is
        return line.line, currency
    return replace(line.line, price=prices.pop()), order.currency or currency


def _promised(turn: Turn, line: str) -> bool:
    """True for a line of an authorization: nobody asked for money back where our own parcel came home."""
    return turn.known.authorization(line.rpartition("/")[0]) is not None


def _about(parcel: Parcel, line: str) -> tuple[Ref, Ref]:
    return Ref("parcel", parcel.id), Ref("authorization", line.rpartition("/")[0])
