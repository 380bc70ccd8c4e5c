"""Values that steps have read, kept as long as they cannot have changed: the engine is the only writer of records, and
every write of reference values raises a version."""

from collections.abc import Iterable
from typing import Any

from station.domain.bench.effects import Job
from station.domain.bench.known import Key
from station.domain.facts import Ref
from station.domain.records import Container, Folded, Unit, codes, recoded

MOST = 4000
"""Values; beyond it all are forgotten, so that a long day keeps no more than its own parcel needs."""

_MOMENTARY = ("saved", "facts_from", "words", "returns_of")
"""Kinds whose values are known for one turn only; so is a code that nothing carries, as the office may add it."""


class Cache:
    """values is what Known looks at."""

    def __init__(self) -> None:
        self.values: dict[Key, Any] = {}
        self._momentary: list[Key] = []
        self._version = -1

    def turn(self) -> None:
        """A new turn begins: what was known for the last one only is forgotten."""
        while self._momentary:
            self.values.pop(self._momentary.pop(), None)

    def keep_if(self, version: int) -> None:
        """Forgets everything where reference values were written since."""
        if version != self._version or len(self.values) > MOST:
            self.clear()
            self._version = version

    def clear(self) -> None:
        """Forgets everything."""
        self.values.clear()
        self._momentary.clear()

    def keep(self, key: Key, value: Any) -> None:
        """A value that was read."""
        self.values[key] = value
        if key[0] in _MOMENTARY or (key[0] == "code" and not value):
            self._momentary.append(key)

    def changed(
        self, before: dict[Ref, Folded | None], after: dict[Ref, Folded | None], jobs: Iterable[Job] = ()
    ) -> None:
        """Follows the records and jobs of a committed step."""
        self.turn()
        for job in jobs:
            self.values[("job", job.id)] = job
        for ref, now in after.items():
            self.values[(ref.type, ref.id)] = now
            old = before[ref]
            self._follow(ref.id, now, old)
            self._forget_codes(now, old)

    def _follow(self, id: str, now: Folded | None, old: Folded | None) -> None:
        """Lists that are kept: a record in its list is replaced, a new one stands last, a gone one leaves."""
        there, was_there = _list_of(now), _list_of(old)
        for key in {key for key in (there, was_there) if key}:
            listed = self.values.get(key)
            if listed is None:
                continue
            place = next((n for n in reversed(range(len(listed))) if listed[n].id == id), len(listed))
            self.values[key] = listed[:place] + ((now,) if key == there else ()) + listed[place + 1 :]

    def _forget_codes(self, now: Folded | None, old: Folded | None) -> None:
        if not recoded(now, old):
            return
        for code in {code for record in (now, old) if record for code in codes(record)}:
            self.values.pop(("code", code), None)
            self.values.pop(("code", code.upper()), None)


def _list_of(record: Folded | None) -> Key | None:
    """The key of the list that holds this record: units of its parcel, open totes of its merchant and route."""
    if isinstance(record, Unit):
        return ("units_of", record.parcel)
    if isinstance(record, Container) and record.state == "open":
        return ("totes", record.merchant, record.route)
    return None
