"""The print queues of a Windows computer, as printers that take raw bytes: their names by winspool, how they stand by
their driver. Elsewhere there are none. Which language such a printer speaks nobody can ask: the settings say it."""

import sys
from collections.abc import Callable

from station.devices.found import Found
from station.devices.ports import LabelPrinter, NotReady
from station.devices.printers.spooler_windows import open_spooler

PREFIX = "windows:"

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _LOCAL, _CONNECTED = 0x2, 0x4
    _winspool = ctypes.WinDLL("winspool.drv", use_last_error=True)

    class _PrinterInfo4(ctypes.Structure):
        _fields_ = (("name", wintypes.LPWSTR), ("server", wintypes.LPWSTR), ("attributes", wintypes.DWORD))

    def names() -> tuple[str, ...]:
        """Local queues and those of other computers that this user has; none where the spooler does not answer."""
        needed, count = wintypes.DWORD(), wintypes.DWORD()
        kinds = _LOCAL | _CONNECTED
        _winspool.EnumPrintersW(kinds, None, 4, None, 0, ctypes.byref(needed), ctypes.byref(count))
        room = ctypes.create_string_buffer(max(1, needed.value))
        if not _winspool.EnumPrintersW(kinds, None, 4, room, needed.value, ctypes.byref(needed), ctypes.byref(count)):
            return ()
        rows = (_PrinterInfo4 * count.value).from_buffer(room) if count.value else ()
        return tuple(row.name for row in rows)

else:

    def names() -> tuple[str, ...]:
        """None: this is no Windows."""
        return ()


def find(
    listing: Callable[[], tuple[str, ...]] = names, opener: Callable[[str], LabelPrinter] = open_spooler
) -> tuple[Found, ...]:
    """All of them."""
    return tuple(at(f"{PREFIX}{name}", opener) for name in listing())


def at(address: str, opener: Callable[[str], LabelPrinter] = open_spooler) -> Found:
    """One of them, and how it stands."""
    name = address.removeprefix(PREFIX)
    printer = opener(name)
    try:
        printer.ready()
    except NotReady as refusal:
        return Found("printer", address, name, "attention", refusal.reason)
    finally:
        printer.close()
    return Found("printer", address, name, "ready")
