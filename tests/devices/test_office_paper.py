"""A vendor's packing list of several pages, proved against ippeveprinter and CUPS as Debian ships them."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from station.config import Config, Printer
from station.labels import packing
from station.labels.examples import example
from station.labels.render import PDFIUM
from station.sheet_command import Nothing
from station.sheet_printing import print_packing_list
from tests.devices.spooler import Spooler

pytestmark = pytest.mark.xdist_group("spooler")


@pytest.fixture(scope="module")
def office() -> Iterator[Spooler]:
    """In a folder with a short name: a socket's path may have 107 bytes."""
    folder = Path(tempfile.mkdtemp(prefix="cups"))
    folder.chmod(0o755)  # CUPS runs its filters as another user
    running = Spooler(folder, a4=True)
    yield running
    running.stop()
    shutil.rmtree(folder)


def pages(pdf: bytes) -> int:
    with PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        return len(document)


@pytest.mark.parametrize("where", ["printer", "queue"])
def test_all_pages_come_out_and_are_proved(office: Spooler, tmp_path: Path, where: str) -> None:
    rows = [dict(example("packing-row", "en").fields)] * 70
    pdf, before = packing.packing_list(example("packing-head", "en"), rows, 70), set(office.sheets())
    config = Config(tmp_path, printer=Printer(host=getattr(office, where), labels=("return-a4",)))
    assert print_packing_list(config, pdf, "en").startswith("printer: printed (job")
    (name,) = set(office.sheets()) - before
    assert pages(office.sheets()[name]) == pages(pdf) == 4


def test_a_printer_that_aborts_is_told(office: Spooler, tmp_path: Path) -> None:
    office.mode("abort")
    config = Config(tmp_path, printer=Printer(host=office.printer, labels=("return-a4",)))
    pdf = packing.packing_list(example("packing-head", "en"), [], 0)
    try:
        with pytest.raises(Nothing, match=r"printer: (NOT_PRINTED|UNKNOWN) .*look at the printer"):
            print_packing_list(config, pdf, "en")
    finally:
        office.mode("ok")
