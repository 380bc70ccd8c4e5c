"""How often one caller may ask: a bucket per address that fills again over a minute. Kept in memory, bounded."""

from collections import OrderedDict

KEPT = 10_000


class Pace:
    """At most `per_minute` asks a minute and caller; seconds are the event loop's own."""

    def __init__(self, per_minute: int) -> None:
        self._full = float(per_minute)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, caller: str, now: float) -> bool:
        """Takes one ask off the caller's bucket; False where it is empty."""
        level, at = self._buckets.pop(caller, (self._full, now))
        level = min(self._full, level + (now - at) * self._full / 60)
        self._buckets[caller] = (max(level - 1, 0.0) if level >= 1 else level, now)
        if len(self._buckets) > KEPT:
            self._buckets.popitem(last=False)
        return level >= 1
