import pytest

from station.devices.discovery import choose_port, find_port
from station.devices.link import SerialPort, list_serial_ports
from station.devices.ports import LinkLost

SCANNER = SerialPort("/dev/ttyACM0", "S-100", "0C2E:0B6A", "scanner")
TWIN = SerialPort("/dev/ttyACM1", "S-101", "0C2E:0B6A", "scanner")
SCALE = SerialPort("/dev/ttyUSB0", "", "0403:6001", "scale")
PLAIN = SerialPort("COM1")
PORTS = [SCANNER, TWIN, SCALE, PLAIN]


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("S-100", "/dev/ttyACM0"),
        ("S-101", "/dev/ttyACM1"),
        ("0403:6001", "/dev/ttyUSB0"),
        ("COM1", "COM1"),
        ("/dev/ttyACM1", "/dev/ttyACM1"),
    ],
)
def test_the_one_that_fits(wanted: str, path: str) -> None:
    assert choose_port(PORTS, wanted) == path


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ("0c2e:0b6a", "2 ports fit"),
        ("S-999", "no such port"),
        ("", "no such port"),
    ],
)
def test_no_guess(wanted: str, why: str) -> None:
    with pytest.raises(LinkLost, match=why):
        choose_port(PORTS, wanted)
    with pytest.raises(LinkLost, match=why):
        find_port(wanted, lambda: PORTS)


def test_a_path_that_is_not_listed_is_tried_as_it_is() -> None:
    assert find_port("/dev/scanner", lambda: PORTS) == "/dev/scanner"


def test_this_machine_can_be_asked() -> None:
    assert all(port.path for port in list_serial_ports())
