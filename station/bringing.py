"""Bringing a file into this station: the import room joined to the station's file; the result becomes a fact."""

from collections.abc import Callable
from pathlib import Path

from station.clock import SystemClock
from station.config import Config
from station.domain.bench.inputs import Imported, Posted
from station.domain.bench.known import Site
from station.domain.ids import uuid7
from station.intake import run as intake
from station.intake.carry import Result
from station.machine import Machine
from station.rules import load_rules
from station.store.file import Store
from station.store.reference import ReferenceStore


def bring(what: str, file: Path, config: Config, options: intake.Options, out: Callable[[str], object]) -> int:
    """0 where rows went in, 1 where none could, 2 for a word that is no kind. The station must not be open."""
    clock = SystemClock()
    store = Store(config.home, clock.fresh_id)
    try:
        reference = ReferenceStore(store.path)
        try:
            ends = intake.Store(
                reference.put,
                reference.get,
                lambda result: _tell(store, config, clock, what, result),
                holders=reference.holders,
            )
            return intake.run(what, file, ends, options, out)
        finally:
            reference.close()
    finally:
        store.close()


def _tell(store: Store, config: Config, clock: SystemClock, what: str, result: Result) -> None:
    """data.imported, told by the machine as every fact is."""
    steps = store.step()
    try:
        site = Site(store.station, config.name, config.tz, config.lang, config.merchants)
        machine = Machine(steps, site, load_rules())
        opening = machine.opening()
        for event in (opening, Imported(what, result.sha256, result.rows, result.refused)):
            if event:
                stamp = clock.stamp()
                machine.step(Posted(event, stamp, uuid7(stamp, 0)))
    finally:
        steps.close()
