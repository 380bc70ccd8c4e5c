"""The demo's office: products, orders, authorizations and places from the CSV files that come along, through the real
import; two merchants; operators with fresh badges."""

from collections.abc import Callable, Iterable
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from station import wire
from station.clock import SystemClock
from station.domain.records import Merchant, Reference
from station.intake import run as intake
from station.intake.fields import Terms
from station.people import Badge, new_operator
from station.store.reference import ReferenceStore

MERCHANTS = (Merchant("NW", "Northwind Shoes", "EUR"), Merchant("HH", "Harbour Home", "EUR"))
FILES = ("products", "orders", "expected", "locations")


def hire(clock: SystemClock) -> dict[str, Badge]:
    """Two operators and a supervisor, by id."""
    return {
        "7": new_operator(clock, "7", "Operator 7", "staff", "en", with_pin=False),
        "8": new_operator(clock, "8", "Operator 8", "staff", "es", with_pin=False),
        "1": new_operator(clock, "1", "Supervisor 1", "supervisor", "en", with_pin=True),
    }


def stock(journal: Path, home: Path, people: Iterable[Badge], lines: Path, out: Callable[[str], object]) -> None:
    """Imports the files into the station and writes the same values as JSON lines for the tracking service."""
    reference = ReferenceStore(journal)
    seen: list[Reference] = []

    def put(values: Iterable[Reference], *rest: Any) -> int:
        kept = list(values)
        seen.extend(kept)
        return int(reference.put(kept))

    try:
        for what in FILES:
            _bring(what, home, put, reference.get, out)
        put([badge.operator for badge in people])
    finally:
        reference.close()
    lines.write_text("".join(f'{{"type":"{_type(v)}","body":{wire.encode(v)}}}\n' for v in seen), encoding="utf-8")


def _type(value: Reference) -> str:
    return type(value).__name__.lower()


def _bring(what: str, home: Path, put: Any, get: Any, out: Callable[[str], object]) -> None:
    options = intake.Options(
        home=home, terms=Terms(MERCHANTS, "", "Europe/Berlin"), refused=home / f"{what}.refused.csv"
    )
    with as_file(files("resources") / "demo" / f"{what}.csv") as path:
        if intake.run(what, path, intake.Store(put, get), options, out):
            raise RuntimeError(f"the demo's {what} could not be imported")
