"""The same device is found wherever it is plugged in; another one under its old name is refused."""

import os
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.devices.link import SerialPort
from station.devices.ports import LinkLost
from station.remembered import FILE, Memory, fault_of, open_line

SCALE, SCANNER = ("FT8K2XQ1", "0403:6001"), ("20311523050123", "05E0:1701")


class Sockets:
    """What is plugged in where."""

    def __init__(self) -> None:
        self.ports: list[SerialPort] = []

    def plug(self, **places: tuple[str, str]) -> None:
        self.ports = [SerialPort(f"/dev/{name}", serial, usb) for name, (serial, usb) in places.items()]

    def list(self) -> list[SerialPort]:
        return self.ports


@pytest.fixture
def sockets() -> Sockets:
    return Sockets()


@pytest.fixture
def memory(tmp_path: Path, sockets: Sockets) -> Memory:
    return Memory(tmp_path, sockets.list)


def test_the_same_scale_is_found_under_another_name(memory: Memory, sockets: Sockets, tmp_path: Path) -> None:
    sockets.plug(ttyUSB0=SCALE)
    memory.remember("/dev/ttyUSB0", memory.find("/dev/ttyUSB0"))
    sockets.plug(ttyUSB0=SCANNER, ttyUSB1=SCALE)
    assert memory.find("/dev/ttyUSB0") == "/dev/ttyUSB1"
    assert Memory(tmp_path, sockets.list).find("/dev/ttyUSB0") == "/dev/ttyUSB1", "after a restart, too"


def test_another_device_under_the_old_name_is_refused(memory: Memory, sockets: Sockets) -> None:
    sockets.plug(ttyUSB0=SCALE)
    memory.remember("/dev/ttyUSB0", "/dev/ttyUSB0")
    sockets.plug(ttyUSB0=SCANNER)
    with pytest.raises(LinkLost, match="FT8K2XQ1 is not plugged in"):
        memory.find("/dev/ttyUSB0")
    memory.forget("/dev/ttyUSB0")
    assert memory.find("/dev/ttyUSB0") == "/dev/ttyUSB0"


def test_a_serial_number_names_its_device_by_itself(memory: Memory, sockets: Sockets) -> None:
    sockets.plug(ttyACM3=SCANNER, ttyUSB0=SCALE)
    assert memory.find("20311523050123") == "/dev/ttyACM3"


def test_a_device_without_a_number_is_its_port(memory: Memory, sockets: Sockets, tmp_path: Path) -> None:
    sockets.plug(ttyUSB0=("", "1A86:7523"))
    memory.remember("/dev/ttyUSB0", "/dev/ttyUSB0")
    assert not (tmp_path / FILE).exists()
    assert memory.find("/dev/ttyUSB0") == "/dev/ttyUSB0"


def test_of_two_lines_with_one_number_each_stays_the_one_that_was_chosen(memory: Memory, sockets: Sockets) -> None:
    """A converter with two ports, or two clones with the same number: its twin is another device."""
    sockets.plug(ttyUSB0=SCALE, ttyUSB1=SCALE)
    memory.remember("/dev/ttyUSB1", memory.find("/dev/ttyUSB1"))
    assert memory.find("/dev/ttyUSB1") == "/dev/ttyUSB1"
    sockets.plug(ttyUSB2=SCALE, ttyUSB3=SCALE)
    with pytest.raises(LinkLost, match="2 ports fit"):
        memory.find("/dev/ttyUSB1")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": 1}'])
def test_a_memory_that_is_damaged_is_empty(tmp_path: Path, sockets: Sockets, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    sockets.plug(ttyUSB0=SCALE)
    memory = Memory(tmp_path, sockets.list)
    assert memory.find("/dev/ttyUSB0") == "/dev/ttyUSB0"
    memory.remember("/dev/ttyUSB0", "/dev/ttyUSB0")
    assert memory.known()["/dev/ttyUSB0"].serial_number == "FT8K2XQ1"


def test_a_home_that_refuses_stops_no_device(tmp_path: Path, sockets: Sockets) -> None:
    sockets.plug(ttyUSB0=SCALE)
    Memory(tmp_path / "nowhere", sockets.list).remember("/dev/ttyUSB0", "/dev/ttyUSB0")


@pytest.fixture
def pty() -> Iterator[tuple[int, str]]:
    near, far = os.openpty()
    tty.setraw(far)
    yield near, os.ttyname(far)
    os.close(near)
    os.close(far)


def test_a_line_is_opened_where_its_device_is_now(memory: Memory, sockets: Sockets, pty: tuple[int, str]) -> None:
    near, path = pty
    sockets.ports = [SerialPort(path, *SCALE)]
    link = open_line("serial:FT8K2XQ1?9600", memory)
    os.write(near, b"S S 1 g\r\n")
    assert link.read(2.0)
    link.close()
    assert memory.known()["FT8K2XQ1"].usb == "0403:6001"


@pytest.mark.parametrize("place", ["tcp://scale.local:4001", "COM3", "serial:FT8K2XQ1?9600", "/dev/ttyUSB0?115200"])
def test_addresses(place: str) -> None:
    assert fault_of(place) == ""


@pytest.mark.parametrize("place", ["tcp://host", "tcp://:1", "serial:", "COM3?fast", "tcp://h:99999"])
def test_what_is_no_address(place: str) -> None:
    assert fault_of(place)
