"""One snapshot to one picture, without Qt."""

import subprocess
import sys

import pytest
from msgspec import structs

from station.domain.bench.snapshot import Choice, ProductCard, Snapshot
from station.domain.notices import Text
from tests.ui import samples as s
from tests.ui.samples import words
from ui.presenters import keys
from ui.presenters.dock import Taken, take_in
from ui.presenters.views import View
from ui.presenters.window import Setting, kind_of, present


def view(snapshot: Snapshot, lang: str = "en", taken: Taken | None = None) -> View:
    return present(snapshot, Setting("R7", s.NOW, lang, taken or Taken()))


def test_presenters_do_not_need_qt() -> None:
    code = "import sys, ui.presenters.window, ui.presenters.status, ui.presenters.notices, ui.presenters.keys; "
    code += "sys.exit(any(name.startswith(('PySide6', 'babel')) for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("grade", "bench"),
        ("dock", "dock"),
        ("sign_in", "sign_in"),
        ("pin", "sign_in"),
        ("locked", "locked"),
        ("stop", "stop"),
    ],
)
def test_the_kind_of_screen(name: str, kind: str) -> None:
    assert kind_of(s.SAMPLES[name]) == kind


def test_the_parcel_and_its_units() -> None:
    side = view(s.GRADE).side
    assert side is not None
    assert side.title == "UPS · · · 6784"
    assert side.lines == ("RMA 20418 • Northwind Shoes", "arrived today 10:39")
    assert [row.state for row in side.rows] == ["done", "now", "expected", "problem"]


def test_stages() -> None:
    assert [dot.state for dot in view(s.LABELLING).dots] == ["done", "done", "done", "now", "later"]
    assert view(s.READY).dots == ()


def test_the_band_names_route_position_and_reason() -> None:
    band = view(s.LABELLING).band
    assert band is not None
    assert (band.words, band.above) == ("Resale → B-14", "City sneaker, black, 41 • grade B")
    assert band.why == "Why: Tried indoors, box missing. The outlet brings most."
    assert (band.more, band.money) == ("Next best: liquidate", "")


def test_money_is_shown_where_the_domain_gives_it() -> None:
    card = structs.replace(s.LABELLING.route, net=7885, currency="EUR") if s.LABELLING.route else None
    band = view(structs.replace(s.LABELLING, route=card)).band
    assert band is not None
    assert band.money == "Expected: €78.85"


def test_signals_are_remarks_of_their_own() -> None:
    facts = (words("900 g"), Text("signal.weight_off"))
    shown = view(structs.replace(s.GRADE, product=ProductCard("Lamp", "L-1", facts))).product
    assert shown is not None
    assert shown.remarks == "900 g • L-1"
    assert shown.signals == ("The weight is not that of this product.",)


def test_what_is_held_is_told_with_its_day_and_shows_no_route() -> None:
    held = Text("card.held", {"reason": "@hold.ask_merchant", "decider": "@decider.merchant",
                              "due": "2026-11-27T10:00:00.000000Z", "default": "@route.donate"})  # fmt: skip
    shown = view(structs.replace(s.LABELLING, step="hold_place", product=s.PRODUCT, remark=held))
    assert shown.remark == "On hold: Ask the merchant. By Nov 27, 2026, the merchant decides; after that: Donate."
    assert (shown.band, shown.product is not None) == (None, True)


@pytest.mark.parametrize(
    ("snapshot", "picture"),
    [
        (structs.replace(s.GRADE, picture="sole"), "sole"),
        (structs.replace(s.GRADE, step="photo"), "camera"),
        (structs.replace(s.GRADE, title=Text("care.wipe")), "wipe"),
        (structs.replace(s.STOP, picture="sole"), ""),
    ],
)
def test_a_picture_stands_beside_what_is_asked(snapshot: Snapshot, picture: str) -> None:
    assert view(snapshot).picture == picture


def test_the_label_stands_only_where_it_is_looked_at() -> None:
    assert view(structs.replace(s.REROUTING, label=s.LABELLING.label)).label is None
    assert view(s.LABELLING).label is not None


def test_the_label_tells_its_evidence() -> None:
    label = view(s.LABELLING).label
    assert label is not None
    assert label.title == "RESALE • B"
    assert label.number == "K7Q2 M9XW 4TRD • 1"
    assert [mark.mark for mark in label.marks] == ["done", "later", "later"]


@pytest.mark.parametrize(
    ("state", "mark"),
    [("asked", "now"), ("UNKNOWN", "bad"), ("verified", "done"), ("a new word", "bad"), ("PARTIAL", "bad")],
)
def test_a_label_is_never_shown_better_than_it_is(state: str, mark: str) -> None:
    card = structs.replace(s.LABELLING.label, state=state) if s.LABELLING.label else None
    label = view(structs.replace(s.LABELLING, label=card)).label
    assert label is not None
    assert label.marks[0].mark == mark
    assert (label.marks[1].mark == "done") is (state == "verified")


def test_danger_shows_no_route_and_no_evidence() -> None:
    shown = view(s.VOIDING)
    assert shown.band is None
    assert shown.dots == ()
    assert shown.side is None
    assert shown.label is not None
    assert shown.label.marks == ()


def test_commands_keep_their_places() -> None:
    full, ready = view(s.GRADE), view(s.READY)
    assert [(c.key, c.hotkey) for c in full.commands] == [
        ("undo", "F1"),
        ("hold", "F2"),
        ("danger", "F3"),
        ("lock", "F4"),
    ]
    assert [(c.key, c.enabled) for c in ready.commands] == [
        ("undo", False),
        ("hold", False),
        ("danger", False),
        ("lock", True),
    ]
    assert [(c.key, c.hotkey) for c in ready.more] == [("mode_dock", "F5"), ("sign_out", "F6")]
    assert view(s.SIGN_IN).commands == ()


def test_a_mode_is_reached_by_its_command_only() -> None:
    tabs = view(s.READY).frame.tabs
    assert [(tab.text, tab.current, tab.press) for tab in tabs] == [("Dock", False, "mode_dock"), ("Bench", True, "")]
    assert all(not tab.press for tab in view(s.GRADE).frame.tabs)
    assert view(s.SIGN_IN).frame.tabs == ()


def test_routes_have_colour_and_shape() -> None:
    assert [choice.route for choice in view(s.REROUTING).choices] == list(s.ROUTES)


def test_digits_choose_unless_they_are_typing() -> None:
    assert keys.choice_for_digit(view(s.GRADE), "3", "") == "c3"
    assert keys.choice_for_digit(view(s.GRADE), "9", "") == ""
    assert keys.choice_for_digit(view(s.GRADE), "x", "") == ""
    assert keys.choice_for_digit(view(s.QUANTITY), "1", "") == ""
    assert keys.choice_for_digit(view(s.DESCRIBE), "2", "") == "c2"
    assert keys.choice_for_digit(view(s.DESCRIBE), "2", "size ") == ""
    assert all(choice.number == "" for choice in view(s.QUANTITY).choices)


def test_function_keys_command() -> None:
    assert keys.command_for_hotkey(view(s.GRADE), "F1") == "undo"
    assert keys.command_for_hotkey(view(s.READY), "F1") == ""
    assert keys.command_for_hotkey(view(s.READY), "F6") == "sign_out"


def test_a_tenth_choice_has_no_key() -> None:
    many = tuple(Choice(f"k{n}", f"A{n}", Text(f"Choice {n}"), None, n if n < 10 else 0) for n in range(1, 13))
    shown = view(structs.replace(s.GRADE, choices=many)).choices
    assert [choice.number for choice in shown][8:] == ["9", "", "", ""]


def test_a_question_is_answered_once() -> None:
    guard = keys.PressGuard()
    assert guard.allow(4)
    assert not guard.allow(4)
    assert guard.allow(5)
    guard.release()
    assert guard.allow(5)


def test_the_dock_keeps_the_last_parcels_and_counts() -> None:
    taken = Taken()
    for n in (0, 1, 1, 2):
        taken = take_in(taken, structs.replace(s.docked(n), title=Text("Scan")))
    assert taken.count == 3
    assert [parcel.id for parcel in taken.parcels] == ["p2", "p1", "p0"]
    assert take_in(taken, s.docked(7)).count == 7
    assert take_in(taken, structs.replace(s.docked(3), operator="Operator 8")).parcels[1:] == ()
    side = view(s.docked(2), taken=taken).side
    assert side is not None
    assert [row.state for row in side.rows] == ["problem", "done", "done"]


@pytest.mark.parametrize("lang", ["en", "zh_CN", "zh_TW", "es"])
@pytest.mark.parametrize("name", s.SAMPLES)
def test_every_own_word_is_there_in_every_language(name: str, lang: str) -> None:
    assert "ui." not in repr(view(s.SAMPLES[name], lang)).replace("ui.theme", "")
