"""Numbers of containers: 18 digits of the site's own prefix, spread over all the room there is, and of one station."""

import pytest

from station.domain.gs1.digits import checks_out
from station.domain.ids import Stamp
from station.domain.sscc import fresh, shown
from station.domain.stationery import Company


def stamp(n: int) -> Stamp:
    return Stamp("2026-11-22T10:00:00.000000Z", 0, 0, n.to_bytes(16, "big"))


@pytest.mark.parametrize("digits", ["", "7", "731"])
@pytest.mark.parametrize("prefix", ["9521", "9521234", "952123400000"])
def test_a_new_number_has_prefix_and_station_and_a_check_digit(prefix: str, digits: str) -> None:
    new = fresh(Company(prefix, digits), stamp(1))
    assert (len(new), checks_out(new), new[1 : 1 + len(prefix)]) == (18, True, prefix)
    assert (new[0] + new[1 + len(prefix) :]).startswith(digits)


def test_numbers_are_spread_over_all_the_room_and_hardly_meet() -> None:
    """Ten digits are free: of 20,000 numbers two meet by chance in one of fifty such tries."""
    given = {fresh(Company("9521234"), stamp(n)) for n in range(20_000)}
    assert len(given) >= 19_999
    assert {number[0] for number in given} == set("0123456789")


def test_one_input_has_several_numbers_and_always_the_same() -> None:
    company = Company("9521234", "3")
    assert fresh(company, stamp(1)) == fresh(company, stamp(1))
    assert len({fresh(company, stamp(1), n) for n in range(20)}) == 20


def test_people_read_its_parts() -> None:
    assert shown("9521234", "395212340001000423") == "(00) 3 9521234 000100042 3"
    assert shown("40123", "395212340001000423") == shown("", "395212340001000423") == "(00) 395212340001000423"
