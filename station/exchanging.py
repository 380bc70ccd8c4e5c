"""What was exchanged, from the settings before and now: which device stands where, and the facts that tell of it. Pure;
puts nothing to use."""

from collections.abc import Iterator

from station.config import Config, Printer
from station.domain.bench.inputs import DeviceChanged
from station.places import address

EXCHANGED, ADDED, TAKEN_AWAY = "device.exchanged", "device.added", "device.taken_away"
PRINTERS = ("printer", "printer2", "printer3", "printer4")
"""The names of their places, in the order in which they are tried."""
NAMELESS = ("folder", "device", "windows", "simulated", "hid")
"""Of these addresses the kind is told."""


def printers_of(config: Config) -> dict[str, Printer]:
    """Place -> what stands there; an empty one has no host."""
    told = (config.printer, *config.printers)
    return {name: told[n] if n < len(told) else Printer() for n, name in enumerate(PRINTERS)}


def with_printer(config: Config, name: str, settings: Printer) -> tuple[Printer, tuple[Printer, ...]]:
    """`printer` and `printers` of the settings with another one at that place; empty places behind the last are left
    out."""
    first, *others = (printers_of(config) | {name: settings}).values()
    while others and not others[-1].host:
        others.pop()
    return first, tuple(others)


def exchanges(before: Config, after: Config) -> Iterator[DeviceChanged]:
    """A fact for each place that another device stands at, or the same one in another manner."""
    for (device, was, speaks), (_, now, says) in zip(_standing(before), _standing(after), strict=True):
        if (was, speaks) != (now, says):
            why = TAKEN_AWAY if not now else EXCHANGED if was else ADDED
            yield DeviceChanged(device, _told(was, speaks), _told(now, says), why)


def _standing(config: Config) -> Iterator[tuple[str, str, str]]:
    """(place, address, how it is spoken to); an empty place has no address."""
    for name, printer in printers_of(config).items():
        yield name, address(printer) if printer.host else "", f"{printer.language} {printer.dpi}"
    yield "scanner", config.scanner, config.scanning.protocol
    yield "scale", config.scale, config.weighing.protocol
    yield "camera", config.camera, ""


def _told(address: str, speaks: str) -> str:
    """Without people's names, which addresses may hold: a fact keeps none."""
    from station.support import bare

    kind, mark, _ = address.partition(":")
    shown = f"{kind}{mark}" if kind in NAMELESS else bare(address)
    return f"{shown} {speaks}".strip() if address else ""
