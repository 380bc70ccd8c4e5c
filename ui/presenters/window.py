"""The whole window from one snapshot: picks the kind of screen and puts the parts together."""

from datetime import datetime

from msgspec import Struct

from station.domain.bench.snapshot import Snapshot
from ui.presenters import bench, frame
from ui.presenters.dock import Taken, dock_side
from ui.presenters.label import label_view
from ui.presenters.pictures import picture_of
from ui.presenters.views import SideView, View
from ui.presenters.words import Words

LABELLED = ("labelling", "stowing", "full_tote", "taking_out", "hold_place", "voiding", "danger")
"""Steps at which the label itself is what is looked at; elsewhere it would only take the room of the choices."""
HELD = ("hold_place", "resuming")


class Setting(Struct, frozen=True):
    """What is no part of the bench: the station's name, the moment (in the site's zone), language, the dock's list."""

    station: str
    now: datetime
    lang: str
    taken: Taken = Taken()
    look_up: str = ""
    """Whether the window has a look-up: "" no, offered, or open."""


def kind_of(snapshot: Snapshot) -> str:
    """Which screen: sign-in, danger and lock come before everything else."""
    if snapshot.step == "signed_out":
        return "sign_in"
    if snapshot.tone in ("stop", "locked"):
        return snapshot.tone
    return "dock" if snapshot.mode == "dock" else "bench"


def present(snapshot: Snapshot, setting: Setting) -> View:
    """The one picture of this moment. A language nobody knows is shown in English."""
    words, kind = Words(setting.lang), kind_of(snapshot)
    return View(
        number=snapshot.number,
        question=snapshot.question,
        kind=kind,
        lang=words.lang,
        frame=frame.frame_view(snapshot, setting.station, setting.now, words, _look_up(kind, setting)),
        title=words.text(snapshot.title),
        hint=words.hint(snapshot.hint),
        side=_side(kind, snapshot, setting, words),
        dots=() if kind == "stop" else bench.dots(snapshot, words),
        band=bench.band_view(snapshot, words) if _routed(snapshot, kind) else None,
        product=bench.product_view(snapshot.product, words) if snapshot.product and _in_hand(snapshot, kind) else None,
        label=label_view(snapshot, words, proof=kind != "stop") if _labelled(snapshot) else None,
        choices=bench.choice_views(snapshot, words),
        entry=bench.entry_view(snapshot, words),
        commands=frame.place_commands(snapshot, words),
        more=frame.more_commands(snapshot, words),
        picture=picture_of(snapshot),
        remark=bench.remark_words(snapshot.remark, setting.now, words),
        idle=_idle(snapshot, kind),
        busy=words.say("ui.busy") if snapshot.busy else "",
    )


def _look_up(kind: str, setting: Setting) -> str:
    return setting.look_up if kind in ("bench", "dock") else ""


def _labelled(snapshot: Snapshot) -> bool:
    return snapshot.step in LABELLED and not (snapshot.step == "danger" and snapshot.choices)


def _in_hand(snapshot: Snapshot, kind: str) -> bool:
    """The band names the thing already."""
    return snapshot.product is not None and (snapshot.route is None or not _routed(snapshot, kind))


def _routed(snapshot: Snapshot, kind: str) -> bool:
    """A thing that is held, or dangerous, goes nowhere yet: its route would only mislead."""
    return kind != "stop" and snapshot.step not in HELD


def _idle(snapshot: Snapshot, kind: str) -> bool:
    """Only a scan is waited for, and nothing else is to be looked at."""
    shown = snapshot.choices or snapshot.entry or snapshot.product or snapshot.label or snapshot.route
    return not shown and kind in ("bench", "dock")


def _side(kind: str, snapshot: Snapshot, setting: Setting, words: Words) -> SideView | None:
    if kind == "dock":
        return dock_side(setting.taken, setting.now, words)
    if kind == "bench" and snapshot.parcel:
        return bench.parcel_side(snapshot.parcel, setting.now, words)
    return None
