"""HID-POS scanners by hidapi, which is an optional extra (`hid`; taken under its BSD licence).

Responsible for finding and reading one; not for the reports' bytes (`hid_words.py`). Such a scanner takes no beeps from
us: it beeps by itself.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, Protocol, cast

from station.devices.hid_words import HONEYWELL, HONEYWELL_MODE, PAGE, USAGE, Reports
from station.devices.ports import LinkLost, RawScan

SIZE = 64
"""Bytes of a report, its number included."""

LOSSES = (OSError, ValueError)
"""What hidapi raises for a device that is gone (OSError) or closed (ValueError)."""


class Device(Protocol):
    """What we need of hidapi's device."""

    def open_path(self, path: bytes) -> None: ...
    def read(self, size: int, timeout_ms: int = 0) -> list[int]: ...
    def send_feature_report(self, data: list[int]) -> int: ...
    def close(self) -> None: ...


class Library(Protocol):
    """What we need of hidapi."""

    def enumerate(self, vendor_id: int = 0, product_id: int = 0) -> list[dict[str, Any]]: ...
    def device(self) -> Device: ...


def library() -> Library:
    """hidapi. Raises LinkLost where it is not installed."""
    try:
        loaded: Any = import_module("hid")  # an extra: not there for whoever checks the types
    except ImportError as absent:
        raise LinkLost("hidapi is not installed (extra `hid`)") from absent
    return cast(Library, loaded)


def find(api: Library, wanted: str) -> dict[str, Any]:
    """The one HID-POS scanner with that serial number or "VID:PID"; wanted empty: the only one. Raises LinkLost."""
    found = [one for one in api.enumerate() if (one.get("usage_page"), one.get("usage")) == (PAGE, USAGE)]
    for named in (lambda one: one.get("serial_number") == wanted, lambda one: _usb(one) == wanted.upper()):
        fitting = [one for one in found if not wanted or named(one)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise LinkLost(f"hid {wanted}: {len(fitting)} scanners fit")
    raise LinkLost(f"hid {wanted}: no such scanner")


def _usb(one: dict[str, Any]) -> str:
    return f"{one.get('vendor_id', 0):04X}:{one.get('product_id', 0):04X}"


def open_hid(name: str, wanted: str, api: Library | None = None) -> "HidScanner":
    """Open it for reading. Raises LinkLost."""
    api = api or library()
    found, device = find(api, wanted), api.device()
    try:
        device.open_path(found["path"])
        if found.get("vendor_id") == HONEYWELL:
            device.send_feature_report(list(HONEYWELL_MODE))
    except LOSSES as fault:
        with suppress(*LOSSES):
            device.close()
        raise LinkLost(f"hid open: {fault}") from fault
    return HidScanner(name, device)


class HidScanner:
    """Implements Scanner. `stale`: seconds after which a scan whose reports stopped coming is dropped."""

    def __init__(
        self, name: str, device: Device, *, stale: float = 2.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._name, self._device = name, device
        self._reports, self._stale, self._clock = Reports(), stale, clock
        self._heard = 0.0

    def read(self, timeout: float) -> RawScan | None:
        """See Scanner.read."""
        deadline = self._clock() + timeout
        while (left := deadline - self._clock()) > 0:
            raw = self._receive(left)
            if raw and (scan := self._reports.feed(raw)):
                return RawScan(self._name, scan)
        return None

    def tell(self, good: bool) -> None:  # noqa: FBT001  see Scanner.tell
        """See Scanner.tell; this kind has no command for it."""

    def close(self) -> None:
        """See Scanner.close."""
        with suppress(*LOSSES):
            self._device.close()

    def _receive(self, left: float) -> bytes:
        try:
            raw = bytes(self._device.read(SIZE, timeout_ms=max(1, int(left * 1000))))
        except LOSSES as fault:
            self._reports.drop()
            raise LinkLost(f"hid read: {fault}") from fault
        now = self._clock()
        if self._reports.pending and now - self._heard >= self._stale:
            self._reports.drop()
        self._heard = now if raw else self._heard
        return raw
