"""What the service holds, read from its store."""

from tracking.serve import Running
from tracking.store import log


def stored(service: Running, station: str) -> list[tuple[int, str, str]]:
    """(seq, record, hash) of all facts of a station, in the order of the log."""
    with service.store.read() as connection:
        return [(f.seq, f.record, f.hash) for f in log.after(connection, 0, 1_000_000) if f.station == station]


def positions(service: Running) -> list[int]:
    with service.store.read() as connection:
        return [f.position for f in log.after(connection, 0, 1_000_000)]
