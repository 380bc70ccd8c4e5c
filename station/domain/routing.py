"""Grade and policy -> route with reasons: hard rules, recalls, agreements with vendors, money where the contract leaves
a choice, the merchant's word, ordinary rules. Total and deterministic."""

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from station.domain.care import barred
from station.domain.money import (
    NO_LIMITS,
    REMEMBERED,
    Limits,
    Option,
    contract_of,
    open_channels,
    options,
    price_of,
)
from station.domain.policy import Policy, Recall, RouteRule, Vendor
from station.domain.records import Product, Unit

__all__ = ["NO_LIMITS", "Limits", "Option", "Route", "contract_of", "options", "recalled", "route"]


class Route(Struct, frozen=True):
    """Where a unit goes and why: reasons are keys of words (`why.<name>`); net: expected minor units, None where no
    price is known or rules decided; next_*: the second best; table: hash of the recoveries; ask: the merchant is asked,
    `next_best` is what happens if nobody answers."""

    route: str
    channel: str
    rule: str
    reasons: tuple[str, ...]
    next_best: str = ""
    net: int | None = None
    next_channel: str = ""
    next_net: int | None = None
    table: str = ""
    ask: bool = False


class Case(Struct, frozen=True):
    """What one decision is made of."""

    policy: Policy
    unit: Unit
    product: Product | None
    limits: Limits
    shipped_days: int | None
    reason: str

    @property
    def category(self) -> str:
        return self.product.category if self.product else ""


def route(  # noqa: PLR0913  # what a decision is made of, no more
    policy: Policy,
    unit: Unit,
    product: Product | None,
    limits: Limits = NO_LIMITS,
    *,
    shipped_days: int | None = None,
    reason: str = "",
    recalls: tuple[Recall, ...] | None = None,
) -> Route:
    """The route of a graded unit; never raises. shipped_days: days since it was shipped to the customer; reason: why it
    was sent back; recalls: those of the policy in force (None = of the unit's own policy)."""
    case = Case(policy, unit, product, limits, shipped_days, reason)
    found = _hard(case) or _recall(case, policy.recalls if recalls is None else recalls) or _vendor(case)
    return replace(found or _worth(case), table=policy.recovery.hash)


def _hard(case: Case) -> Route | None:
    fitting = _fitting(case, hard=True)
    first = next(fitting, None)
    if first is None:
        return None
    other = next((rule.route for rule in fitting if rule.route != first.route), "")
    return Route(first.route, first.channel, first.name, (first.name,), other)


def _recall(case: Case, recalls: tuple[Recall, ...]) -> Route | None:
    recall = recalled(recalls, case.unit, case.product)
    if recall is None:
        return None
    known = not _unknown(recall, case.unit)
    return Route(recall.route, "", recall.name, ("recall",) if known else ("recall", "recall_unknown"))


def recalled(recalls: tuple[Recall, ...], unit: Unit, product: Product | None) -> Recall | None:
    """The first recall that concerns the unit. A unit of a recalled product whose lot (or serial) nobody knows is
    concerned: it can't be told apart."""
    return next((r for r in recalls if _is_of((r.product,), unit, product) and _named(r, unit)), None)


def _named(recall: Recall, unit: Unit) -> bool:
    whole = not recall.lots and not recall.serials
    named = _written(unit.lot) in _all_written(recall.lots) or _written(unit.serial) in _all_written(recall.serials)
    return whole or named or _unknown(recall, unit)


def _is_of(products: tuple[str, ...], unit: Unit, product: Product | None) -> bool:
    """Whether it is one of these, named by id or SKU."""
    named = _all_written(products)
    return _written(unit.product) in named or bool(product and _written(product.sku) in named)


def _written(code: str) -> str:
    """As the bench keeps what it scans; people write a lot, a serial or a SKU in any letters."""
    return code.strip().upper()


@lru_cache(REMEMBERED)
def _all_written(codes: tuple[str, ...]) -> frozenset[str]:
    """A recall may name thousands."""
    return frozenset(map(_written, codes))


def _unknown(recall: Recall, unit: Unit) -> bool:
    """True where the recall tells units apart by what this one does not show."""
    return bool((recall.lots and not unit.lot) or (recall.serials and not unit.serial))


def _vendor(case: Case) -> Route | None:
    contract = contract_of(case.policy, case.unit.merchant)
    for vendor in case.policy.vendors:
        wanted = not contract.vendor or vendor.name == contract.vendor
        if wanted and _takes_back(vendor, case) and not _barred(case, "return_to_vendor", vendor.name):
            price, _ = price_of(case.policy, case.product)
            net = price * vendor.value_permille // 1000 * case.unit.quantity if price else None
            way = Route("return_to_vendor", vendor.name, vendor.name, ("vendor",), net=net)
            return _second(way, options(case.policy, case.unit, case.product, case.limits))
    return None


def _takes_back(vendor: Vendor, case: Case) -> bool:
    unit, days = case.unit, case.shipped_days
    return (
        (not vendor.merchants or unit.merchant in vendor.merchants)
        and (not vendor.grades or unit.grade in vendor.grades)
        and (not vendor.categories or not set(vendor.categories).isdisjoint(case.policy.kin(case.category)))
        and (not vendor.products or _is_of(vendor.products, unit, case.product))
        and (not vendor.window_days or (days is not None and days <= vendor.window_days))
        and case.limits.room(f"vendor:{vendor.name}", unit.quantity, vendor.quota or None)
    )


def _worth(case: Case) -> Route:
    """Money where the contract leaves a choice; else the merchant is asked, else rules decide."""
    unit, policy = case.unit, case.policy
    reasons: tuple[str, ...] = ()
    if open_channels(policy, unit.merchant, case.category, unit.grade):
        _, why = price_of(policy, case.product)
        found = options(policy, unit, case.product, case.limits)
        good = found
        if unit.care:
            good = tuple(o for o in found if not _barred(case, o.route, o.channel))
        if good:
            return _second(_best(case, good[0], all_open=good == found), good[1:])
        reasons = (why,) if why else ("care_failed",) if found else ()
    contract = contract_of(policy, unit.merchant)
    if contract.ask:
        return Route("quarantine", "", "ask_merchant", ("ask_merchant", *reasons), contract.ask, ask=True)
    way = _by_rule(case)
    return replace(way, reasons=(*way.reasons, *reasons)) if reasons else way


def _best(case: Case, best: Option, *, all_open: bool) -> Route:
    """Money's choice; where the first ordinary rule says the same, its words come first."""
    rule = next(_fitting(case), None)
    agreed = (rule.name,) if rule and rule.route == best.route else ()
    failed = () if all_open else ("care_failed",)
    return Route(best.route, best.channel, "best_value", (*agreed, "best_value", *failed), net=best.net)


def _second(way: Route, others: tuple[Option, ...]) -> Route:
    if not others:
        return way
    other = others[0]
    return replace(way, next_best=other.route, next_channel=other.channel, next_net=other.net)


def _by_rule(case: Case) -> Route:
    """The first ordinary rule whose way is not barred by care that failed; the policy's last rule fits everything."""
    ways = (r for r in _fitting(case) if not _barred(case, r.route, r.channel))
    last = case.policy.routes[-1]
    first = next(ways, last)
    other = next((rule.route for rule in ways if rule.route != first.route and rule is not last), "")
    return Route(first.route, first.channel, first.name, (first.name,), other)


def _barred(case: Case, route: str, channel: str) -> bool:
    return barred(case.policy, case.unit, case.product, route, channel)


def _fitting(case: Case, *, hard: bool = False) -> Iterator[RouteRule]:
    """The rules that fit, in order."""
    unit, product = case.unit, case.product
    hazard = product.hazard if product else ""
    value, _ = price_of(case.policy, product)
    flags, signals = frozenset(unit.flags), frozenset(unit.signals)
    for rule in _rules_for(case.policy, unit.merchant, case.category)[hard]:
        if (
            (not rule.grade or unit.grade in rule.grade)
            and (not rule.match or unit.match in rule.match)
            and (not rule.hazard or unit.danger or (hazard and hazard not in rule.unless_hazard))
            and value >= rule.value_min
            and (not rule.flags_any or not flags.isdisjoint(rule.flags_any))
            and (not rule.signals_any or not signals.isdisjoint(rule.signals_any))
            and (not rule.danger or unit.danger in rule.danger)
            and (not rule.reason_any or case.reason in rule.reason_any)
            and (not rule.days_max or (case.shipped_days is not None and case.shipped_days <= rule.days_max))
        ):
            yield rule


@lru_cache(REMEMBERED)
def _rules_for(policy: Policy, merchant: str, category: str) -> tuple[tuple[RouteRule, ...], tuple[RouteRule, ...]]:
    """The ordinary and the hard rules that such goods may fit, in order: of hundreds a handful is left to look at."""
    kin = frozenset(policy.kin(category))

    def some(rules: tuple[RouteRule, ...]) -> tuple[RouteRule, ...]:
        own = (rule for rule in rules if not rule.merchant or merchant in rule.merchant)
        return tuple(rule for rule in own if not rule.category or not kin.isdisjoint(rule.category))

    return some(policy.routes), some(policy.hard)
