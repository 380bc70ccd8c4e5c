"""The parts of one step: parcel and units, stages, product, route, choices, entry. Pure: Snapshot in, views out."""

from datetime import datetime

from msgspec import structs

from station import texts
from station.domain.bench.snapshot import Choice, ParcelCard, ProductCard, RouteCard, Snapshot, UnitRow
from station.domain.notices import Text
from ui.presenters.views import (
    BandView,
    ChoiceView,
    DotView,
    EntryView,
    ProductView,
    RowView,
    SideView,
)
from ui.presenters.words import DOT, Words, day_words, tracking_tail, when_words

SIGNAL = "signal."
STAGES = ("identify", "inspect", "route", "label", "stow")
ROUTES = (
    "restock",
    "resale",
    "refurbish",
    "return_to_vendor",
    "liquidate",
    "donate",
    "recycle",
    "destroy",
    "ship_back",
    "quarantine",
)


def dots(snapshot: Snapshot, words: Words) -> tuple[DotView, ...]:
    """The five stages with what is done and what is now; none while no unit is in hand."""
    if snapshot.stage < 0:
        return ()
    states = [
        "done" if at < snapshot.stage else "now" if at == snapshot.stage else "later" for at in range(len(STAGES))
    ]
    return tuple(DotView(words.say(f"ui.stage.{name}"), state) for name, state in zip(STAGES, states, strict=True))


def parcel_side(parcel: ParcelCard, now: datetime, words: Words) -> SideView:
    """The open parcel on the left with its units."""
    whose = DOT.join(part for part in (*parcel.codes, parcel.merchant) if part)
    arrived = words.say("ui.arrived", when=when_words(parcel.arrived_at, now, words)) if parcel.arrived_at else ""
    kind = words.known(f"ui.kind.{parcel.kind}", parcel.kind) if parcel.kind != "customer_return" else ""
    return SideView(
        heading=words.say("ui.parcel"),
        title=tracking_tail(parcel.carrier, parcel.tracking) or words.say("ui.parcel_unknown"),
        lines=tuple(line for line in (kind, whose, arrived) if line),
        rows_heading=words.say("ui.units") if parcel.rows else "",
        rows=tuple(row_view(row, words) for row in parcel.rows),
    )


def row_view(row: UnitRow, words: Words) -> RowView:
    """One unit; a lot shows its quantity first."""
    title = f"{row.quantity} × {row.title}" if row.quantity > 1 else row.title
    return RowView(title, words.text(row.note), row.state)


def product_view(product: ProductCard, words: Words) -> ProductView:
    """The thing in hand with its remarks in one line; the SKU stands for a missing title."""
    title = product.title or product.sku
    if product.quantity > 1:
        title = f"{product.quantity} × {title}"
    sku = product.sku if product.sku != product.title else ""
    plain = [fact for fact in product.facts if not fact.key.startswith(SIGNAL)]
    signals = tuple(words.text(fact) for fact in product.facts if fact.key.startswith(SIGNAL))
    remarks = DOT.join(part for part in (*(words.text(fact) for fact in plain), sku) if part)
    return ProductView(title, remarks, product.picture, signals)


def remark_words(remark: Text | None, now: datetime, words: Words) -> str:
    """A remark in words; a day in it is the site's."""
    if remark is None:
        return ""
    due = remark.args.get("due")
    args = {**remark.args, "due": day_words(due, now, words)} if isinstance(due, str) else remark.args
    return words.text(Text(remark.key, args))


def band_view(snapshot: Snapshot, words: Words) -> BandView | None:
    """Route and position in big words, the thing and its grade above, the reason below."""
    card = snapshot.route
    if card is None:
        return None
    thing = snapshot.product.title if snapshot.product else ""
    grade = words.say("ui.grade", grade=words.known(f"grade.{card.grade}", card.grade)) if card.grade else ""
    route = words.known(f"route.{card.route}", card.route)
    why = words.sentences([words.text(text) for text in card.why])
    return BandView(
        route=card.route,
        above=DOT.join(part for part in (thing, grade) if part),
        words=f"{route} → {card.position}" if card.position else route,
        why=words.say("ui.why", why=why) if why else "",
        more=words.text(card.second),
        money=_money(card, words),
    )


def _money(card: RouteCard, words: Words) -> str:
    """What the way should bring; the domain gives it to those who may see it."""
    if card.net is None or not card.currency:
        return ""
    return words.say("card.net", money=texts.money(words.lang, card.net, card.currency))


def choice_views(snapshot: Snapshot, words: Words) -> tuple[ChoiceView, ...]:
    """All cards; while a number or PIN is typed, digits choose nothing, and none is shown on a card."""
    views = tuple(choice_view(choice, words) for choice in snapshot.choices)
    typing = snapshot.entry in ("number", "pin")
    return tuple(structs.replace(view, number="") for view in views) if typing else views


def choice_view(choice: Choice, words: Words) -> ChoiceView:
    """One card; number 0 means: no key."""
    name = choice.key.rpartition(":")[2].rpartition(".")[2]
    return ChoiceView(
        key=choice.key,
        code=choice.code,
        text=words.text(choice.text),
        hint=words.hint(choice.hint),
        number=str(choice.number) if 1 <= choice.number <= 9 else "",
        style=choice.style,
        route=name if choice.style == "route" and name in ROUTES else "",
        picture=choice.picture,
    )


def entry_view(snapshot: Snapshot, words: Words) -> EntryView | None:
    """The field that takes typing; unknown kinds are taken as text."""
    if not snapshot.entry:
        return None
    kind = snapshot.entry if snapshot.entry in ("text", "number", "pin") else "text"
    return EntryView(kind, words.say(f"ui.entry.{kind}"), words.say("ui.enter"))
