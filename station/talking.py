"""How this station's scanner and scale talk, as settings, and the drivers that follow from them. Opens nothing by
itself: a line comes from whoever knows where the device is."""

from collections.abc import Callable

from msgspec import Struct

from station.devices.link import Link, Opener
from station.devices.ports import Scale, Scanner

HID = "hid:"
"""Before a HID-POS scanner's serial number or VID:PID; alone, the only one that is plugged in."""
SCANNERS = ("plain", "ssi")


class Scanning(Struct, frozen=True, forbid_unknown_fields=True):
    """protocol: plain (codes that end in CR or LF) or ssi (Zebra: packets that are acknowledged, beeps and light);
    feedback: the make whose beeps a plain scanner knows (honeywell, datalogic), or none; camera: part of the name of a
    camera of this computer that scans, too (`any`: the usual one), or empty."""

    protocol: str = "plain"
    feedback: str = "none"
    camera: str = ""

    @property
    def answers(self) -> bool:
        """Whether the scanner is told what became of its scans."""
        return self.protocol == "ssi" or self.feedback != "none"


class Weighing(Struct, frozen=True, forbid_unknown_fields=True):
    """protocol: sics, toledo, nci or cas; unit: of a Toledo, which names none; bits: of a character on a serial line
    (8N1, 7E1, 7O1), empty = as usual for the protocol."""

    protocol: str = "sics"
    unit: str = "kg"
    bits: str = ""


def rules(scanning: Scanning, weighing: Weighing) -> list[tuple[str, bool, str]]:
    """Key, whether it is right, and what is allowed."""
    if (scanning, weighing) == (Scanning(), Weighing()):
        return []  # start-up time: the tables are not needed to know that
    from station.devices.feedback import MAKES
    from station.devices.parity import BITS
    from station.devices.scale_words import PROTOCOLS
    from station.devices.weights import GRAMS

    return [
        ("scanning.protocol", *_among(scanning.protocol, SCANNERS)),
        ("scanning.feedback", *_among(scanning.feedback, tuple(MAKES))),
        ("weighing.protocol", *_among(weighing.protocol, tuple(PROTOCOLS))),
        ("weighing.unit", *_among(weighing.unit, tuple(GRAMS))),
        ("weighing.bits", *_among(weighing.bits, ("", *BITS))),
    ]


def _among(told: str, allowed: tuple[str, ...]) -> tuple[bool, str]:
    return told in allowed, f"{told!r} is not among {', '.join(word for word in allowed if word)}"


def open_scanner(name: str, place: str, manners: Scanning, line: Callable[[str], Link]) -> Scanner:
    """The scanner at that place, open. Raises LinkLost."""
    if place.startswith(HID):
        from station.devices.hid import open_hid

        return open_hid(name, place.removeprefix(HID))
    if manners.protocol == "ssi":
        from station.devices.ssi import SsiScanner

        return SsiScanner(name, line(place))
    from station.devices.feedback import MAKES
    from station.devices.scanners import LinkScanner

    return LinkScanner(name, line(place), feedback=MAKES[manners.feedback])


def scale_on(opener: Opener, manners: Weighing, *, network: bool) -> Scale:
    """The scale on that line, not yet opened. network: the converter at its far end speaks the scale's own bits."""
    from station.devices.parity import in_bits
    from station.devices.scale_words import PROTOCOLS
    from station.devices.scales import LineScale

    protocol = PROTOCOLS[manners.protocol]
    bits = "8N1" if network else manners.bits or protocol.bits
    return LineScale(in_bits(opener, bits), protocol, unit=manners.unit)
