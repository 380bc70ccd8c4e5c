"""Two policies side by side: what was added, removed, changed or put into another order. Responsible for finding
it; the words stand in policing.py."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from station.domain.policy import Policy

NAMED = {
    "grade": ("grades", "grade"),
    "hard": ("hard", "name"),
    "route": ("routes", "name"),
    "contract": ("contracts", "merchant"),
    "channel": ("channels", "name"),
    "vendor": ("vendors", "name"),
    "recall": ("recalls", "name"),
    "care": ("care", "task"),
    "signal": ("signals", "signal"),
    "refund": ("refunds", "name"),
}
"""Table of the text -> (field of the policy, its key)."""
ORDERED = ("grade", "hard", "route", "refund")
"""Where the first that fits decides, so that order matters."""
WHOLE = ("currency", "holding_permille_day", "approval", "regrade", "kinds")


class Change(Struct, frozen=True):
    """table: as in the text (route, channel, recovery …), "" for the policy itself; what: added, removed, changed or
    moved; fields: (key, before, after), before is None where it was added, after where it was removed;
    `place`: where an added rule stands, 1 is the first."""

    table: str
    what: str
    name: str
    fields: tuple[tuple[str, Any, Any], ...] = ()


def compare(old: Policy, new: Policy) -> tuple[Change, ...]:
    """All differences, table by table, in the order of the new text; what was removed comes last in its table."""
    return (*_whole(old, new), *(change for table in NAMED for change in _table(old, new, table)), *_recovery(old, new))


def _whole(old: Policy, new: Policy) -> Iterator[Change]:
    """Values that a policy has one of."""
    before, after = _settings(old), _settings(new)
    fields = _differences(before, after)
    if fields:
        yield Change("", "changed", new.name, fields)


def _settings(policy: Policy) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for key in WHOLE:
        value = getattr(policy, key)
        inner = asdict(value) if isinstance(value, Struct) else None
        told |= {key: value} if inner is None else {f"{key}.{k}": v for k, v in inner.items()}
    return told


def _table(old: Policy, new: Policy, table: str) -> Iterator[Change]:
    before, after = _rows(old, table), _rows(new, table)
    place = {name: n for n, name in enumerate(after, 1)} if table in ORDERED else {}
    for change in _changes(table, before, after):
        at = place.get(change.name) if change.what == "added" else None
        yield replace(change, fields=(*change.fields, ("place", None, at))) if at else change
    stayed = [name for name in before if name in after]
    now = [name for name in after if name in before]
    if table in ORDERED and stayed != now:
        yield Change(table, "moved", ", ".join(_moved(stayed, now)), (("order", stayed, now),))


def _changes(table: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for name, row in after.items():
        if name not in before:
            yield Change(table, "added", name, _differences({}, row))
        elif fields := _differences(before[name], row):
            yield Change(table, "changed", name, fields)
    yield from (
        Change(table, "removed", name, _differences(row, {})) for name, row in before.items() if name not in after
    )


def _rows(policy: Policy, table: str) -> dict[str, dict[str, Any]]:
    """Rows by their key; one of several with the same key gets its number."""
    field, key = NAMED[table]
    found: dict[str, dict[str, Any]] = {}
    for row in getattr(policy, field):
        told = {k: v for k, v in asdict(row).items() if k != key and v != _default(row, k)}
        name = str(getattr(row, key))
        count = sum(1 for other in found if other == name or other.startswith(f"{name} #"))
        found[f"{name} #{count + 1}" if count else name] = told
    return found


def _default(row: Struct, key: str) -> Any:
    """What the key says where the text does not; a key that must be there has none."""
    fields, defaults = row.__struct_fields__, row.__struct_defaults__
    position = fields.index(key) - (len(fields) - len(defaults))
    return defaults[position] if position >= 0 else None


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[tuple[str, Any, Any], ...]:
    keys = dict.fromkeys((*before, *after))
    return tuple((k, before.get(k), after.get(k)) for k in keys if before.get(k) != after.get(k))


def _moved(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The fewest names whose move explains the new order: all but the longest run that kept its order."""
    place = {name: n for n, name in enumerate(before)}
    best: list[list[str]] = []
    for name in after:
        kept = max((run for run in best if place[run[-1]] < place[name]), key=len, default=[])
        best.append([*kept, name])
    stayed = max(best, key=len, default=[])
    return [name for name in after if name not in stayed]


def _recovery(old: Policy, new: Policy) -> Iterator[Change]:
    before = {_cell(key): {"permille": r.permille, "days": r.days} for key, r in old.recovery.rows.items()}
    after = {_cell(key): {"permille": r.permille, "days": r.days} for key, r in new.recovery.rows.items()}
    yield from _changes("recovery", before, after)
    fees = [{name: {"permille": n} for name, n in policy.recovery.fees.items()} for policy in (old, new)]
    yield from _changes("fee", *fees)


def _cell(key: tuple[str, str, str]) -> str:
    category, grade, channel = key
    return f"{category or '*'} {grade} {channel}"
