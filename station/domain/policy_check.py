"""Whether a policy's parts fit together: names that nobody bears, channels that money could not compare, grades and
recoveries by which a better condition would bring less. Rules that can never fire are looked at in policy_cover."""

from collections.abc import Iterator
from itertools import product as every

from station.domain.checklist import COMPLETENESS, FUNCTIONS
from station.domain.grading import Condition, fitting
from station.domain.policy import Channel, Policy, PolicyFault
from station.domain.policy_cover import look_at
from station.domain.recovery import CONDITIONS
from station.domain.toml_rows import Row, unique

RESERVED = (
    "best_value", "vendor", "recall", "recall_unknown", "ask_merchant", "no_price", "other_currency", "care_failed",
)  # fmt: skip
"""Reasons of the program's own: no rule may be called so."""
WORSE = {"works": ("partly", "untested"), "partly": ("dead",), "untested": ("dead",), "dead": ()}
"""Function words and those just below."""


def whole(policy: Policy, top: Row) -> None:
    """Raises PolicyFault for the first fault."""
    look_at(policy, top)
    _own_names((*top.rows("hard"), *top.rows("route")))
    _known_names(policy, top)
    _contracts(policy, top)
    _channels(policy, top)
    _better_grades(policy, top)


def _own_names(rows: tuple[Row, ...]) -> None:
    unique(rows, "name", lambda row: str(row.data["name"]))
    for row in rows:
        if row.data["name"] in RESERVED:
            raise row.fault("name", f"{row.data['name']!r} is a reason of the program's own", "any other name")


def _known_names(policy: Policy, top: Row) -> None:
    """Channels and vendors that other parts name are there."""
    channels = {channel.name: channel for channel in policy.channels}
    for rule, row in zip((*policy.hard, *policy.routes), (*top.rows("hard"), *top.rows("route")), strict=True):
        fitting_ones = [c.name for c in policy.channels if c.route == rule.route]
        if rule.channel and rule.channel not in fitting_ones:
            raise row.fault("channel", f"{rule.channel!r} is no channel of {rule.route}", _listed(fitting_ones))
    for row in (*top.rows("contract"), *top.rows("care")):
        if lost := [name for name in row.data.get("channels", ()) if name not in channels]:
            raise row.fault("channels", f"{lost[0]!r} is no channel", _listed(channels))
    for row in top.rows("recovery") if isinstance(top.data.get("recovery"), list) else ():
        if row.data["channel"] not in channels:
            raise row.fault("channel", f"{row.data['channel']!r} is no channel", _listed(channels))


def _contracts(policy: Policy, top: Row) -> None:
    routes, vendors = {c.route for c in policy.channels}, [vendor.name for vendor in policy.vendors]
    for contract, row in zip(policy.contracts, top.rows("contract"), strict=True):
        if lost := [route for route in contract.routes if route not in routes]:
            raise row.fault("routes", f"{lost[0]!r} has no channel to choose", _listed(sorted(routes)))
        if contract.vendor and contract.vendor not in vendors:
            raise row.fault("vendor", f"{contract.vendor!r} is no vendor", _listed(vendors))
        if bool(contract.ask) != bool(contract.ask_days):
            raise row.fault("ask", "a question needs a route by default and its days", "ask and ask_days, or neither")


def _listed(names: object) -> str:
    return ", ".join(names) if isinstance(names, list | dict) and names else "none: there is none"


def _channels(policy: Policy, top: Row) -> None:
    """Money may compare them: a channel takes all grades better than its worst one, each bringing at least as much."""
    chosen = {name for contract in policy.contracts for name in contract.channels}
    chosen_routes = {route for contract in policy.contracts for route in contract.routes}
    for channel, row in zip(policy.channels, top.rows("channel"), strict=True):
        better = CONDITIONS[: max((CONDITIONS.index(g) for g in channel.grades), default=-1) + 1]
        if set(better) != set(channel.grades):
            raise row.fault("grades", "what takes a grade takes every better one", _listed(list(better)))
        known = {key[2] for key in policy.recovery.rows}
        if channel.name not in known and (channel.name in chosen or channel.route in chosen_routes):
            raise row.fault("name", f"{channel.name!r} has no recovery", f"one of {_listed(sorted(known))}")
        if dearer := _dearer(policy, channel):
            raise _at_recovery(top, channel.name, dearer)


NOTHING = -(10**18)


def _dearer(policy: Policy, channel: Channel) -> str:
    """The first grade that would bring more than a better one, after fees and holding; empty where all is well."""
    told = {c for c, _, name in policy.recovery.rows if name == channel.name} | {""}
    share = policy.recovery.fees.get(channel.name, channel.fee_permille)
    taken = set(channel.categories)
    for category in sorted(taken | {c for c in told if not taken.isdisjoint(policy.kin(c))} if taken else told):
        most = -NOTHING
        for grade in channel.grades or CONDITIONS:
            brings = NOTHING
            if found := policy.recovers(category, grade, channel.name):
                days = found.days or channel.days
                brings = found.permille * (1000 - share) - 1000 * policy.holding_permille_day * days
            if brings > most:
                return f"{grade} of {category or 'the whole'} would bring more by {channel.name} than a better grade"
            most = brings
    return ""


def _at_recovery(top: Row, channel: str, said: str) -> PolicyFault:
    inline = isinstance(top.data.get("recovery"), list)
    row = next((r for r in top.rows("recovery") if r.data["channel"] == channel), top) if inline else top
    return row.fault("" if row is not top else "recovery", said, "at most what the next better grade brings")


def _better_grades(policy: Policy, top: Row) -> None:
    """No condition gets a better grade than a better condition does."""
    rows = top.rows("grade")
    flags = tuple(sorted({flag for rule in policy.grades for flag in rule.flags_any}))
    for match in ("", *sorted({m for rule in policy.grades for m in rule.match})):
        deciding = {c: _deciding(policy, c, flags, match) for c in _conditions()}
        for better, worse in _neighbours():
            for high, low in zip(deciding[better], deciding[worse], strict=True):
                _compare(policy, rows, high, low, better)
        for better, numbers in deciding.items():
            for low in numbers[1:]:
                for high in (n for n in numbers if n > low):
                    _compare(policy, rows, high, low, better)


Facets = tuple[str, int, str]


def _conditions() -> Iterator[Facets]:
    return every(FUNCTIONS, range(10), COMPLETENESS)


def _neighbours() -> Iterator[tuple[Facets, Facets]]:
    """Pairs of which the second is worse in one facet only."""
    for function, cosmetic, complete in _conditions():
        here = (function, cosmetic, complete)
        for other in WORSE[function]:
            yield here, (other, cosmetic, complete)
        if cosmetic < 9:
            yield here, (function, cosmetic + 1, complete)
        if complete != COMPLETENESS[-1]:
            yield here, (function, cosmetic, COMPLETENESS[COMPLETENESS.index(complete) + 1])


def _deciding(policy: Policy, facets: Facets, flags: tuple[str, ...], match: str) -> tuple[int, ...]:
    """Indexes of the rules that decide: without a flag, then with each one."""
    return tuple(fitting(policy, Condition(*facets, some), match) for some in ((), *((flag,) for flag in flags)))


def _compare(policy: Policy, rows: list[Row], high: int, low: int, better: Facets) -> None:
    """Raises PolicyFault where the rule `low` of a worse condition gives more than `high` of this better one."""
    good, bad = policy.grades[high].grade, policy.grades[low].grade
    if "incorrect_item" in (good, bad) or CONDITIONS.index(bad) >= CONDITIONS.index(good):
        return
    told = f"{bad!r} for a worse condition than {', '.join(map(str, better))}, which gets {good!r}"
    raise rows[low].fault("grade", f"{told} (line {rows[high].line()})", f"{good} or worse, or another order")
