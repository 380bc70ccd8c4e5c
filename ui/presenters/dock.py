"""The dock's left column: what was taken in since the operator came. A fold over snapshots; nothing is stored."""

from datetime import datetime

from msgspec import Struct, structs

from station.domain.bench.snapshot import ParcelCard, Snapshot
from ui.presenters.views import RowView, SideView
from ui.presenters.words import DOT, Words, clock_words, moment, tracking_tail, when_words

SHOWN = 8


class Taken(Struct, frozen=True):
    """Parcels taken in by this operator, newest first, and how many. The journal is the truth; this is for the eye."""

    operator: str = ""
    count: int = 0
    parcels: tuple[ParcelCard, ...] = ()


def take_in(taken: Taken, snapshot: Snapshot) -> Taken:
    """The list after one more snapshot: a new parcel at the dock goes on top, a known one is brought up to date."""
    if snapshot.operator != taken.operator:
        taken = Taken(snapshot.operator)
    parcel = snapshot.parcel
    if snapshot.mode != "dock" or parcel is None:
        return _count(taken, snapshot)
    known = any(old.id == parcel.id for old in taken.parcels)
    rest = tuple(old for old in taken.parcels if old.id != parcel.id)
    kept = Taken(taken.operator, taken.count + (not known), (parcel, *rest)[:SHOWN])
    return _count(kept, snapshot)


def _count(taken: Taken, snapshot: Snapshot) -> Taken:
    """The engine's own count, where it says one, is better than ours."""
    texts = [text for text in (snapshot.title, snapshot.hint) if text]
    said = [text.args["count"] for text in texts if isinstance(text.args.get("count"), int)]
    return structs.replace(taken, count=int(said[0])) if said and snapshot.mode == "dock" else taken


def dock_side(taken: Taken, now: datetime, words: Words) -> SideView:
    """The counter and the last parcels."""
    return SideView(
        heading=words.say("ui.dock.taken_in"),
        title="",
        rows_heading=words.say("ui.dock.last") if taken.parcels else "",
        rows=tuple(_row(parcel, now, words) for parcel in taken.parcels),
        figure=str(taken.count),
        figure_words=words.say("ui.dock.parcels"),
    )


def _row(parcel: ParcelCard, now: datetime, words: Words) -> RowView:
    whose = parcel.merchant or words.known(f"ui.kind.{parcel.kind}", parcel.kind)
    arrived = _time(parcel, now, words)
    known = parcel.codes or parcel.kind != "customer_return"
    note = DOT.join(part for part in (arrived, whose) if part)
    return RowView(tracking_tail(parcel.carrier, parcel.tracking) or "—", note, "done" if known else "problem")


def _time(parcel: ParcelCard, now: datetime, words: Words) -> str:
    """Only the time: what is on this list came just now."""
    found = moment(parcel.arrived_at)
    if found and found.astimezone(now.tzinfo).date() == now.date():
        return clock_words(found.astimezone(now.tzinfo))
    return when_words(parcel.arrived_at, now, words) if parcel.arrived_at else ""
