"""`returns-station policy …` in words: what was checked, what differs between two policies, what a replay has counted.
Responsible for words and their order; finding it is done next door."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from station import texts
from station.deciding.books import InForce
from station.deciding.columns import columns
from station.deciding.comparing import Change
from station.deciding.documents import Document
from station.deciding.replaying import Difference, Tally, Way
from station.domain.checklist import Checklist
from station.domain.policy import Policy
from station.domain.recovery import Table

SHORT = 12
"""Characters of a hash that are shown."""
SIGNS = {"added": "+", "removed": "-", "changed": "~", "moved": "↕"}
MOST_WAYS = 40
"""Lines of the table of ways; the rest is counted in one."""


def checked(lang: str, document: Document) -> str:
    """One line for a file that is right; for a policy a second one: which recoveries count for it."""
    match document.value:
        case Policy() as policy:
            counts = {"grades": len(policy.grades), "rules": len(policy.hard) + len(policy.routes),
                      "channels": len(policy.channels), "rows": len(policy.recovery.rows)}  # fmt: skip
            said = texts.say(lang, "policing.policy", name=policy.name, **counts)
            return f"{document.file}: {said} · {policy.hash[:SHORT]}\n  {recoveries(lang, policy)}"
        case Checklist() as checklist:
            said = texts.say(lang, "policing.checklist", name=checklist.name, questions=len(checklist.questions))
            return f"{document.file}: {said} · {checklist.hash[:SHORT]}"
        case Table() as table:
            said = texts.say(lang, "policing.recovery", name=table.name, rows=len(table.rows))
            return f"{document.file}: {said} · {table.hash[:SHORT]}"
    return f"{document.file}: {document.fault}"


def recoveries(lang: str, policy: Policy) -> str:
    """Whether what is learnt counts for the policy: its own rows come before every table, and stand alone."""
    table = policy.recovery
    if policy.holds_recoveries:
        return texts.say(lang, "policing.recovery_own")
    if not table.rows:
        return texts.say(lang, "policing.recovery_none")
    return texts.say(lang, "policing.recovery_named", name=table.name, hash=table.hash[:SHORT])


# ------------------------------------------------------------ diff


def differences(lang: str, changes: Sequence[Change]) -> Iterator[str]:
    """A line per change and key, under the name of its table."""
    if not changes:
        yield texts.say(lang, "policing.same")
        return
    table = None
    for change in changes:
        if change.table != table:
            table = change.table
            yield texts.say(lang, f"policing.table.{table or 'policy'}")
        yield from _change(lang, change)
    counts = {what: sum(1 for c in changes if c.what == what) for what in SIGNS}
    yield texts.say(lang, "policing.counted", **counts)


def _change(lang: str, change: Change) -> Iterator[str]:
    sign = SIGNS[change.what]
    name = change.name or texts.say(lang, "policing.everybody")
    if change.what == "moved":
        yield f"  {sign} {texts.say(lang, 'policing.moved', names=name)}"
    elif change.what == "changed":
        told = [f"{key}: {_toml(before)} → {_toml(after)}" for key, before, after in change.fields]
        yield f"  {sign} {name}: {'; '.join(told)}"
    else:
        position = 2 if change.what == "added" else 1
        told = [f"{field[0]} {_toml(field[position])}" for field in change.fields]
        yield f"  {sign} {name}" + (f": {', '.join(told)}" if told else "")


def _toml(value: Any) -> str:
    """A value as the text of a policy has it; a dash for one that is not there."""
    if value is None or value in ("", (), {}):
        return "—"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(str, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k} = {v}" for k, v in value.items()) + "}"
    return str(value)


# ------------------------------------------------------------ replay


def replayed(lang: str, tally: Tally, quotas: Sequence[str]) -> Iterator[str]:
    """How many, from where to where, worth before and after, and what is not known."""

    def say(key: str, **args: object) -> str:
        return texts.say(lang, f"policing.{key}", **args)

    def number(n: int) -> str:
        return texts.number(lang, n)

    share = _percent(lang, tally.differ, tally.units)
    yield say("units", units=number(tally.units), pieces=number(tally.pieces))
    yield say("differ", n=number(tally.differ), share=share)
    yield from (f"  {line}" for line in _ways(lang, tally))
    if tally.grades:
        yield say("regraded", n=number(tally.grades.total()))
        rows = [[number(n), _grades(lang, pair)] for pair, n in tally.grades.most_common(MOST_WAYS)]
        yield from columns(rows, right=(0,), indent="  ")
    yield from _worths(lang, tally)
    yield from _unknowns(lang, tally, quotas)


def _ways(lang: str, tally: Tally) -> Iterator[str]:
    ways = tally.ways.most_common()
    shown, rest = ways[:MOST_WAYS], ways[MOST_WAYS:]
    rows = [[texts.number(lang, n), way_of(lang, old), "→", way_of(lang, new)] for (old, new), n in shown]
    if rows:
        yield from columns(rows, right=(0,))
    if rest:
        more = texts.number(lang, sum(n for _, n in rest))
        yield texts.say(lang, "policing.more_ways", n=more, ways=texts.number(lang, len(rest)))


def way_of(lang: str, way: Way) -> str:
    """`Resale (outlet)`."""
    route, channel = way
    said = texts.say(lang, f"route.{route}") if texts.has(lang, f"route.{route}") else route
    said = texts.say(lang, "policing.ask_merchant") if route == "ask_merchant" else said
    return f"{said} ({channel})" if channel else said


def _grades(lang: str, pair: tuple[str, str]) -> str:
    return " → ".join(texts.say(lang, f"grade.{grade}") for grade in pair)


def _worths(lang: str, tally: Tally) -> Iterator[str]:
    if not tally.worth:
        return
    yield texts.say(lang, "policing.worth")
    head = ["", *(texts.say(lang, f"policing.{key}") for key in ("before", "after", "gain", "of_units"))]
    rows = []
    for currency, sums in sorted(tally.worth.items()):
        gain = sums.after - sums.before
        sign = "+" if gain > 0 else ""
        money = [_money(lang, minor, currency) for minor in (sums.before, sums.after)]
        rows.append([currency or "?", *money, sign + _money(lang, gain, currency), texts.number(lang, sums.units)])
    yield from columns([head, *rows], right=(1, 2, 3, 4), indent="  ")


def _money(lang: str, minor: int, currency: str) -> str:
    return texts.money(lang, minor, currency) if currency else texts.number(lang, minor)


def _unknowns(lang: str, tally: Tally, quotas: Sequence[str]) -> Iterator[str]:
    """Everything that the figures above leave out."""
    told: list[tuple[str, int, dict[str, str]]] = [(f"unknown.{why}", n, {}) for why, n in tally.unknown.most_common()]
    told += [("waiting", tally.waiting, {})] if tally.waiting else []
    agreed = {"agreed": texts.number(lang, tally.agreed)}
    told += [("by_hand", tally.by_hand, agreed)] if tally.by_hand else []
    if told or quotas:
        yield texts.say(lang, "policing.not_counted")
    rows = [[texts.number(lang, n), texts.say(lang, f"policing.{key}", **args)] for key, n, args in told]
    if rows:
        yield from columns(rows, right=(0,), indent="  ")
    if quotas:
        yield f"  {texts.say(lang, 'policing.quotas', names=', '.join(quotas))}"


def _percent(lang: str, part: int, whole: int) -> str:
    return texts.permille(lang, round(1000 * part / whole) if whole else 0)


HEAD = ("unit", "lpn", "merchant", "sku", "grade", "grade_after", "route", "channel", "route_after", "channel_after",
        "net", "net_after", "currency", "rule_after", "reasons")  # fmt: skip


def row(found: Difference) -> tuple[str | int, ...]:
    """A line of CSV; empty where it is not known. Amounts are minor units."""
    unit, way = found.unit, found.way
    amounts = ["" if minor is None else minor for minor in (found.before, found.after)]
    sku = found.product.sku if found.product else ""
    return (unit.id, unit.lpn, unit.merchant, sku, unit.grade, found.grade, unit.route, unit.channel, *way, *amounts,
            found.currency, found.route.rule, " ".join(found.route.reasons))  # fmt: skip


# ------------------------------------------------------------ show


def shown(lang: str, tz: str, now: InForce) -> Iterator[str]:
    """What is in force, since when, and what waits or was refused."""
    policy = now.book.policy
    since = _moment(lang, tz, now.since) if now.since else texts.say(lang, "policing.since_start")
    yield texts.say(lang, "policing.in_force", name=policy.name, hash=policy.hash, since=since)
    yield from columns([[f"{kind}/{name}", id[:SHORT]] for kind, name, id in now.texts], indent="  ")
    if now.next:
        yield texts.say(lang, "policing.next", hash=now.next[:SHORT])
    if now.refused:
        yield texts.say(lang, "policing.refused")
        yield from (f"  {one.said}" for one in now.refused)


def _moment(lang: str, tz: str, at: str) -> str:
    return texts.moment(lang, datetime.fromisoformat(at).astimezone(ZoneInfo(tz)), "medium")
