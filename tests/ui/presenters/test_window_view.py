"""One snapshot to one picture, without Qt."""

import subprocess
import sys

import pytest
from msgspec import structs

from station.domain.bench.snapshot import Choice, Snapshot
from station.domain.notices import Text
from tests.ui import samples as s
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
    assert band.why.startswith("Why: tried indoors")
    assert band.more.startswith("Next best")


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
