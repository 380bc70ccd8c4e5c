"""Who made a USB device, by the vendor's number that it tells: makers of scanners, scales, printers, and of the
converters behind which anything may stand. A table; opens nothing. Source: the vendors' manuals and the public list of
USB ids."""

from typing import Literal

import msgspec

Kind = Literal["scanner", "scale", "printer", "serial", "camera"]
"""What stands there; serial: a line behind which anything may be."""


class Maker(msgspec.Struct, frozen=True):
    """kinds: what this maker sells with such a number, likeliest first."""

    name: str
    kinds: tuple[Kind, ...]


def _made(name: str, *kinds: Kind) -> Maker:
    return Maker(name, kinds)


MAKERS = {
    "05E0": _made("Zebra", "scanner"),
    "0C2E": _made("Honeywell", "scanner", "printer"),
    "0536": _made("Honeywell", "scanner"),
    "05F9": _made("Datalogic", "scanner", "scale"),
    "080C": _made("Datalogic", "scanner"),
    "1EAB": _made("Newland", "scanner"),
    "11FA": _made("Code", "scanner"),
    "065A": _made("Opticon", "scanner"),
    "076D": _made("Denso Wave", "scanner"),
    "1FBB": _made("Cino", "scanner"),
    "0C26": _made("CipherLab", "scanner"),
    "0A5F": _made("Zebra", "printer"),
    "1203": _made("TSC", "printer"),
    "195F": _made("Godex", "printer"),
    "0828": _made("Sato", "printer"),
    "1D90": _made("Citizen", "printer"),
    "2730": _made("Citizen", "printer"),
    "04F9": _made("Brother", "printer"),
    "04B8": _made("Epson", "printer"),
    "0519": _made("Star", "printer"),
    "1504": _made("Bixolon", "printer"),
    "067E": _made("Intermec", "printer", "scanner"),
    "0922": _made("Dymo", "scale", "printer"),
    "0EB8": _made("Mettler Toledo", "scale"),
    "0B67": _made("Fairbanks", "scale"),
    "1446": _made("Stamps.com", "scale"),
    "0403": _made("FTDI converter", "serial"),
    "067B": _made("Prolific converter", "serial"),
    "1A86": _made("CH340 converter", "serial"),
    "10C4": _made("CP210x converter", "serial"),
}


def maker_of(usb: str) -> Maker | None:
    """By "VID:PID"; None for a maker that is not in the table, and for what is no USB device."""
    return MAKERS.get(usb.partition(":")[0].upper())
