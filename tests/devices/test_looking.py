"""What stands at the other end of a line is told by asking it; nothing is printed and nobody is taken for another."""

from pathlib import Path

import pytest

from station.devices import looking, telling
from station.devices.link import SerialPort, open_tcp
from station.devices.looking import Found, Place
from station.devices.makers import maker_of
from station.devices.ports import LinkLost
from station.devices.simulated import VirtualScale, VirtualScanner
from station.devices.virtual_printer import VirtualPrinter

SHORT_S = 0.3


def at(port: int):  # type: ignore[no-untyped-def]  # an Opener
    return lambda: open_tcp("127.0.0.1", port)


@pytest.mark.parametrize("language", ["zpl", "tspl", "epl", "escpos", "brother"])
def test_a_printer_tells_its_language_and_prints_nothing(language: str, tmp_path: Path) -> None:
    printer = VirtualPrinter(tmp_path, port=0, language=language)
    printer.start()
    try:
        told = telling.tell_printer(at(printer.port), answer=SHORT_S)
        assert told is not None
        assert (told.language, told.fault) == (language, "")
        assert printer.labels == []
    finally:
        printer.stop()


def test_a_printer_without_paper_is_one_all_the_same(tmp_path: Path) -> None:
    printer = VirtualPrinter(tmp_path, port=0)
    printer.set_fault("paper_out")
    printer.start()
    try:
        (found,) = [one for one in looking.look([f"127.0.0.1:{printer.port}"], "ipp://127.0.0.1:1/") if one.language]
    finally:
        printer.stop()
    assert (found.state, found.fault, found.language) == ("attention", "printer.paper_out", "zpl")


def test_a_scale_tells_its_protocol() -> None:
    scale = VirtualScale()
    scale.start()
    try:
        scale.put(1200)
        told = telling.tell_scale(at(scale.port), network=True, answer=SHORT_S)
    finally:
        scale.stop()
    assert told == telling.Told("sics")


def test_who_says_nothing_is_nobody_and_a_dead_line_is_told() -> None:
    scanner = VirtualScanner()
    scanner.start()
    try:
        assert telling.tell_scale(at(scanner.port), answer=0.05) is None
        assert telling.tell_printer(at(scanner.port), answer=0.05) is None
        found = looking.at("scanner", f"tcp://127.0.0.1:{scanner.port}")
        assert (found.kind, found.state) == ("scanner", "unasked")
    finally:
        scanner.stop()
    with pytest.raises(LinkLost):
        telling.tell_scale(at(scanner.port))
    assert looking.at("scale", f"tcp://127.0.0.1:{scanner.port}").state == "lost"


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("open /dev/ttyUSB0: [Errno 11] Could not exclusively lock port", "in_use"),
        ("open /dev/usb/lp0: [Errno 16] Device or resource busy", "in_use"),
        ("open COM3: PermissionError(13, 'Access is denied.')", "in_use"),
        ("open /dev/ttyUSB0: [Errno 13] Permission denied", "forbidden"),
        ("open /dev/ttyUSB0: [Errno 2] No such file", "lost"),
    ],
)
def test_why_a_line_cannot_be_opened(said: str, state: str) -> None:
    def dead():  # type: ignore[no-untyped-def]  # an Opener
        raise LinkLost(said)

    assert looking.ask(Place("scale", "x", "x", dead, ("scale",))).state == state


@pytest.mark.parametrize(
    ("usb", "kind"),
    [("05E0:1701", "scanner"), ("0403:6001", "serial"), ("0A5F:00D3", "printer"), ("0EB8:F000", "scale")],
)
def test_makers_are_known_by_their_number(usb: str, kind: str) -> None:
    maker = maker_of(usb)
    assert maker is not None
    assert maker.kinds[0] == kind
    assert maker_of("") is None


def test_a_port_is_named_by_its_serial_number_and_a_scanner_is_asked_nothing() -> None:
    place = looking._port(SerialPort("/dev/ttyACM0", "S42", "05E0:1701", "Bar Code Scanner"))
    assert (place.address, place.kind, place.asks, place.name) == (
        "serial:S42",
        "scanner",
        (),
        "Zebra Bar Code Scanner",
    )
    assert looking.ask(place) == Found(
        "scanner", "serial:S42", "Zebra Bar Code Scanner", "unasked", serial_number="S42"
    )


def test_ports_with_one_number_are_told_apart_by_their_names() -> None:
    """A converter with two ports: chosen by the number alone, neither could be opened."""
    ports = [SerialPort(f"/dev/ttyUSB{n}", "FT1", "0403:6010") for n in (0, 1)]
    ports.append(SerialPort("/dev/ttyUSB2", "FT2", "0403:6001"))
    assert [one.address for one in looking._serial(ports)] == [
        "serial:/dev/ttyUSB0",
        "serial:/dev/ttyUSB1",
        "serial:FT2",
    ]


def test_a_system_printer_at_a_given_address_is_looked_at() -> None:
    found = looking.look(("ipp://127.0.0.1:1/ipp/print",), "ipp://127.0.0.1:1/")
    assert [one.state for one in found if one.address == "ipp://127.0.0.1:1/ipp/print"] == ["lost"]


def test_without_a_print_service_there_are_no_queues() -> None:
    assert looking.print_queues("ipp://127.0.0.1:1/") == ()
    assert looking.printer_at("ipp://127.0.0.1:1/ipp/print").state == "lost"
