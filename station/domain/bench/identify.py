"""What is in the box: scan a product, say how many, describe what has no code. A unit begins when it is found."""

from msgspec import Struct
from msgspec.structs import replace

from station.domain.bench import capture, lines, ready, signals, stowing, tickets, units
from station.domain.bench.lines import Expected
from station.domain.bench.state import Closing, Describe, Identify, Mismatch, Quantity
from station.domain.bench.turn import Asked, Decision, Turn, commitment, go, refs, stay, swap, unexpected
from station.domain.facts import Draft, Ref, draft
from station.domain.reading import Reading
from station.domain.records import Product, Unit

LOT_FROM = 12
"""Pieces still expected of one line from which on the count is asked instead of scanning each."""


class Thing(Struct, frozen=True):
    """What was recognised, before it is a unit. line: the expected line it fills; match: as in Unit."""

    product: Product | None
    match: str
    line: str = ""
    quantity: int = 1
    serial: str = ""
    lot: str = ""
    expiry: str = ""
    method: str = "scan"
    words: str = ""
    before: str = ""


def decide(turn: Turn, step: Identify, asked: Asked) -> Decision:
    """A product's code finds a unit; another authorization's slip joins the box; choices describe, count or close."""
    if asked.kind == "answer":
        return _chosen(turn, step, asked)
    reading = asked.reading
    if reading is not None and reading.kind == "unit":
        return _by_plate(turn, step, asked, reading)
    if reading is None or reading.kind != "code":
        return unexpected(turn, asked, "expect.product")
    products = [p for r in refs(turn, reading, "product") if (p := turn.known.product(r.id)) and _ours(turn, p)]
    if not products:
        return ready.add_authorization(turn, reading) or unexpected(turn, asked, "expect.product")
    product = _expected_first(turn, products)
    seen = Mismatch(product.id, "scan", reading.serial, reading.lot, reading.expiry, step.count)
    return recognise(turn, product, seen)


def _by_plate(turn: Turn, step: Identify, asked: Asked, reading: Reading) -> Decision:
    """An old label of ours on the thing: it was here before, and went out again. Its product is known by that."""
    found = (turn.known.unit(r.id) for r in refs(turn, reading, "unit"))
    before = next((u for u in found if u and u.product and u.parcel != turn.bench.parcel), None)
    product = turn.known.product(before.product) if before else None
    if before is None or product is None or not _ours(turn, product):
        return unexpected(turn, asked, "expect.product")
    return recognise(turn, product, Mismatch(product.id, "plate", before.serial, quantity=step.count, before=before.id))


def _ours(turn: Turn, product: Product) -> bool:
    merchant = turn.parcel.merchant
    return not merchant or product.merchant == merchant


def _expected_first(turn: Turn, products: list[Product]) -> Product:
    wanted = {e.line.product for e in lines.expected(turn, turn.parcel)}
    return next((p for p in products if p.id in wanted), products[0])


def _chosen(turn: Turn, step: Identify, asked: Asked) -> Decision:
    match asked.value:
        case "no_code":
            return go(turn, Describe(quantity=step.count))
        case "several":
            return go(turn, Quantity(purpose="next"))
        case "close":
            pending = [u for u in turn.known.units_of(turn.bench.parcel) if units.is_pending(u)]
            if pending:
                return units.resume(turn, turn.parcel)
            return go(turn, Closing())
        case "full":
            return stowing.full_now(turn, step)
        case reason if reason in tickets.REASONS and (tote := stowing.lacks_label(turn, step)):
            return tickets.again(turn, step, tote, reason)
    return unexpected(turn, asked, "expect.product")


def recognise(turn: Turn, product: Product, seen: Mismatch) -> Decision:
    """Expected, over, or on no line: then the operator says whether it came instead of something."""
    fits = [e for e in lines.expected(turn, turn.parcel) if e.line.product == product.id]
    line = next((e for e in fits if e.open), fits[0] if fits else None)
    if line is None:
        missing = [e for e in lines.expected(turn, turn.parcel) if e.open]
        if missing:
            return go(turn, seen)
        return find(turn, _thing(product, "undeclared", seen))
    counted = seen.quantity > 1
    if not counted and (line.open >= LOT_FROM or (product.label == "lot" and not seen.serial)):
        return go(turn, Quantity(purpose=f"lot:{line.id}"))
    match = "expected" if seen.quantity <= line.open else "over"
    return find(turn, _thing(product, match, seen, line.id))


def _thing(product: Product, match: str, seen: Mismatch, line: str = "") -> Thing:
    return Thing(product, match, line, seen.quantity, seen.serial, seen.lot, seen.expiry, seen.scan or "scan",
                 before=seen.before)  # fmt: skip


def mismatch(turn: Turn, step: Mismatch, asked: Asked) -> Decision:
    """Instead of an expected one (wrong item), or one more that nobody announced (undeclared)?"""
    product = turn.known.product(step.product)
    if asked.kind != "answer" or product is None:
        return unexpected(turn, asked, "expect.answer")
    if asked.value == "extra":
        return find(turn, _thing(product, "undeclared", step))
    missing = [e for e in lines.expected(turn, turn.parcel) if e.open]
    chosen = asked.chosen(len(missing))
    if chosen is not None:
        return find(turn, _thing(product, "wrong_item", step, missing[chosen].id))
    return unexpected(turn, asked, "expect.answer")


def quantity(turn: Turn, step: Quantity, asked: Asked) -> Decision:
    """How many pieces: for a lot of a line, how many of a lot differ, or how many the next scan stands for."""
    if step.purpose == "split":
        return split(turn, turn.unit(step.unit), asked)
    if step.purpose == "next":
        count = _number(asked)
        return go(turn, Identify(count=count)) if count else unexpected(turn, asked, "expect.quantity")
    line = next((e for e in lines.expected(turn, turn.parcel) if f"lot:{e.id}" == step.purpose), None)
    product = turn.known.product(line.line.product) if line else None
    if line is None or product is None:
        return unexpected(turn, asked, "expect.quantity")
    pieces = (line.open or None) if asked.kind == "answer" and asked.value == "all" else _number(asked)
    if pieces is None:
        return unexpected(turn, asked, "expect.quantity")
    match = "expected" if pieces <= line.open else "over"
    return find(turn, Thing(product, match, line.id, pieces))


MOST = 1_000_000


def _number(asked: Asked) -> int | None:
    text = asked.value if asked.kind == "text" else ""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
    return number if 0 < number <= MOST else None


def split(turn: Turn, unit: Unit, asked: Asked) -> Decision:
    """So many of the lot differ: they become a unit of their own, which is looked at first."""
    pieces = _number(asked)
    if pieces is None or pieces >= unit.quantity:
        return stay(turn, "warn", "notice.split_too_many", most=unit.quantity - 1)
    new = Ref("unit", turn.id(2))
    found = draft(
        "unit.found", new, Ref("parcel", unit.parcel), merchant=unit.merchant, parcel=unit.parcel, quantity=pieces
    )
    same = replace(_identified(new, unit.merchant, unit), policy={"routing": unit.policy or turn.rules.policy.hash})
    parted = draft("unit.split", units.ref(unit), new, merchant=unit.merchant, into=[[new.id, pieces]])
    part = replace(unit, id=new.id)
    return go(turn, units.begin_check(turn, part), found, same, parted, ok="notice.split", pieces=pieces)


def _identified(ref: Ref, merchant: str, like: Unit) -> Draft:
    return draft("unit.identified", ref, merchant=merchant, product=like.product, match=like.match, line=like.line,
                 lot=like.lot, expiry=like.expiry, method="split")  # fmt: skip


def describe(turn: Turn, step: Describe, asked: Asked) -> Decision:
    """Words find products; one of them is chosen, or none fits: then it is described, labelled and quarantined."""
    if asked.kind == "text" and asked.value.strip():
        hits = turn.known.words(turn.parcel.merchant, asked.value.strip()[:200])
        found = swap(turn, replace(step, options=tuple(p.id for p in hits), words=asked.value.strip()[:200]))
        return found if hits else replace(found, notices=stay(turn, "info", "notice.no_words_found").notices)
    if asked.kind == "answer" and asked.value == "none" and step.words:
        return _undescribed(turn, step)
    chosen = asked.chosen(len(step.options))
    if chosen is not None:
        product = turn.known.product(step.options[chosen])
        return (
            recognise(turn, product, Mismatch(product.id, "words", quantity=step.quantity))
            if product
            else unexpected(turn, asked, "expect.words")
        )
    return unexpected(turn, asked, "expect.words")


def _undescribed(turn: Turn, step: Describe) -> Decision:
    secret = commitment(turn, "words", step.words)
    found = find(turn, Thing(None, "unresolved", quantity=step.quantity, method="words", words=secret.commitment))
    return replace(found, secrets=(secret,))


def find(turn: Turn, thing: Thing) -> Decision:
    """The unit begins: found and identified; then what its product asks for, then its checklist."""
    parcel, product = turn.parcel, thing.product
    merchant = parcel.merchant or (product.merchant if product else "")
    unit = Unit(turn.id(1), parcel.id, merchant, thing.quantity, product.id if product else "", thing.match, thing.line,
                thing.serial, thing.lot, thing.expiry)  # fmt: skip
    found = draft("unit.found", units.ref(unit), Ref("parcel", parcel.id), merchant=merchant, parcel=parcel.id,
                  quantity=thing.quantity)  # fmt: skip
    named = draft("unit.identified", units.ref(unit), merchant=merchant, product=unit.product, match=unit.match,
                  line=unit.line, serial=unit.serial, lot=unit.lot, expiry=unit.expiry, method=thing.method,
                  words=thing.words)  # fmt: skip
    named = replace(named, policy={"routing": turn.rules.policy.hash})
    doubt = signals.returned(turn, unit, thing.before)
    return signals.told(capture.first(turn, unit, (found, named, *doubt), f"notice.{unit.match}"), doubt)


def missing(turn: Turn) -> tuple[Expected, ...]:
    """Expected lines that are still open."""
    return tuple(e for e in lines.expected(turn, turn.parcel) if e.open)
