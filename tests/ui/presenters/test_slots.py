"""The cards of the set-up screen: printers as many as there are, how each stands at this moment, what can be done."""

import pytest

from station import texts
from ui.presenters.setup import setup_view
from ui.presenters.setup_parts import Device, Setup, SlotView
from ui.presenters.slots import free_place, next_speech, slots
from ui.presenters.status import DeviceStatus
from ui.presenters.words import Words

EN = Words("en")
TWO = {"printer": "10.0.0.7:9100", "printer3": "10.0.0.9:9100"}
HERE = Device("printer", "10.0.0.7:9100", "ZD421", "ready", "", "zpl", 203)
INSTALL = "python -m pip install PySide6-Addons==6.11.3"


def card(setup: Setup, role: str) -> SlotView:
    return next(one for one in slots(setup, EN) if one.role == role)


def test_a_place_between_that_is_empty_is_the_next_to_be_filled() -> None:
    setup = Setup((HERE, Device("printer", "10.0.0.8:9100", "TE210", "ready", "", "tspl")), TWO)
    assert [one.role for one in slots(setup, EN)] == ["printer", "printer3", "scanner", "scale", "camera"]
    assert free_place(setup) == "printer2"
    offered = [use.role for found in setup_view(setup, EN).found for use in found.uses]
    assert offered == ["printer2"]
    full = Setup(setup.devices, TWO | {"printer2": "x", "printer4": "y"})
    assert not [use for found in setup_view(full, EN).found for use in found.uses]


def test_devices_with_one_name_are_told_apart_by_their_addresses() -> None:
    """Two converters of one make: which of them the scale stands behind must be seen before it is chosen."""
    one, two = (Device("scale", f"serial:FT{n}", "FTDI converter", "ready", "", "sics") for n in (1, 2))
    setup = Setup((one, two, HERE), {"scale": "serial:FT2", "printer": HERE.address})
    titles = [found.title for found in setup_view(setup, EN).found]
    assert titles == ["FTDI converter (serial:FT1)", "FTDI converter (serial:FT2)", "ZD421"]
    assert card(setup, "scale").device == "FTDI converter (serial:FT2)"
    assert card(setup, "printer").device == "ZD421"


def test_the_lamp_of_the_moment_counts_for_more_than_what_was_seen() -> None:
    aside = Setup((HERE,), TWO, lamps=(DeviceStatus("printer", "trouble", "printer.set_aside", 2),))
    one = card(aside, "printer")
    assert (one.mark, one.note) == ("warn", "set aside • labels waiting: 2")
    assert one.large is not None
    assert (one.large.act, one.large.code, one.large.hotkey) == ("on", "CMD-PRINTER-ON", "1")
    here = card(Setup((HERE,), TWO), "printer").large
    assert here is not None
    assert (here.act, here.code) == ("aside", "CMD-PRINTER-ASIDE")


@pytest.mark.parametrize("lang", texts.languages())
def test_without_the_extra_it_is_said_what_to_install(lang: str) -> None:
    for wanted, mark in (({}, "later"), ({"camera": "device:x"}, "warn"), ({"camera": "folder:/x"}, "ok")):
        setup = Setup((), wanted, install=INSTALL)
        (camera,) = [one for one in slots(setup, Words(lang)) if one.role == "camera"]
        assert camera.mark == mark
        assert (INSTALL in camera.note) == (mark != "ok")


@pytest.mark.parametrize(
    ("before", "act", "after"),
    [
        (("zpl", 203), "dpi", ("zpl", 300)),
        (("zpl", 600), "dpi", ("zpl", 203)),
        (("escpos", 203), "language", ("brother", 300)),
        (("brother", 300), "language", ("zpl", 300)),
        (("brother", 300), "dpi", ("brother", 300)),
        (("odd", 152), "language", ("zpl", 203)),
    ],
)
def test_a_press_leads_to_the_next_language_or_fineness(
    before: tuple[str, int], act: str, after: tuple[str, int]
) -> None:
    assert next_speech(*before, act) == after
