"""The office's paper, from what really happened at a bench: a customer's return label, a vendor's packing list; and in
words, why there is none."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from station import cli, paperwork, texts, unsettled
from station.config import load
from station.demo.reading import read_codes
from station.devices.virtual_printer import VirtualPrinter
from station.domain.bench.known import Site
from station.domain.scans import read
from station.domain.stationery import Company
from station.labels import render
from station.set_aside import Mark
from station.store.file import Store
from station.store.reference import ReferenceStore
from tests.contracts.trials import begin
from tests.devices.ipp_peer import A4, IppPeer
from tests.labels.test_sheet import payloads
from tests.stories import goods
from tests.stories.world import World

Said = tuple[int, str]

UPS, SNEAKER, RUNNER, JACKET = "1Z12345E0205271688", "4006381333931", "4006381333948", "4006381333955"
ADDRESS = """
[address]
name = "Northwind Returns"
street = "7 Dock Street"
postcode = "08019"
city = "Sampleton"
country = "ES"
"""
MERCHANTS = '[[merchants]]\nid = "NW"\nname = "Northwind Shoes"\n[[merchants]]\nid = "HH"\nname = "Harbour Home"\n'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A station's folder with the office's data, and nobody at work."""
    folder = tmp_path / "home"
    store = Store(folder, lambda: "0192f000-0000-7000-8000-000000000001")
    store.close()
    with closing(ReferenceStore(store.path)) as reference:
        reference.put(goods.VALUES)
    monkeypatch.setenv("RETURNS_STATION_HOME", str(folder))
    monkeypatch.chdir(tmp_path)
    settings(folder)
    return folder


def settings(home: Path, top: str = "", tables: str = ADDRESS) -> None:
    (home / "station.toml").write_text(f"{top}\n{MERCHANTS}\n{tables}")


def run(*words: str) -> Said:
    done = CliRunner().invoke(cli.app, ["print-sheet", *words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout + done.stderr


def words_of(pdf: bytes) -> str:
    with render.PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


# ------------------------------------------------------------ return labels


@pytest.mark.parametrize("layout", ["return-a4", "return-4x6in"])
def test_a_return_label_has_the_promised_number_in_its_codes(home: Path, layout: str) -> None:
    assert run("return-label", "rma-20418", "--layout", layout, "--out", "label.pdf") == (0, "Written to label.pdf.\n")
    (found,) = payloads(Path("label.pdf").read_bytes())
    assert found == {b"91RMA-20418", b"RMA-20418"}
    assert "RMA-20418" in read("]d291RMA-20418").lookups


@pytest.mark.parametrize("number", ["#1001-R1", "RMA 77", "R(2)", "A(10)B", "A@1", "RMA\\2"])
@pytest.mark.parametrize("layout", ["return-a4", "return-4x6in"])
def test_a_number_with_signs_that_gs1_has_not_stands_plain_in_both_codes(home: Path, layout: str, number: str) -> None:
    first = next(one for one in goods.VALUES if getattr(one, "code", "") == "RMA-20418")
    with closing(ReferenceStore(home / "journal.db")) as reference:
        reference.put([replace(first, id="a-79", code=number)])
    assert run("return-label", number, "--layout", layout, "--out", "label.pdf") == (0, "Written to label.pdf.\n")
    assert payloads(Path("label.pdf").read_bytes()) == [{number.encode()}]
    assert number in read(f"]d1{number}").lookups


def test_a_merchants_own_address_wins(home: Path) -> None:
    own = '{name = "Shoe dock", street = "1 Heel Lane", postcode = "20457", city = "Exampleburg", country = "DE"}'
    (home / "station.toml").write_text(
        f'[[merchants]]\nid = "NW"\nname = "Northwind Shoes"\naddress = {own}\n{ADDRESS}'
    )
    config, day = load(home, {}), date(2026, 11, 22)
    fields = paperwork.return_label(config, home / "journal.db", "es", "RMA-20418", day, "return-a4").fields
    assert [fields[key] for key in ("to", "street", "city", "country")] == [
        "Shoe dock", "1 Heel Lane", "20457 Exampleburg", "Alemania",
    ]  # fmt: skip
    assert fields["merchant"] == "Northwind Shoes"


def test_it_goes_to_the_printer_that_has_such_labels(home: Path, tmp_path: Path) -> None:
    printer = VirtualPrinter(tmp_path / "labels", port=0)
    printer.start()
    try:
        small = '[printer]\nhost = "127.0.0.1"\nport = 1\nlabels = ["unit-57x32"]\n'
        large = f'[[printers]]\nhost = "127.0.0.1"\nport = {printer.port}\nlabels = ["return-4x6in"]\n'
        settings(home, tables=ADDRESS + small + large)
        code, said = run("return-label", "RMA-20418", "--print")
        assert (code, "printer2: printed" in said) == (0, True), said
        (label,) = printer.labels
        assert set(read_codes(Path(label.path))) == {"(91)RMA-20418", "RMA-20418"}
        begin(home, f"printer2 127.0.0.1:{printer.port}", 1)
        code, said = run("return-label", "RMA-20418", "--print")
        assert (code, texts.say("en", unsettled.BEGUN) in said, len(printer.labels)) == (1, True, 1)
        begin(home, f"printer2 127.0.0.1:{printer.port}", 1, "ended")
        Mark(home, "printer2").set()
        code, said = run("return-label", "RMA-20418", "--print")
        assert (code, texts.say("en", "printer.set_aside") in said, len(printer.labels)) == (1, True, 1), said
        Mark(home, "printer2").clear()
        printer.set_fault("paper_out")
        code, said = run("return-label", "RMA-20418", "--print")
        assert (code, "Not printed. printer2:" in said, len(printer.labels)) == (1, True, 1)
    finally:
        printer.stop()


def test_while_the_station_works_its_printers_are_its_own(home: Path) -> None:
    settings(home, tables=ADDRESS + '[printer]\nhost = "127.0.0.1"\nport = 1\nlabels = ["return-4x6in"]\n')
    store = Store(home, lambda: "")
    try:
        code, said = run("return-label", "RMA-20418", "--print")
        assert (code, "The station is open" in said) == (1, True)
    finally:
        store.close()


@pytest.mark.parametrize(
    ("of", "tables", "said"),
    [
        ("RMA-99999", ADDRESS, "No authorization has the number 'RMA-99999'"),
        ("1Z12345E0205271688", ADDRESS, "No authorization has the number"),
        ("RMA-20418", "", "Nobody has said where returns go to"),
        ("RMA-20418", '[address]\nstreet = "7 Dock Street"\n', "Nobody has said where returns go to"),
        ("RMA-7", ADDRESS, "RMA-7 is closed"),
        ("RMA-八", ADDRESS, "cannot carry the number RMA-八"),
    ],
)
def test_why_there_is_no_return_label(home: Path, of: str, tables: str, said: str) -> None:
    first = next(one for one in goods.VALUES if getattr(one, "code", "") == "RMA-20418")
    with closing(ReferenceStore(home / "journal.db")) as reference:
        closed = replace(first, id="a-77", code="RMA-7", state="closed")
        reference.put([closed, replace(first, id="a-78", code="RMA-八")])
    settings(home, tables=tables)
    code, told = run("return-label", of)
    assert (code, said in told, "Nothing was written" in told) == (1, True, True), told
    assert not Path("sheet.pdf").exists()


@pytest.mark.parametrize(
    "words", [("return-label",), ("packing-list",), ("return-label", "RMA-20418", "--layout", "x")]
)
def test_wrong_use_is_told(home: Path, words: tuple[str, ...]) -> None:
    code, said = run(*words)
    assert code in (1, 2)
    assert "NUMBER" in said or "no layout of return labels" in said


def test_nobodys_printer_for_it(home: Path) -> None:
    code, said = run("return-label", "RMA-20418", "--print")
    assert (code, "No printer here prints return labels" in said, Path("sheet.pdf").exists()) == (1, True, True)


# ------------------------------------------------------------ packing lists


@pytest.fixture
def new_world(home: Path) -> Iterator[Callable[[], World]]:
    """A bench on that file, of a site with a company prefix."""
    made: list[World] = []

    def make() -> World:
        made.append(World(home))
        old = made[-1].machine.site
        made[-1].machine.site = Site(old.station, old.name, old.tz, old.lang, old.merchants, company=Company("9521234"))
        return made[-1]

    yield make
    for one in made:
        one.close()


def fill(bench: World, *, close: bool = True) -> World:
    """Two sneakers go back to their vendor in TOTE-1: by another route than the rules say, as there is no agreement."""
    bench.scan(goods.BADGE, UPS).press("open")
    for _ in range(2):
        bench.scan(SNEAKER).press("opened", "traces", "yes").prints_out().press("other_route")
        bench.press("return_to_vendor", "merchant_asked")
        if bench.name == "approving":
            bench.scan(goods.BADGE_S)
        bench.finish_unit("TOTE-1")
    return bench.press("full") if close else bench


@pytest.mark.parametrize("by", ["code", "sscc", "printed"])
def test_a_packing_list_tells_what_lies_in_the_tote(home: Path, new_world: Callable[[], World], by: str) -> None:
    bench = fill(new_world())
    tote = bench.record("container", bench.behind("TOTE-1", "container"))
    settings(home, 'gs1_prefix = "9521234"')
    number = {"code": "tote-1", "sscc": tote.sscc, "printed": f"(00) {tote.sscc}"}[by]
    assert run("packing-list", number, "--to", "Harbour Outlet, 1 Quay Road", "--reference", "RA 4711")[0] == 0
    pdf = Path("sheet.pdf").read_bytes()
    assert payloads(pdf) == [{b"00" + tote.sscc.encode()}]
    said = words_of(pdf)
    plates = [" ".join(unit.lpn[i : i + 4] for i in (0, 4, 8)) for unit in bench.units()]
    for told in (
        "City sneaker, black, 41",
        "NW-SNK-41",
        "Northwind Shoes",
        "Harbour Outlet",
        "1 Quay Road",
        "RA 4711",
        *plates,
    ):
        assert told in said, told
    assert "Lines: 2, pieces: 2" in said


@pytest.mark.parametrize("lang", ["zh_CN", "es"])
def test_in_the_language_that_is_asked_for(home: Path, new_world: Callable[[], World], lang: str) -> None:
    fill(new_world())
    assert run("packing-list", "TOTE-1", "--lang", lang)[0] == 0


def test_why_there_is_no_packing_list(home: Path, new_world: Callable[[], World]) -> None:
    bench = fill(new_world(), close=False)
    assert "TOTE-1 is still open" in run("packing-list", "TOTE-1")[1]
    assert "No tote or pallet has the number 'TOTE-9'" in run("packing-list", "TOTE-9")[1]
    bench.scan(JACKET).press("opened", "yes", "yes").finish_unit("TOTE-4")
    bench.press("full")
    code, said = run("packing-list", "TOTE-4")
    assert (code, "does not go back to a vendor; its route is: " in said) == (1, True)


OFFICE = '[printer]\nhost = "127.0.0.1"\nport = 1\nlabels = ["unit-57x32", "return-a4"]\n[[printers]]\nhost = "{uri}"\n'


@pytest.mark.parametrize("labels", ['["return-a4"]', '["packing-head"]'])
def test_a_packing_list_goes_to_the_system_printer_with_a4(
    home: Path, new_world: Callable[[], World], labels: str
) -> None:
    fill(new_world()).close()
    peer = IppPeer(paper=A4)
    try:
        settings(home, tables=ADDRESS + OFFICE.format(uri=peer.uri) + f"labels = {labels}\n")
        code, said = run("packing-list", "TOTE-1", "--print")
        assert (code, "printer2: printed (job 3 completed)" in said) == (0, True), said
        (page,) = peer.taken
        assert page == Path("sheet.pdf").read_bytes()
        peer.state, peer.began = 8, False
        code, said = run("packing-list", "TOTE-1", "--print")
        assert (code, "Not printed. printer2: NOT_PRINTED (job 3 aborted" in said) == (1, True), said
    finally:
        peer.close()


def test_a_packing_list_asks_for_its_paper(home: Path, new_world: Callable[[], World]) -> None:
    fill(new_world()).close()
    peer = IppPeer()
    try:
        settings(home, tables=ADDRESS + OFFICE.format(uri=peer.uri) + 'labels = ["return-a4"]\n')
        code, said = run("packing-list", "TOTE-1", "--print", "--lang", "es")
        assert (code, texts.say("es", "printer.wrong_media") in said, peer.taken) == (1, True, []), said
        settings(home, tables=ADDRESS + OFFICE.format(uri=peer.uri) + 'labels = ["return-a4"]\nlanguage = "pwg"\n')
        assert "No system printer here prints A4" in run("packing-list", "TOTE-1", "--print")[1]
    finally:
        peer.close()


def test_only_paper_of_the_office_is_sent(home: Path) -> None:
    code, said = run("commands", "--print")
    assert (code, "--print is for return-label and packing-list" in said, Path("sheet.pdf").exists()) == (
        2,
        True,
        False,
    )
