"""Scanners in HID-POS mode, by what does not change with the socket. Opens none: two programs at one such scanner would
take each other's scans. Without the extra `hid` there is none to be seen, and that is said."""

from typing import Any

import msgspec

from station.devices.found import Found
from station.devices.hid import Library, library
from station.devices.hid import find as choose
from station.devices.hid_words import PAGE, USAGE
from station.devices.makers import maker_of
from station.devices.ports import LinkLost

PREFIX = "hid:"
NO_EXTRA, SEVERAL = "found.no_hid", "found.several"


def find(api: Library | None = None) -> tuple[Found, ...]:
    """Those that are plugged in; none without the extra."""
    try:
        listed = (api or library()).enumerate()
    except (LinkLost, OSError):
        return ()
    return tuple(_found(one) for one in listed if (one.get("usage_page"), one.get("usage")) == (PAGE, USAGE))


def at(address: str, api: Library | None = None) -> Found:
    """The scanner of the settings."""
    absent = Found("scanner", address, address, "lost")
    try:
        listing = api or library()
    except LinkLost:
        return msgspec.structs.replace(absent, fault=NO_EXTRA)
    wanted = address.removeprefix(PREFIX)
    try:
        return msgspec.structs.replace(_found(choose(listing, wanted)), address=address)
    except LinkLost as lost:
        return msgspec.structs.replace(absent, fault=SEVERAL if "fit" in str(lost) else "")
    except OSError:
        return absent


def _found(one: dict[str, Any]) -> Found:
    usb = f"{one.get('vendor_id', 0):04X}:{one.get('product_id', 0):04X}"
    serial = str(one.get("serial_number") or "")
    maker = maker_of(usb)
    told = (one.get("manufacturer_string") or (maker.name if maker else ""), one.get("product_string"), "HID-POS")
    name = " ".join(dict.fromkeys(str(word).strip() for word in told if word))
    return Found("scanner", f"{PREFIX}{serial or usb}", name, "unasked", serial_number=serial)
