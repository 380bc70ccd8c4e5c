"""The virtual printer from outside: bytes in, pictures and answers out."""

import socket
import struct
import zlib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.devices.png import write_png
from station.devices.virtual_orders import Format
from station.devices.virtual_press import Label
from station.devices.virtual_printer import VirtualPrinter
from station.devices.virtual_zpl import ZplStream, read_format
from tests.devices.jobs import ROWS, WIDTH, zpl_job

IDLE = b"\x02030,0,0,1218,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x020000,0\x03\r\n"


def dots(png: bytes) -> tuple[int, list[bytes]]:
    """A one-bit PNG -> (width, rows with black set)."""
    at, found = 8, {}
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        found[kind] = png[at + 8 : at + 8 + size]
        at += 12 + size
    width, height, depth, colour = struct.unpack(">IIBB", found[b"IHDR"][:10])
    assert (depth, colour) == (1, 0)
    raw, step = zlib.decompress(found[b"IDAT"]), (width + 7) // 8 + 1
    return width, [bytes(255 - value for value in raw[n * step + 1 : (n + 1) * step]) for n in range(height)]


CUT = [bytes((row[0], row[1], row[2] & 0xF0)) for row in ROWS]


def ask(virtual: VirtualPrinter, data: bytes, until: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", virtual.port), timeout=5) as line:
        line.sendall(data)
        got = b""
        while until not in got and (more := line.recv(4096)):
            got += more
        return got


ODOMETER = b'! U1 getvar "odometer.total_label_count"\r\n'


def test_answers_to_the_byte(virtual: VirtualPrinter) -> None:
    assert ask(virtual, b"~HS\r\n", b"0000,0\x03\r\n") == IDLE
    assert ask(virtual, ODOMETER, b'"0"') == b'"0"'
    assert ask(virtual, b'! U1 getvar "no.such"\r\n', b'"?"') == b'"?"'
    assert b"ERRORS:         0 00000000 00000000\r\n" in ask(virtual, b"~HQES\r\n", b"\x03")


@pytest.mark.parametrize(
    ("fault", "bits"),
    [
        ("paper_out", b"1 00000000 00000001"),
        ("ribbon_out", b"1 00000000 00000002"),
        ("head_open", b"1 00000000 00000004"),
    ],
)
def test_faults_in_hqes(virtual: VirtualPrinter, fault: str, bits: bytes) -> None:
    virtual.set_fault(fault)
    assert bits in ask(virtual, b"~HQES", b"\x03")


@pytest.mark.parametrize("hexa", [False, True])
def test_the_picture_is_the_label_to_the_dot(virtual: VirtualPrinter, hexa: bool) -> None:
    ask(virtual, zpl_job("LPN-7/rev 1", hexa=hexa) + ODOMETER, b'"')
    assert virtual.wait_for(1, 5)
    [label] = virtual.labels
    assert label == Label(1, "LPN-7/rev 1", label.path, ())
    assert label.path.name == "0001-LPN-7_rev_1.png"
    assert dots(label.path.read_bytes()) == (WIDTH, CUT)


def test_each_copy_is_a_picture_and_a_callback(tmp_path: Path) -> None:
    seen: list[Label] = []
    virtual = VirtualPrinter(tmp_path, port=0, printed=seen.append)
    virtual.start()
    ask(virtual, zpl_job("a", 3) + zpl_job("b") + b"~HS", b"0000,0")
    assert virtual.wait_for(4, 5)
    virtual.stop()
    assert [label.job for label in seen] == ["a", "a", "a", "b"]
    names = sorted(path.name for path in tmp_path.glob("*.png"))
    assert names == ["0001-a.png", "0002-a.png", "0003-a.png", "0004-b.png"]


def printed(folder: Path, use: Callable[[VirtualPrinter], None], memory: Path | None = None) -> int:
    virtual = VirtualPrinter(folder, port=0, memory=memory)
    virtual.start()
    use(virtual)
    virtual.stop()
    virtual.stop()
    return virtual.odometer


def print_one(virtual: VirtualPrinter) -> None:
    before = virtual.odometer
    ask(virtual, zpl_job("x") + b"~HS", b"0000,0")
    assert virtual.wait_for(before + 1, 5)


def nothing(virtual: VirtualPrinter) -> None:
    """Only switched on and off."""


def test_the_odometer_survives_by_its_file_or_by_the_pictures(tmp_path: Path) -> None:
    labels, memory = tmp_path / "labels", tmp_path / "odometer"
    assert printed(labels, print_one, memory) == 1
    assert printed(labels, print_one, memory) == 2
    memory.unlink()  # killed between the picture and the file
    assert printed(labels, nothing, memory) == 2
    for path in labels.glob("*.png"):
        path.unlink()
    memory.write_text("9")
    assert printed(labels, print_one, memory) == 10


def test_out_of_paper_holds_the_rest_and_a_healed_printer_prints_on(virtual: VirtualPrinter) -> None:
    virtual.set_fault("out_after:2")
    ask(virtual, zpl_job("a", 5) + zpl_job("b") + b"~HS", b"0000,0")
    assert virtual.wait_for(2, 5)
    held = ask(virtual, b"~HS", b"0000,0")
    assert held.startswith(b"\x02030,1,1,1218,001,")
    assert b",00000003,1,000" in held
    virtual.set_fault("ok")
    assert virtual.wait_for(6, 5)


@pytest.mark.logs_ok
def test_a_full_disk_is_paper_out_and_nothing_counts(virtual: VirtualPrinter, tmp_path: Path) -> None:
    folder = tmp_path / "labels"
    folder.rmdir()
    folder.write_text("in the way")
    ask(virtual, zpl_job("a") + b"~HS", b"0000,0")
    status = b""
    while not status.startswith(b"\x02030,1,"):
        status = ask(virtual, b"~HS", b"0000,0")
    assert virtual.odometer == 0
    folder.unlink()
    folder.mkdir()
    virtual.set_fault("ok")
    assert virtual.wait_for(1, 5)


def test_a_label_counts_though_the_odometer_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "odometer.part").mkdir()
    assert printed(tmp_path / "labels", print_one, tmp_path / "odometer") == 1
    assert printed(tmp_path / "labels", nothing, tmp_path / "odometer") == 1


def test_cancel_forgets_the_rest(virtual: VirtualPrinter) -> None:
    virtual.set_fault("pause")
    ask(virtual, zpl_job("a", 5) + b"~JA~HS\r\n", b"0000,0")
    virtual.set_fault("ok")
    print_one(virtual)
    assert [label.job for label in virtual.labels] == ["x"]


def test_a_format_cut_short_is_thrown_away_with_its_line(virtual: VirtualPrinter) -> None:
    with socket.create_connection(("127.0.0.1", virtual.port), timeout=5) as line:
        line.sendall(zpl_job()[:60])
    print_one(virtual)
    assert [label.job for label in virtual.labels] == ["x"]


def test_a_fault_that_does_not_exist_is_refused(virtual: VirtualPrinter) -> None:
    with pytest.raises(ValueError, match="no such fault"):
        virtual.set_fault("jam")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"^XA^FO0,0^A0N,30^FDtext^FS", "^A0: not understood"),
        (b"^XA^GFA,3,3,1,:Z64:eJw=:0000", "^GF: checksum does not fit"),
        (b"^XA^GFA,3,3,1,FF", "^GF: 1 bytes of 3, 1 a row"),
        (b"^XA^GFB,3,3,1,FF", "^GF: only ^GFA is understood"),
        (b"^XA^PWwide", "^PW: invalid literal"),
    ],
)
def test_what_it_cannot_prove_is_named(body: bytes, problem: str) -> None:
    form = read_format(body)
    assert form.problems[0].startswith(problem)


@given(st.binary(max_size=300))
def test_no_format_breaks_the_reader(body: bytes) -> None:
    assert isinstance(read_format(b"^XA" + body), Format)


@given(st.lists(st.integers(0, 5000), max_size=20))
def test_the_stream_does_not_depend_on_the_pieces(cuts: list[int]) -> None:
    data = b"noise~HS\r\n" + zpl_job("a") + b"~HQES" + ODOMETER + zpl_job("b", hexa=True) + b"~JA"
    edges = sorted({0, len(data), *(cut % len(data) for cut in cuts)})
    stream = ZplStream()
    tokens = [token for a, b in pairwise(edges) for token in stream.tokens(data[a:b])]
    assert tokens == [b"~HS", zpl_job("a")[:-3], b"~HQES", ODOMETER, zpl_job("b", hexa=True)[:-3], b"~JA"]
    assert stream.partial == 0


@given(st.integers(1, 40), st.integers(0, 30), st.integers(0, 9))
def test_a_graphic_lands_at_its_dot(width: int, x: int, y: int) -> None:
    form = read_format(f"^XA^PW{width}^LL12^LH1,1^FO{x},{y}^GFA,2,2,1,FF81".encode())
    wanted = [["0"] * width for _ in range(12)]
    for row, bits in ((y + 1, "11111111"), (y + 2, "10000001")):
        for column, bit in enumerate(bits, x + 1):
            if column < width and row < 12 and bit == "1":
                wanted[row][column] = "1"
    size = (width + 7) // 8
    assert form.rows == [int("".join(row).ljust(size * 8, "0"), 2).to_bytes(size, "big") for row in wanted]


def test_png_of_known_dots() -> None:
    assert dots(write_png(20, CUT)) == (20, CUT)
