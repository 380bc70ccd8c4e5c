"""What the machine itself did to a measurement: processor time that a host took away for others (steal). Known on Linux
only; elsewhere nothing is said."""

from pathlib import Path

from tests.benchmarks.rows import Row, told

STAT = Path("/proc/stat")
STEAL = 8
"""Column of the `cpu` line (man 5 proc_stat)."""


def stolen() -> tuple[int, int]:
    """Ticks that were stolen, and all ticks, since the machine started; (0, 0) where nobody counts them."""
    if not STAT.exists():
        return 0, 0
    ticks = [int(word) for word in STAT.read_text().splitlines()[0].split()[1 : STEAL + 1]]
    return ticks[-1], sum(ticks)


def since(name: str, before: tuple[int, int]) -> list[Row]:
    """The share that was stolen since then: above a few per cent, absolute figures say little."""
    taken, every = (now - then for now, then in zip(stolen(), before, strict=True))
    return [told(f"{name}.stolen_by_the_host", 100 * taken / every, "%")] if every else []
