import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.devices.printers.host_status import (
    complete_host_status,
    parse_errors,
    parse_host_status,
    parse_odometer,
)

ONE, TWO, THREE = "030,0,0,1245,000,0,0,0,000,0,0,0", "001,0,0,0,1,2,6,0,00000000,1,000", "1234,0"


def said(one: str = ONE, two: str = TWO, three: str = THREE) -> bytes:
    return b"".join(b"\x02%s\x03\r\n" % row.encode() for row in (one, two, three))


def with_field(row: str, position: int, value: str) -> str:
    fields = row.split(",")
    fields[position] = value
    return ",".join(fields)


def test_a_healthy_printer() -> None:
    status = parse_host_status(said())
    assert status is not None
    assert status.idle
    assert status.fault == ""


@pytest.mark.parametrize(
    ("position", "fault"),
    [
        (1, "printer.paper_out"),
        (2, "printer.paused"),
        (9, "printer.fault"),
        (10, "printer.too_cold"),
        (11, "printer.too_hot"),
    ],
)
def test_faults_of_the_first_string(position: int, fault: str) -> None:
    status = parse_host_status(said(one=with_field(ONE, position, "1")))
    assert status is not None
    assert status.fault == fault


@pytest.mark.parametrize(("position", "fault"), [(2, "printer.head_open"), (3, "printer.ribbon_out")])
def test_faults_of_the_second_string(position: int, fault: str) -> None:
    status = parse_host_status(said(two=with_field(TWO, position, "1")))
    assert status is not None
    assert status.fault == fault


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (with_field(ONE, 4, "001"), TWO),
        (with_field(ONE, 5, "1"), TWO),
        (with_field(ONE, 7, "1"), TWO),
        (ONE, with_field(TWO, 8, "00000003")),
    ],
)
def test_busy_is_not_idle_and_no_fault(one: str, two: str) -> None:
    status = parse_host_status(said(one, two))
    assert status is not None
    assert not status.idle
    assert status.fault == ""


@given(st.integers(0, len(said()) - 3))
def test_no_beginning_of_an_answer_is_an_answer(length: int) -> None:
    cut = said()[:length]
    assert parse_host_status(cut) is None
    assert not complete_host_status(cut)


@given(st.binary(max_size=200))
def test_noise_is_no_status(noise: bytes) -> None:
    assert parse_host_status(noise) is None


@pytest.mark.parametrize(
    "data",
    [
        said(one="1,2,3"),
        said(two=TWO + ",9"),
        said(three="x,0"),
        said() + b"\x02extra\x03",
    ],
)
def test_another_shape_is_no_status(data: bytes) -> None:
    assert parse_host_status(data) is None


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b'"1234"', 1234),
        (b'"0"\r\n', 0),
        (b'\0"7"', 7),
        (b'"?"', None),
        (b"1234", None),
        (b'"12', None),
        (b'""', None),
        (b'"12" "13"', None),
        ('"٣"'.encode(), None),
    ],
)
def test_odometer(data: bytes, count: int | None) -> None:
    assert parse_odometer(data) == count


@pytest.mark.parametrize(
    ("group", "key"),
    [
        (b"0 00000000 00000000", ""),
        (b"1 00000000 00000001", "printer.paper_out"),
        (b"1 00000000 00000002", "printer.ribbon_out"),
        (b"1 00000000 00000004", "printer.head_open"),
        (b"1 00000000 00000008", "printer.cutter_fault"),
        (b"1 00000000 00000010", "printer.too_hot"),
        (b"1 00000000 00001000", "printer.fault"),
        (b"1 00000001 00000000", "printer.fault"),
    ],
)
def test_errors(group: bytes, key: str) -> None:
    text = b"\x02\r\n  PRINTER STATUS\r\n   ERRORS:   %s\r\n   WARNINGS: 0 00000000 00000000\r\n\x03" % group
    assert parse_errors(text) == key
    assert parse_errors(b"ERRORS: maybe") is None
