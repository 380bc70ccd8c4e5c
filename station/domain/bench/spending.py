"""What is left of vendors' quotas and channels' capacities, and what this station has spent of them. The office's
allotment says how much and since when; what was spent since lies in the bench's state, so that undo gives it back."""

from msgspec.structs import replace

from station.domain.bench.state import Bench
from station.domain.bench.turn import Decision, Turn
from station.domain.policy import Policy
from station.domain.records import Unit
from station.domain.routing import NO_LIMITS, Limits, Route

Grant = tuple[int, str]
"""Pieces, and since when they count."""


def limits(turn: Turn, policy: Policy) -> Limits:
    """Pieces that are left, by `vendor:NAME` and `channel:NAME`; where the allotment does not name a vendor, its own
    quota counts by the month."""
    granted = _granted(turn, policy)
    if not granted:
        return NO_LIMITS
    used = {(key, since): pieces for key, since, pieces in turn.bench.used}
    return Limits({key: max(0, most - used.get((key, since), 0)) for key, (most, since) in granted.items()})


def _granted(turn: Turn, policy: Policy) -> dict[str, Grant]:
    if not policy.vendors and not policy.channels:
        return {}
    allotment = turn.known.allotment(turn.site.station)
    given = {key: (pieces, since) for key, pieces, since in allotment.limits} if allotment else {}
    month = turn.posted.stamp.at[:7]
    quotas = {f"vendor:{v.name}": (v.quota, month) for v in policy.vendors if v.quota}
    return {**quotas, **given}


def keys(route: str, channel: str) -> tuple[str, ...]:
    """Limits that a way counts against."""
    if not channel:
        return ()
    return (f"vendor:{channel}",) if route == "return_to_vendor" else (f"channel:{channel}",)


def spend(turn: Turn, decision: Decision, before: Unit, way: Route) -> Decision:
    """The decision with the unit's pieces counted against its new way, and given back to its old one."""
    new, old = keys(way.route, way.channel), keys(before.route, before.channel)
    if new == old:
        return decision
    granted = _granted(turn, turn.rules.policy) | _granted(turn, turn.rules.pinned(before.policy))
    used = {(key, since): pieces for key, since, pieces in decision.bench.used}
    for key in (*new, *old):
        if key in granted:
            at = (key, granted[key][1])
            used[at] = max(0, used.get(at, 0) + (before.quantity if key in new else -before.quantity))
    return replace(decision, bench=_with(decision.bench, used, {(k, since) for k, (_, since) in granted.items()}))


def _with(bench: Bench, used: dict[tuple[str, str], int], current: set[tuple[str, str]]) -> Bench:
    """Periods that are over are forgotten."""
    kept = tuple((key, since, n) for (key, since), n in sorted(used.items()) if n and (key, since) in current)
    return bench if kept == bench.used else replace(bench, used=kept)
