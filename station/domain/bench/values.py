"""A value of the goods (serial, lot, day, certificate) where one is asked for: what a scanned code says it is. Codes of
other things stand on goods and table as well, and what was scanned by mistake must not become a fact."""

from station.domain.bench import arrival
from station.domain.bench.turn import Turn, refs
from station.domain.reading import Reading

OTHERS = ("product", "parcel", "authorization", "container", "location")
"""Records that bear no serial; units and orders do, so theirs is a value."""


def scanned(turn: Turn, reading: Reading, named: str) -> str:
    """The value in capitals, "" where the code says none. named: what a GS1 code calls so, as the rest of it is
    something else; a retail symbol holds a product's number alone."""
    if reading.kind != "code":
        return ""
    if reading.elements or reading.doubt or reading.symbology.startswith("]E"):
        return named
    return "" if _is_another(turn, reading) else reading.text


def _is_another(turn: Turn, reading: Reading) -> bool:
    """The code of something that the records know."""
    orders = (turn.known.order(ref.id) for ref in refs(turn, reading, "order"))
    sent = any(order and arrival.named(reading, (order.number, *order.tracking)) for order in orders)
    return sent or bool(refs(turn, reading, *OTHERS))
