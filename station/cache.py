"""Values that steps have read, kept as long as they cannot have changed: the engine is the only writer of records, and
every write of reference values raises a version."""

from typing import Any

from station.domain.bench.known import Key
from station.domain.facts import Ref
from station.domain.records import Folded, Unit, codes

MOST = 4000
"""Values; beyond it all are forgotten, so that a long day keeps no more than its own parcel needs."""

_MOMENTARY = ("saved", "facts_from", "job", "totes", "words")
"""Keys whose values one step may change without naming them."""


class Cache:
    """values is what Known looks at."""

    def __init__(self) -> None:
        self.values: dict[Key, Any] = {}
        self._version = -1

    def keep_if(self, version: int) -> None:
        """Forgets everything where reference values were written since."""
        if version != self._version or len(self.values) > MOST:
            self.values.clear()
            self._version = version

    def clear(self) -> None:
        """Forgets everything."""
        self.values.clear()

    def changed(self, before: dict[Ref, Folded | None], after: dict[Ref, Folded | None]) -> None:
        """Follows the records of a committed step."""
        values = self.values
        for key in [k for k in values if k[0] in _MOMENTARY]:
            del values[key]
        for ref, now in after.items():
            values[(ref.type, ref.id)] = now
            old = before[ref]
            if isinstance(now, Unit) or isinstance(old, Unit):
                self._follow(ref, now, old)
            self._forget_codes(now, old)

    def _follow(self, ref: Ref, now: Folded | None, old: Folded | None) -> None:
        """The list of a parcel's units: a known one is replaced, a new one stands last, a gone one leaves."""
        parcel = getattr(now or old, "parcel", "")
        units = self.values.get(("units_of", parcel))
        if units is None:
            return
        if not isinstance(now, Unit):
            self.values[("units_of", parcel)] = tuple(u for u in units if u.id != ref.id)
        elif any(u.id == ref.id for u in units):
            self.values[("units_of", parcel)] = tuple(now if u.id == ref.id else u for u in units)
        else:
            self.values[("units_of", parcel)] = (*units, now)

    def _forget_codes(self, now: Folded | None, old: Folded | None) -> None:
        new_codes, old_codes = (frozenset(codes(r)) if r else frozenset() for r in (now, old))
        for code in new_codes ^ old_codes:
            self.values.pop(("code", code), None)
            self.values.pop(("code", code.upper()), None)
