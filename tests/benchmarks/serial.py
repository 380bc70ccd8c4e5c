"""Scanners on a serial line (a pty): scans back to back, and how soon one that was unplugged scans again."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from tests.benchmarks.rows import Row, at_least, at_most, told
from tests.contracts.serial_scanner import Bench

SCANS, CYCLES, WITHIN_S = 2000, 20, 0.5


def measure(scans: int = SCANS, cycles: int = CYCLES) -> list[Row]:
    """serial.*; nothing where there are no ptys."""
    if os.name != "posix":
        return []
    with _quietly():
        return [*_back_to_back(scans), *_unplugged(cycles)]


@contextmanager
def _quietly() -> Iterator[None]:
    """Without a line in the log for each time that the scanner is unplugged."""
    logger = logging.getLogger("station.devices.supervisor")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)


def _back_to_back(number: int) -> list[Row]:
    bench = Bench()
    try:
        bench.wait_ready()
        wanted = [b"1Z999AA1%010d" % index for index in range(number)]
        begun = perf_counter()
        bench.send(b"".join(code + b"\r" for code in wanted))
        found = bench.scans(number)
        taken = perf_counter() - begun
    finally:
        bench.close()
    in_order = sum(one == other for one, other in zip(found, wanted, strict=True))
    return [at_least("serial.in_order", in_order, "scans", number), told("serial.rate", number / taken, "scans/s")]


def _unplugged(cycles: int) -> list[Row]:
    bench, times, halves = Bench(), [], 0
    try:
        bench.wait_ready()
        for index in range(cycles):
            whole = b"WHOLE%02d" % index
            bench.send(whole + b"\rHALF")
            halves += bench.scans(1) != [whole]
            bench.unplug()
            bench.wait_lost()
            bench.plug_in()
            times.append(bench.wait_ready())
    finally:
        bench.close()
    return [
        at_least("serial.unplugged_and_back", len(times), "times", cycles),
        at_most("serial.half_scans_told", halves + len(bench.scans_left()), "scans", 0),
        at_most("serial.reconnect_slowest", max(times), "s", WITHIN_S),
    ]
