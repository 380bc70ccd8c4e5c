"""How fast a scan is understood: a mixed set as it lies on returned parcels, and the GS1 share of it beside biip alone.
Each figure is the best of several rounds: the machine's own noise is no figure of ours."""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any

from station.domain.scans import GS, classify, read
from station.formats import load_carriers
from tests.benchmarks import find
from tests.benchmarks.rows import Row, at_least, told

GS1 = (
    f"]d201040063813339311727033110L7{GS}21SN5",
    "]d2010952012345678821A0B1C2D3",
    f"]C1011231231231233310ABC123{GS}99TESTING",
    "]C100340434161094042557",
    "]Q3010400638133393121X900017",
    "]e0011231231231233310ABC123",
    "]E04006381333931",
)
"""What biip reads, too; it knows neither ]J1 nor a Digital Link behind its identifier."""
LINKS = ("]Q1https://id.gs1.org/01/09520123456788/10/ABC1/21/12345?17=280426",)
OTHERS = (
    "1Z999AA10123456784", "420941019400111899223197428490", "RB123456785GB", "]C0JD0002210221022102", "9876543212",
    "CMD-UNDO", "ANS-41-NOT-TESTED", "BDG-0123456789ABCDEF", "0123456789AB-2", "0123456789A0-1-RESTOCK-NORTHWIND",
    "RMA-10023", "]C0ORDER-55831", "4006381333931", "036000291452", "https://shop.example/returns?id=10023", "SN-99-17",
)  # fmt: skip
MIXED = (*GS1, *LINKS, *OTHERS)


def measure(rounds: int = 30, repeats: int = 40, sizes: tuple[int, ...] = find.SIZES) -> list[Row]:
    """scan.mixed: whole readings a second with all carriers; scan.gs1.*: the GS1 share, whole, kind alone, biip;
    scan.find.*: look-ups in files with so many units."""
    return [*understood(rounds, repeats), *find.measure(sizes)]


def understood(rounds: int, repeats: int) -> list[Row]:
    """Reading alone, without any file."""
    book = load_carriers()
    biip = _biip()
    mixed = _per_second(lambda raw: read(raw, book=book), MIXED, rounds, repeats)
    whole = _per_second(read, GS1, rounds, repeats)
    kind = _per_second(classify, GS1, rounds, repeats)
    alone = _per_second(biip, GS1, rounds, repeats)
    slowest = max(1000 / _per_second(lambda raw: read(raw, book=book), [raw], rounds, repeats) for raw in MIXED)
    return [
        at_least("scan.mixed", mixed, "scans/s", 5000),
        told("scan.slowest", slowest, "ms"),
        told("scan.gs1.whole", whole, "scans/s"),
        told("scan.gs1.kind", kind, "scans/s"),
        told("scan.gs1.biip", alone, "scans/s"),
        told("scan.gs1.whole_times_biip", whole / alone, "x"),
        at_least("scan.gs1.kind_times_biip", kind / alone, "x", 3),
    ]


def _biip() -> Callable[[str], Any]:
    from biip import parse

    return parse


def _per_second(of: Callable[[str], Any], raws: Sequence[str], rounds: int, repeats: int) -> float:
    return max(_round(of, raws, repeats) for _ in range(rounds))


def _round(of: Callable[[str], Any], raws: Sequence[str], repeats: int) -> float:
    begun = perf_counter()
    for _ in range(repeats):
        for raw in raws:
            of(raw)
    return repeats * len(raws) / (perf_counter() - begun)
