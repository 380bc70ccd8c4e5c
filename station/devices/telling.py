"""Asks what stands at the other end of a line: which language a printer speaks and how fine it prints, which protocol a
scale speaks. Only questions that print nothing; each on a line of its own, so that no answer is taken for another's.

Languages are asked in an order in which a wrong question does least: what one printer answers, the others pass over.
"""

import re
import threading

import msgspec

from station.devices.link import Opener
from station.devices.parity import in_bits
from station.devices.ports import LinkLost, NotReady
from station.devices.printers.choose import RAW_PRINTERS
from station.devices.printers.judge import Timing
from station.devices.printers.talk import Silent, Talk, whole
from station.devices.scale_words import PROTOCOLS
from station.devices.scales import LineScale

ANSWER_S = 0.6
LANGUAGES = ("zpl", "tspl", "escpos", "epl", "brother")
DPI = {"6": 152, "8": 203, "12": 300, "24": 600}
"""Dots per millimetre, as ~HI tells them."""

_NOBODY = ("printer.silent", "printer.unreadable")
_IDENTITY = re.compile(rb"\x02([^,\x03]{1,40}),([^,\x03]{0,20}),(\d{1,2}),[^\x03]*\x03")


class Told(msgspec.Struct, frozen=True):
    """What answered. language: a printer's, or a scale's protocol; fault: the key of what keeps it from working now,
    empty where nothing does; name: its own, dpi: 0 where it does not tell."""

    language: str
    fault: str = ""
    name: str = ""
    dpi: int = 0


def tell_printer(opener: Opener, first: str = "", answer: float = ANSWER_S) -> Told | None:
    """None where no printer answers in any language; `first` is asked first. Raises LinkLost where the line is dead."""
    opener().close()
    for language in sorted(LANGUAGES, key=lambda one: one != first):
        fault = _fault(language, opener, answer)
        if fault is not None:
            name, dpi = _identity(opener, answer) if language == "zpl" else ("", 0)
            return Told(language, fault, name, dpi)
    return None


def tell_scale(opener: Opener, *, network: bool = False, answer: float = ANSWER_S) -> Told | None:
    """None where no scale answers; network: its far end speaks the scale's own bits. Raises LinkLost where the line is
    dead. What lies on it is nobody's matter here."""
    opener().close()
    for name, protocol in PROTOCOLS.items():
        bits = "8N1" if network else protocol.bits
        scale = LineScale(in_bits(opener, bits), protocol, answer=answer)
        try:
            reading = scale.weigh(answer * 2)
        finally:
            scale.close()
        if reading.state != "error" or reading.detail == "scale.busy":
            return Told(name, "" if reading.state in ("stable", "motion") else reading.detail)
    return None


def _fault(language: str, opener: Opener, answer: float) -> str | None:
    """None: nobody there who speaks it."""
    try:
        RAW_PRINTERS[language](opener, Timing(answer=answer)).ready()
    except NotReady as refusal:
        return None if refusal.reason in _NOBODY else refusal.reason
    return ""


def _identity(opener: Opener, answer: float) -> tuple[str, int]:
    """Model and dots per inch by ~HI; Source: Zebra, ZPL II programming guide."""
    talk = Talk(opener, threading.Event())
    try:
        match = talk.ask(b"~HI", whole(_IDENTITY.search), answer)
    except (Silent, LinkLost):
        return "", 0
    finally:
        talk.close()
    return match[1].decode("ascii", "replace").strip(), DPI.get(match[3].decode(), 0)
