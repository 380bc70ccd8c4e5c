"""From the wholesaler's lines to what the office would have sent and what lies in the boxes. One credit note is one
parcel. Its lines are matched to the latest earlier purchase of the same customer and SKU that still has that many
pieces; for each order so found there is one authorization, all of them in the one box. A line without such a purchase
was never announced; a parcel of such lines only is unknown to the office: a blind return."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from station.domain import codes
from station.domain.records import Authorization, Line, Location, Merchant, Operator, Order, Product, Reference
from tests.replay.source import FILE, Sold, read_lines, without_fees

MERCHANT = Merchant("GIFT", "Gift wholesaler", "GBP")
BADGE = codes.badge(b"operator-seven-!")
OPERATOR = Operator("7", "Operator 7", codes.badge_hash(BADGE))
TOTES = 600
CAPACITY = 200
"""Pieces of a tote; a larger lot has one to itself."""


class Content(Struct, frozen=True):
    """One line of a box. line: the authorization's line that announced it (`id/number`), empty where nothing did."""

    product: str
    sku: str
    pieces: int
    line: str = ""


class Box(Struct, frozen=True):
    """One parcel: the number on it, when it comes (UTC text), what lies in it."""

    number: str
    at: str
    contents: tuple[Content, ...]

    @property
    def blind(self) -> bool:
        return not any(content.line for content in self.contents)


class Plan(Struct, frozen=True):
    """What the office sends, the boxes in order of arrival, and how many credit lines of no goods were left out."""

    values: tuple[Reference, ...]
    boxes: tuple[Box, ...]
    left_out: dict[str, int]


class Bought(Struct):
    """A purchase of a SKU by a customer, and how many pieces of it have not come back."""

    order: str
    left: int
    price: int


def make_plan(data: Path, month: str = "2011-01", days: int = 31) -> Plan:
    """The plan of a month (its first `days` days with credit notes) from the folder of shared data."""
    left_out: Counter[str] = Counter()
    since, before = f"{month}-01", f"{month}-99"
    lines = list(without_fees(read_lines(data / FILE, before), left_out, since))
    office = Office()
    for line in lines:
        office.take(line, wanted=line.at >= since)
    boxes = _first_days(office.boxes(), days)
    numbers = {box.number for box in boxes}
    announced = [a for a in office.authorizations() if a.tracking[0] in numbers]
    values: tuple[Reference, ...] = (*office.products(), *office.orders(), *announced, OPERATOR, *places())
    return Plan(values, boxes, dict(left_out))


def _first_days(boxes: tuple[Box, ...], days: int) -> tuple[Box, ...]:
    wanted = sorted({box.at[:10] for box in boxes})[:days]
    return tuple(box for box in boxes if box.at[:10] in wanted)


def places() -> Iterable[Location]:
    """A hold place and empty totes."""
    yield Location("l-hold", "HOLD-1", "hold")
    for n in range(1, TOTES + 1):
        yield Location(f"l-tote-{n}", tote(n), "tote", capacity=CAPACITY)


def tote(n: int) -> str:
    """The code of the n-th empty tote."""
    return f"TOTE-{n:04}"


class Office:
    """Takes lines in order of time; what was bought is remembered until it is credited."""

    def __init__(self) -> None:
        self._products: dict[str, Product] = {}
        self._sales: dict[str, list[Sold]] = defaultdict(list)
        self._bought: dict[tuple[str, str], list[Bought]] = defaultdict(list)
        self._credits: dict[str, list[tuple[Sold, str]]] = {}

    def take(self, line: Sold, *, wanted: bool) -> None:
        """A sale or a credit; wanted: its parcel is one of those that are played."""
        self._name(line)
        if not line.credit:
            self._sales[line.document].append(line)
            if line.customer:
                self._bought[line.customer, line.sku].append(Bought(line.document, line.pieces, line.price))
            return
        order = self._match(line)
        if wanted:
            self._credits.setdefault(line.document, []).append((line, order))

    def _name(self, line: Sold) -> None:
        known = self._products.get(line.sku)
        if known is None or (not known.title and line.title):
            product = Product(product_id(line.sku), MERCHANT.id, line.sku, line.title, (), "home", price=line.price,
                              currency="GBP")  # fmt: skip
            self._products[line.sku] = product

    def _match(self, line: Sold) -> str:
        """The order of the latest purchase with enough pieces left, which then has fewer; empty where there is none."""
        for bought in reversed(self._bought.get((line.customer, line.sku), ())):
            if bought.left >= line.pieces:
                bought.left -= line.pieces
                return bought.order
        return ""

    def products(self) -> Iterable[Product]:
        return self._products.values()

    def orders(self) -> Iterable[Order]:
        for number, sold in self._sales.items():
            lines = tuple(Line(product_id(s.sku), s.pieces, price=s.price) for s in sold)
            yield Order(order_id(number), MERCHANT.id, number, lines, currency="GBP", shipped=sold[0].at)

    def authorizations(self) -> Iterable[Authorization]:
        for document, credited in self._credits.items():
            for order, mine in _by_order(credited).items():
                lines = tuple(Line(product_id(s.sku), s.pieces, price=s.price) for s in mine)
                code = f"RMA-{document}-{order}"
                yield Authorization(authorization_id(document, order), MERCHANT.id, code, lines, order_id(order),
                                    (number(document),), currency="GBP")  # fmt: skip

    def boxes(self) -> tuple[Box, ...]:
        made = [_box(document, credited) for document, credited in self._credits.items()]
        return tuple(sorted(made, key=lambda box: (box.at, box.number)))


def _by_order(credited: list[tuple[Sold, str]]) -> dict[str, list[Sold]]:
    orders: dict[str, list[Sold]] = {}
    for line, order in credited:
        if order:
            orders.setdefault(order, []).append(line)
    return orders


def _box(document: str, credited: list[tuple[Sold, str]]) -> Box:
    counts: Counter[str] = Counter()
    contents = []
    for line, order in credited:
        announced = f"{authorization_id(document, order)}/{counts[order]}" if order else ""
        counts[order] += 1
        contents.append(Content(product_id(line.sku), line.sku, line.pieces, announced))
    return Box(number(document), credited[0][0].at, tuple(contents))


def product_id(sku: str) -> str:
    return f"p-{sku}"


def order_id(order: str) -> str:
    return f"o-{order}"


def authorization_id(document: str, order: str) -> str:
    return f"a-{document}-{order}"


def number(document: str) -> str:
    """The parcel's number: no carrier's format, so that nothing is taken for one."""
    return f"PARCEL-{document}".replace("-", "")
