"""Rows become reference values. One row one value, or (orders, expected returns) one row one line. Pure."""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from station.domain import codes as own
from station.domain.records import Authorization, Line, Location, Operator, Order, Product, Reference
from station.intake import cells, identifiers
from station.intake.fields import Reader
from station.intake.ids import reference_id
from station.intake.refusals import Row, RowRefused, Warned, reason

ROUTES = ("restock", "resale", "refurbish", "return_to_vendor", "liquidate", "donate", "recycle", "destroy",
          "ship_back", "quarantine")  # fmt: skip
PLACES = ("cage", "bin", "position", "hold", "safe", "pool", "tote")
WANTED = ("refund", "exchange", "repair", "none")
CAPTURE = ("serial", "lot", "expiry", "weight")
LANGUAGES = ("en", "zh_CN", "zh_TW", "es")
MOST_LINES = 5000
"""Lines that one order or authorization may have; the real maximum is a few hundred."""


class Head(Struct, frozen=True):
    """What one row of an order or authorization says of the whole; order is the authorization's order number."""

    merchant: str
    code: str
    currency: str
    customer: str
    tracking: tuple[str, ...]
    order: str = ""
    shipped: str = ""


Refuse = Callable[[Row, RowRefused], None]


def product(reader: Reader, row: Row) -> Product:
    """A product; a wrong check digit is pointed out, not refused: that is what the box says."""
    merchant, sku = reader.merchant(row), reader.code(row, "sku")
    codes = _codes(reader, row)
    price, currency = reader.price(row, merchant)
    capture = tuple(cells.word(reader.column("capture"), one, CAPTURE) for one in reader.all(row, "capture"))
    return Product(
        reference_id("product", merchant, sku), merchant, sku, reader.need(row, "title"), codes,
        category=reader.text(row, "category", "general"), checklist=reader.text(row, "checklist"), capture=capture,
        parts=reader.all(row, "parts"), hazard=reader.text(row, "hazard"),
        label=reader.word(row, "label", ("unit", "lot", "none"), "unit"), weight=reader.count(row, "weight"),
        tolerance=reader.count(row, "tolerance"), price=price, currency=currency, picture=reader.text(row, "picture"),
    )  # fmt: skip


def _codes(reader: Reader, row: Row) -> tuple[str, ...]:
    """Each as the file has it, for it may be the merchant's own; before it the retail number that it proves to be, for
    that is what a scan gives."""
    found: list[str] = []
    for cell in reader.all(row, "codes"):
        if gtin := identifiers.with_zeros(cell):
            reader.warned.append(Warned(reason("import.warning.zeros", cell=cell, gtin=gtin), row.number))
        if cells.gtin_fault(cell):
            reader.warned.append(Warned(reason("import.warning.gtin", cell=cell), row.number))
        found += filter(None, (gtin or identifiers.grouped(cell), cell))
    return tuple(dict.fromkeys(found))


def operator(reader: Reader, row: Row) -> Operator:
    """An operator, named by number where the file has one (a lost badge is replaced), else by badge; no PIN."""
    badge = reader.code(row, "badge")
    active = reader.text(row, "active", "yes")
    if not badge.upper().startswith(own.BADGE):
        reader.warned.append(Warned(reason("import.warning.badge", prefix=own.BADGE), row.number))
    return Operator(
        reference_id("operator", "", reader.text(row, "number", badge)), reader.need(row, "name"),
        own.badge_hash(badge),
        lang=reader.word(row, "lang", LANGUAGES, "en"), role=reader.word(row, "role", ("staff", "supervisor"), "staff"),
        active=cells.truth(reader.column("active"), active),
    )  # fmt: skip


def location(reader: Reader, row: Row) -> Location:
    """A place, or an empty tote; one that no label of ours can name is pointed out: it may bear a plate of its own."""
    from station.labels.sheet import bin_fault, code_fault

    code, kind = reader.code(row, "code"), reader.word(row, "kind", PLACES, reader.need(row, "kind"))
    if fault := code_fault(code) if kind == "tote" else bin_fault(code):
        reader.warned.append(Warned(reason(fault, cell=code), row.number))
    return Location(
        reference_id("location", "", code), code, kind,
        reader.merchant(row), reader.word(row, "route", ROUTES, ""), reader.text(row, "position"),
        reader.count(row, "capacity"),
    )  # fmt: skip


def line(reader: Reader, row: Row) -> tuple[Head, Line]:
    """What a row says of its order or authorization, and its line."""
    merchant, code = reader.merchant(row), reader.code(row, reader.kind.key)
    sku, quantity = reader.code(row, "product"), reader.quantity(row)
    price, currency = reader.price(row, merchant)
    tracking = tuple(dict.fromkeys(map(identifiers.tracking, reader.all(row, "tracking"))))
    head = Head(merchant, code, currency, reader.text(row, "customer"), tracking,
                reader.text(row, "order"), reader.moment(row, "shipped"))  # fmt: skip
    wanted = reader.word(row, "wanted", WANTED, "refund")
    return head, Line(reference_id("product", merchant, sku), quantity, wanted, price, reader.all(row, "serials"),
                      reader.text(row, "reason"))  # fmt: skip


def order(head: Head, lines: tuple[Line, ...]) -> Order:
    """An order of gathered lines."""
    return Order(reference_id("order", head.merchant, head.code), head.merchant, head.code, lines, head.tracking,
                 head.customer, head.currency, head.shipped)  # fmt: skip


def authorization(head: Head, lines: tuple[Line, ...]) -> Authorization:
    """An authorization of gathered lines; its order is told by id."""
    told = reference_id("order", head.merchant, head.order) if head.order else ""
    return Authorization(reference_id("authorization", head.merchant, head.code), head.merchant, head.code, lines, told,
                         head.tracking, head.customer, head.currency)  # fmt: skip


SINGLE: dict[str, Callable[[Reader, Row], Reference]] = {
    "products": product, "operators": operator, "locations": location,
}  # fmt: skip
GATHERED: dict[str, Callable[[Head, tuple[Line, ...]], Reference]] = {"orders": order, "expected": authorization}


def made(reader: Reader, rows: Iterable[Row], refuse: Refuse) -> tuple[Reference | None, int]:
    """The value of one key from its rows, and how many rows were passed over as repeats (or refused as duplicates)."""
    if reader.kind.gathered:
        return _gathered(reader, rows, refuse), 0
    return _single(reader, rows, refuse)


def _single(reader: Reader, rows: Iterable[Row], refuse: Refuse) -> tuple[Reference | None, int]:
    found: Reference | None = None
    first = repeated = 0
    for row in rows:
        if found is not None and reader.mapping.read.repeats == "first":
            repeated += 1
        elif found is not None:
            refuse(row, RowRefused("import.refused.duplicate", row=first))
        else:
            found, first = _attempt(reader, row, refuse, SINGLE[reader.mapping.what]), row.number
    return found, repeated


def _gathered(reader: Reader, rows: Iterable[Row], refuse: Refuse) -> Reference | None:
    head: Head | None = None
    lines: list[Line] = []
    for row in rows:
        told = _attempt(reader, row, refuse, line)
        if told is None:
            continue
        try:
            head = _joined(head, told[0], len(lines))
        except RowRefused as refused:
            refuse(row, refused)
            continue
        lines.append(told[1])
    return GATHERED[reader.mapping.what](head, tuple(lines)) if head else None


def _attempt(reader: Reader, row: Row, refuse: Refuse, read: Callable[[Reader, Row], Any]) -> Any:
    warned = len(reader.warned)
    try:
        return read(reader, row)
    except RowRefused as refused:
        del reader.warned[warned:]
        refuse(row, refused)
        return None


def _joined(head: Head | None, more: Head, count: int) -> Head:
    """Rows of one order say the same or nothing; tracking numbers add up, another currency is refused."""
    if head is None:
        return more
    if count >= MOST_LINES:
        raise RowRefused("import.refused.many_lines", count=MOST_LINES)
    if more.currency != head.currency:
        raise RowRefused("import.refused.currency_differs", cell=more.currency, first=head.currency)
    tracking = tuple(dict.fromkeys(head.tracking + more.tracking))
    return replace(head, tracking=tracking, customer=head.customer or more.customer, order=head.order or more.order,
                   shipped=head.shipped or more.shipped)  # fmt: skip
