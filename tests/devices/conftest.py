from collections.abc import Iterator
from pathlib import Path

import pytest

from station.devices.link import open_tcp
from station.devices.printers.judge import Timing
from station.devices.printers.zpl import ZplPrinter
from station.devices.virtual_printer import VirtualPrinter
from tests.devices.waits import waits

QUICK = Timing(answer=0.15, poll=0.01, quiet=0.15, patience=0.6)
"""With a printer that is silent by order; a driver that answers are expected of gets `waits`."""


@pytest.fixture
def virtual(tmp_path: Path) -> Iterator[VirtualPrinter]:
    printer = VirtualPrinter(tmp_path / "labels", port=0, late=1.0)
    printer.start()
    yield printer
    printer.stop()


@pytest.fixture
def printer(virtual: VirtualPrinter) -> Iterator[ZplPrinter]:
    driver = ZplPrinter(lambda: open_tcp("127.0.0.1", virtual.port, write_timeout=0.5), waits(virtual, QUICK))
    yield driver
    driver.close()
