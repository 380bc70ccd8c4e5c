"""What is ordered is a kind of label; a printer prints it in the size of its own paper."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from station import texts
from station.allowed import MOST_PRINTERS
from station.config import Config, Printer
from station.devices.link import Link, SerialPort
from station.devices.ports import LinkLost, NotReady
from station.domain.bench.effects import Print
from station.labels import codes, zpl
from station.places import device, places
from station.printing import own_size
from station.remembered import Memory

ORDER = Print(
    "j-1", "u-1", 1, "unit-57x32", "en", "K7Q2M9XW4TRD-1", "K7Q2M9XW4TRD-1-RESTOCK-NW",
    {"route": "Restock", "product": "Trail shoe", "lpn": "K7Q2 M9XW 4TRD", "revision": "1", "merchant": "Northwind"},
)  # fmt: skip
PRINTER = Printer(host="192.0.2.10")
UPS = "1Z12345E0205271688"


@pytest.mark.parametrize(
    ("labels", "layout"),
    [
        ((), "unit-57x32"),
        (("unit-57x32", "unit-2x1in"), "unit-57x32"),
        (("container-4x6in", "unit-2x1in", "unit-4x2in"), "unit-2x1in"),
        (("container-4x6in",), ""),
        (("units",), ""),
    ],
)
def test_the_first_of_its_kind_where_the_usual_size_is_not_loaded(labels: tuple[str, ...], layout: str) -> None:
    assert own_size("unit-57x32", labels) == layout


@pytest.mark.parametrize(
    ("ordered", "labels", "layout"),
    [
        ("received-57x32", ("container-4x6in", "parcel-4x6in"), "parcel-4x6in"),
        ("route-57x32", ("parcel-4x6in",), "parcel-4x6in"),
        ("received-57x32", ("parcel-4x6in", "received-4x2in"), "received-4x2in"),
        ("unit-57x32", ("parcel-4x6in",), ""),
        ("container-57x32", ("parcel-4x6in",), ""),
    ],
)
def test_large_stock_shows_parcels_and_routes(ordered: str, labels: tuple[str, ...], layout: str) -> None:
    assert own_size(ordered, labels) == layout


@pytest.mark.parametrize("lang", texts.languages())
def test_what_the_dock_orders_comes_out_on_large_stock(tmp_path: Path, lang: str) -> None:
    said = {"title": texts.say(lang, "label.received.title"), "place": "CAGE-1", "merchant": "Northwind",
            "carrier": "UPS", "tracking": UPS, "revision": "1"}  # fmt: skip
    order = Print("j-2", "p-1", 1, "received-57x32", lang, UPS, UPS, said, of="parcel", label="received")
    large = device(replace(PRINTER, labels=("parcel-4x6in",)), tmp_path, int)
    (printed,) = zpl.decode(large.draw(order)[0])
    assert (printed.width, printed.height) == (808, 1218)
    assert {code.data for code in codes.read(printed)} == {UPS.encode()}


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("layout", ["unit-2x1in", "unit-4x2in"])
def test_a_unit_s_label_comes_in_the_size_of_the_roll(tmp_path: Path, layout: str, dpi: int) -> None:
    usual = device(replace(PRINTER, dpi=dpi), tmp_path, int)
    small = device(replace(PRINTER, dpi=dpi, labels=(layout,)), tmp_path, int)
    assert small.layouts == (layout,)
    assert small.draw(ORDER) == usual.draw(replace(ORDER, layout=layout)) != usual.draw(ORDER)


def test_every_place_that_settings_can_name_has_a_name_on_its_lamp_and_in_news(tmp_path: Path) -> None:
    full = Config(tmp_path, printer=PRINTER, printers=(PRINTER,) * (MOST_PRINTERS - 1))
    named = [place.name for place in places(full, int)]
    assert named == ["printer", "printer2", "printer3", "printer4"]
    for name in named:
        assert texts.has("en", f"ui.device.{name}")
        assert texts.has("en", f"device.{name}")


def test_a_serial_printer_is_its_number_and_another_one_under_its_name_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def refuse(place: str, memory: Memory) -> Link:
        opened.append(memory.find(place.removeprefix("serial:").partition("?")[0]))
        raise LinkLost("busy")

    monkeypatch.setattr("station.places.open_line", refuse)
    ports = [SerialPort("/dev/ttyUSB0", "P-1", "0A5F:0001")]
    monkeypatch.setattr("station.remembered.Memory.__init__.__defaults__", (lambda: ports,))
    Memory(tmp_path, lambda: ports).remember("/dev/ttyUSB0", "/dev/ttyUSB0")
    own = device(replace(PRINTER, host="serial:/dev/ttyUSB0?115200"), tmp_path, int)
    for there in (SerialPort("/dev/ttyUSB3", "P-1", "0A5F:0001"), SerialPort("/dev/ttyUSB0", "P-2", "0A5F:0001")):
        ports[:] = [there]
        with pytest.raises(NotReady, match=r"printer\.offline"):
            own.printer.ready()
    assert opened == ["/dev/ttyUSB3"]


def test_a_printer_that_is_set_up_anew_is_no_longer_the_old_one(tmp_path: Path) -> None:
    memory = Memory(tmp_path, lambda: [SerialPort("/dev/ttyUSB0", "P-1", "0A5F:0001")])
    memory.remember("/dev/ttyUSB0", "/dev/ttyUSB0")
    memory.forget("/dev/ttyUSB0?115200")
    assert memory.known() == {}
