"""From the settings to printers at their places, and to scanner, scale and camera: picks drivers, and what draws
for printers. Nothing but a scanner is opened yet."""

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from station.allowed import LINES
from station.config import Config, Printer
from station.devices.ports import Camera, LabelPrinter, Scale, Scanner
from station.domain.bench.effects import Print
from station.drawing import drawer
from station.printing import Device, Draw, Place, own_size
from station.remembered import SERIAL, TCP, Memory, fault_of, open_line
from station.talking import open_scanner, scale_on

OFFICE_PATIENCE_S = 120.0
"""Without progress before a page of the office is cancelled."""


def places(config: Config, mark: Callable[[], int]) -> tuple[Place, ...]:
    """`printer`, then `printer2`, `printer3` … in the order of the settings; those without a host are left out."""
    found = enumerate((config.printer, *config.printers), 1)
    named = [(f"printer{n if n > 1 else ''}", settings) for n, settings in found if settings.host]
    return tuple(Place(name, device(settings, config.home, mark)) for name, settings in named)


def device(settings: Printer, site: Path, mark: Callable[[], int]) -> Device:
    """A printer with what draws for it. mark: numbers that are never given twice."""
    system = settings.system and settings.language not in ("pdf", "pwg")
    draw = sized(drawer(settings.dpi, site, "pdf" if system else settings.language), settings.labels)
    return Device(driver(settings, site, mark), draw, address(settings), settings.labels)


def sized(draw: Draw, labels: tuple[str, ...]) -> Draw:
    """The same in the size of the printer's own paper: what is ordered is a kind of label, in the usual size."""

    def drawn(job: Print) -> tuple[bytes, str]:
        return draw(replace(job, layout=own_size(job.layout, labels) or job.layout))

    return drawn


def address(settings: Printer) -> str:
    """What tells one printer from another."""
    named = settings.system or settings.host.startswith(("windows:", *LINES))
    return settings.host if named else f"{settings.host}:{settings.port}"


def driver(settings: Printer, site: Path, mark: Callable[[], int]) -> LabelPrinter:
    """What speaks to it; one on a serial port is known again wherever it is plugged in, and another one under its name
    is refused: its count would prove nothing. Raises ValueError for an address that is none."""
    if settings.system:
        from station.devices.printers.ipp import IppPrinter

        return IppPrinter(settings.host, mark)
    if settings.host.startswith("windows:"):
        from station.devices.printers.spooler_windows import open_spooler

        return open_spooler(settings.host.removeprefix("windows:"))
    from station.devices.printers.choose import RAW_PRINTERS, raw_printer

    if settings.host.startswith(SERIAL) and not fault_of(settings.host):
        return RAW_PRINTERS[settings.language](lambda: open_line(settings.host, Memory(site)))
    line = settings.host if settings.host.startswith(LINES) else f"tcp://{settings.host}:{settings.port}"
    return raw_printer(settings.language, line, exclusive=settings.exclusive)


def office_printer(settings: Printer, mark: Callable[[], int]) -> LabelPrinter:
    """A system printer for pages of the office: it may have to warm up first, and prints several in one job."""
    from station.devices.printers.ipp import IppPrinter, IppTiming

    return IppPrinter(settings.host, mark, IppTiming(patience=OFFICE_PATIENCE_S))


def camera(config: Config) -> Camera | None:
    """The camera of the settings; None where there is none, or only the window can open it."""
    kind, _, rest = config.camera.partition(":")
    if kind == "folder" and rest:
        from station.devices.photo_folder import PhotoFolder

        return PhotoFolder(Path(rest).expanduser())
    if kind == "simulated":
        from station.devices.virtual_camera import VirtualCamera

        return VirtualCamera()
    return None


def scale(config: Config) -> Scale | None:
    """The scale of the settings; None where there is none."""
    if not config.scale:
        return None
    memory, network = Memory(config.home), config.scale.startswith(TCP)
    return scale_on(lambda: open_line(config.scale, memory), config.weighing, network=network)


def scanner(config: Config) -> Scanner:
    """The scanner of the settings, open. Raises LinkLost."""
    return open_scanner("scanner", config.scanner, config.scanning, lambda at: open_line(at, Memory(config.home)))
