"""How scanner and scale talk: what the settings may say, and which driver they lead to."""

from pathlib import Path

import pytest

from station import config
from station.config import Config, Refused
from station.devices.hid import HidScanner
from station.devices.link import Link
from station.devices.ports import LinkLost, RawScan, Reading
from station.devices.scanners import LinkScanner
from station.devices.simulated import VirtualScale
from station.devices.ssi import SsiScanner
from station.talking import Scanning, Weighing, open_scanner, rules, scale_on
from tests.contracts.scales import ScalePair
from tests.contracts.scanners import LONG, FakeHid

TOML = """
scanner = "serial:S1?115200"
scale = "tcp://192.0.2.9:4001"
[scanning]
protocol = "ssi"
[weighing]
protocol = "toledo"
unit = "lb"
bits = "7O1"
"""


def test_settings_from_a_file(tmp_path: Path) -> None:
    (tmp_path / config.FILE).write_text(TOML, "utf-8")
    told = config.load(tmp_path, {"RETURNS_STATION_SCANNING__FEEDBACK": "honeywell"})
    assert told.scanning == Scanning("ssi", "honeywell")
    assert told.weighing == Weighing("toledo", "lb", "7O1")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("SCANNING__PROTOCOL", "morse"),
        ("SCANNING__FEEDBACK", "acme"),
        ("WEIGHING__PROTOCOL", "acme"),
        ("WEIGHING__UNIT", "stone"),
        ("WEIGHING__BITS", "7N1"),
    ],
)
def test_a_wrong_word_is_refused_with_what_is_allowed(tmp_path: Path, key: str, value: str) -> None:
    with pytest.raises(Refused, match="is not among") as refused:
        config.load(tmp_path, {f"RETURNS_STATION_{key}": value})
    assert refused.value.key == key.lower().replace("__", ".")


def test_the_defaults_break_no_rule(tmp_path: Path) -> None:
    assert rules(Config(tmp_path).scanning, Config(tmp_path).weighing) == []
    assert all(good for _, good, _ in rules(Scanning("ssi"), Weighing("cas")))


class Dead:
    """A line on which nothing ever comes."""

    def read(self, timeout: float) -> bytes:
        return b""

    def write(self, data: bytes) -> None:
        raise LinkLost(data.hex())

    def close(self) -> None:
        """Nothing to give back."""


def dead(_place: str) -> Link:
    return Dead()


def test_each_word_leads_to_its_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(open_scanner("s", "COM3", Scanning(), dead), LinkScanner)
    assert isinstance(open_scanner("s", "COM3", Scanning("ssi"), dead), SsiScanner)
    api = FakeHid()
    monkeypatch.setattr("station.devices.hid.library", lambda: api)
    scanner = open_scanner("s", "hid:S1", Scanning(), dead)
    assert isinstance(scanner, HidScanner)
    api.scan(b"CODE")
    assert scanner.read(LONG) == RawScan("s", b"]C0CODE")


@pytest.mark.parametrize(("feedback", "beep"), [("honeywell", b"\x1b8,\x1b8,"), ("datalogic", b"FE")])
def test_a_plain_scanner_beeps_as_its_make_does(feedback: str, beep: bytes) -> None:
    scanner = open_scanner("s", "COM3", Scanning(feedback=feedback), dead)
    with pytest.raises(LinkLost, match=beep.hex()):
        scanner.tell(False)


def test_only_scanners_that_can_are_answered() -> None:
    assert [Scanning().answers, Scanning("ssi").answers, Scanning(feedback="datalogic").answers] == [False, True, True]


def test_a_toledo_behind_a_converter_is_spoken_to_in_eight_bits_and_on_a_port_in_seven() -> None:
    virtual = VirtualScale(protocol="toledo", unit="lb")
    virtual.put(454)
    virtual.start()
    pair = ScalePair("toledo", "tcp")
    pair.virtual.stop()
    pair.virtual = virtual
    scale = scale_on(pair.open, Weighing("toledo", "lb"), network=True)
    assert scale.weigh(2.0) == Reading(454, "stable")
    scale.close()
    seven = scale_on(pair.open, Weighing("toledo", "lb"), network=False)
    assert seven.weigh(0.05).state == "error"
    seven.close()
    pair.close()
