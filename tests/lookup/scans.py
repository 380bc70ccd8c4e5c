"""Scans of every kind, explained on a station with goods; `python -m tests.lookup.scans` writes the golden file anew,
whose difference is then read by a person."""

import json
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from station.domain.bench.known import Site
from station.domain.ids import Stamp
from station.explaining import Books, Explanation, explain
from station.formats import load_carriers
from station.rules import load_rules
from station.store.look import looking
from tests.lookup.goods import station
from tests.stories import goods

GOLDEN = Path(__file__).with_name("explained.json")
STAMP = Stamp("2026-11-22T12:00:00.000000Z", 1_795_348_800_000, 9_000_000, bytes(16))
MAXICODE = "\x1e".join(["[)>", "\x1d".join(["01", "02902101", "840", "002", "1Z05271677", "UPSN", "12345E", "089", "",
                        "1/1", "10", "N", "1 MAIN STREET", "YORK", "PA"]), "\x04"])  # fmt: skip
"""A label's two-dimensional code with somebody's address."""

SCANS = {
    "goods in hand": "4006381333955",
    "serialised goods": "]d201040063813339622112345\x1d10L1\x1d17280426",
    "a parcel that was closed": "9102000000001",
    "a parcel that is announced": "9102000000003",
    "two carriers' number": "320610804900",
    "a post's number": "RB123456785GB",
    "nobody's number": "1Z5R89390357567128",
    "our own parcel": "1Z5R89390357567127",
    "a carrier's label": MAXICODE,
    "a carrier's address": "https://www.ups.com/track?tracknum=1Z5R89390357567127&name=QUXLEY",
    "a shop's address": "https://shop.example/returns?id=10023&name=QUXLEY",
    "a digital link": "]Q1https://id.gs1.org/01/04006381333955/10/ABC1/21/12345?17=280426&name=QUXLEY",
    "a separator that was lost": "010400638133393110L121728042621SN55",
    "rules of belonging": "]C14004500045\x1d10L1",
    "somebody's address": "]C1003404341610940425574300QUXLEY\x1d4301JANE",
    "a command": "CMD-UNDO",
    "an answer": "ANS-41-YES",
    "a badge": goods.BADGE,
    "an old plate": goods.plate(),
    "a slip": "RMA-20418",
    "a tote": "TOTE-1",
    "text": "what is this?",
    "nothing": " ",
    "unprintable": "AB\x07CD",
}


def books() -> Books:
    return Books(load_carriers(), load_rules(), Site("station", "R7", "Europe/Berlin", "en", goods.MERCHANTS))


def explained(home: Path) -> dict[str, Explanation]:
    """Every scan on a station with a jacket in hand."""
    world = station(home)
    try:
        with looking(world.store.path) as reads:
            return {name: explain(scan, books(), STAMP, reads) for name, scan in SCANS.items()}
    finally:
        world.close()


def as_json(found: dict[str, Explanation]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(msgspec.json.encode(found))
    return plain


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        told = as_json(explained(Path(folder)))
    GOLDEN.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
