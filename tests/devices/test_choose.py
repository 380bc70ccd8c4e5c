"""From settings to drivers: kinds, addresses, and a device file as a line (a pty stands in for /dev/usb/lp0)."""

import os
import sys
import threading
from pathlib import Path

import pytest

from station.devices.device_file import open_device_file
from station.devices.ports import LinkLost, NotReady
from station.devices.printers.choose import RAW_PRINTERS, opener, raw_printer
from station.devices.virtual_printer import VirtualPrinter
from tests.contracts.printers import LANGUAGES, QUICK, Pair, job


def test_every_kind_has_a_driver_and_no_other() -> None:
    for kind in RAW_PRINTERS:
        raw_printer(kind, "tcp://printer.example:9100").close()
    with pytest.raises(ValueError, match="no such kind of printer: dpl"):
        raw_printer("dpl", "tcp://printer.example")


GOOD = [
    "tcp://h",
    "tcp://h:9101",
    "tcp://[::1]:9100",
    "tcp://[::1]",
    "serial:COM3",
    "serial:/dev/ttyUSB0?115200",
    "file:x",
]
BAD = [
    "",
    "h",
    "tcp:h:9100",
    "tcp://",
    "tcp://h:0",
    "tcp://h:99999",
    "tcp://h:x",
    "serial:",
    "serial:COM3?",
    "serial:a?0",
]


@pytest.mark.parametrize("address", GOOD)
def test_addresses(address: str) -> None:
    assert callable(opener(address))


@pytest.mark.parametrize("address", [*BAD, "serial:COM3?fast", "file:", "usb:1", "tcp://h:٣"])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(ValueError, match="no printer address"):
        opener(address)


def test_a_tcp_address_reaches_its_printer(tmp_path: Path) -> None:
    virtual = VirtualPrinter(tmp_path, port=0)
    virtual.start()
    driver = raw_printer("zpl", f"tcp://127.0.0.1:{virtual.port}", QUICK)
    assert driver.ready().odometer == 0
    driver.close()
    virtual.stop()


def test_a_file_that_is_not_there_is_a_printer_that_is_offline(tmp_path: Path) -> None:
    driver = raw_printer("brother", f"file:{tmp_path / 'lp0'}", QUICK)
    with pytest.raises(NotReady, match=r"printer\.offline"):
        driver.ready()


if sys.platform != "win32":

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_each_language_prints_through_a_device_file(language: str, tmp_path: Path) -> None:
        import tty

        pair = Pair(language, "pty", tmp_path)
        assert pair.bridge
        keeper = os.open(pair.bridge.peer.path, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(keeper)
        pair.bridge.at_any_speed = True
        path = pair.bridge.peer.path
        driver = raw_printer(language, f"file:{path}", QUICK)
        outcome = driver.print(job(language, 2, 3), 2, driver.ready())
        assert (outcome.verdict, pair.out(3)) == ("PRINTED", 2), outcome.evidence
        os.close(keeper)
        pair.close()

    def test_a_device_that_vanishes_or_takes_nothing_is_a_loss() -> None:
        import tty

        master, slave = os.openpty()
        tty.setraw(slave)
        link = open_device_file(os.ttyname(slave), write_timeout=0.05)
        assert link.read(0.01) == b""
        threading.Timer(0.01, os.write, (master, b"ok")).start()
        assert link.read(5.0) == b"ok"
        with pytest.raises(LinkLost) as lost:
            link.write(bytes(10**6))
        assert lost.value.gave_up
        os.close(slave)
        os.close(master)
        with pytest.raises(LinkLost):
            link.read(0.5)
        link.close()
        link.close()


def test_only_a_network_printer_is_taken_to_be_another_station_s_too(virtual: VirtualPrinter) -> None:
    address = f"tcp://127.0.0.1:{virtual.port}"
    printer = raw_printer("zpl", address, QUICK)
    assert printer.print(job("zpl"), 1, printer.ready()).verdict == "PRINTED"
    assert printer.settle(0, 1).verdict == "UNKNOWN"
    assert raw_printer("zpl", address, QUICK, exclusive=True).settle(0, 1).verdict == "PRINTED"
