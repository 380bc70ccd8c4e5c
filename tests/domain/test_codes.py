"""Our own codes and ids: there and back again, and every single wrong symbol found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain import codes, ids
from station.domain.codes import UnitCode
from station.domain.ids import CROCKFORD, Stamp
from station.domain.scans import read

payloads = st.text(alphabet=CROCKFORD, min_size=11, max_size=11)
entropies = st.binary(min_size=16, max_size=16)


def stamp(entropy: bytes, wall_ms: int = 1_795_343_000_000) -> Stamp:
    return Stamp("2026-11-22T10:00:00.000000Z", wall_ms, 5, entropy)


@given(payloads, st.integers(0, 11), st.sampled_from(CROCKFORD))
def test_every_single_wrong_symbol_of_a_plate_is_found(payload: str, at: int, wrong: str) -> None:
    lpn = payload + ids.check_character(payload)
    assert ids.is_lpn(lpn)
    damaged = lpn[:at] + wrong + lpn[at + 1 :]
    assert ids.is_lpn(damaged) == (damaged == lpn)


@given(payloads, st.integers(0, 9))
def test_two_neighbours_that_changed_places_are_found(payload: str, at: int) -> None:
    lpn = payload + ids.check_character(payload)
    swapped = lpn[:at] + lpn[at + 1] + lpn[at] + lpn[at + 2 :]
    apart = abs(CROCKFORD.index(lpn[at]) - CROCKFORD.index(lpn[at + 1]))
    assert ids.is_lpn(swapped) == (apart in (0, 16))


@given(entropies, st.integers(0, 4094))
def test_ids_are_uuids_of_version_7_in_order(entropy: bytes, n: int) -> None:
    one, two = (ids.uuid7(stamp(entropy), m) for m in (n, n + 1))
    assert (len(one), one[14], one[19] in "89ab") == (36, "7", True)
    assert one < two
    assert two < ids.uuid7(stamp(entropy, 1_795_343_000_001), 0)
    assert one == ids.uuid7(stamp(entropy), n)


@given(entropies, entropies)
def test_other_entropy_gives_other_plates_and_salts(one: bytes, two: bytes) -> None:
    assert ids.is_lpn(ids.new_lpn(stamp(one)))
    assert (ids.new_lpn(stamp(one)) == ids.new_lpn(stamp(two))) == (one == two)
    assert (ids.salt(stamp(one), "scan") == ids.salt(stamp(two), "scan")) == (one == two)
    assert ids.salt(stamp(one), "scan") != ids.salt(stamp(one), "words")


def test_a_plate_never_has_digits_alone() -> None:
    rare = stamp((70010).to_bytes(16, "big"))
    plate = ids.new_lpn(rare)
    assert (plate, ids.is_lpn(plate), plate.isdigit()) == (ids.new_lpn(rare, 1), True, False)
    assert codes.read_unit("689857699362") is None
    assert codes.read_unit("689857699362-1") == UnitCode("689857699362", 1)


@given(
    payloads,
    st.integers(0, 9999),
    st.sampled_from(["restock", "return_to_vendor", ""]),
    st.sampled_from(["NW", "A-1", ""]),
)
def test_both_codes_of_a_label_say_plate_and_revision(payload: str, revision: int, route: str, merchant: str) -> None:
    lpn = payload + ids.check_character(payload)
    assert codes.read_unit(codes.unit_1d(lpn, revision)) == UnitCode(lpn, revision)
    assert codes.read_unit(codes.unit_2d(lpn, revision, route, merchant)) == UnitCode(lpn, revision, route, merchant)
    assert read(codes.unit_1d(lpn, revision).lower()).unit == UnitCode(lpn, revision)


@pytest.mark.parametrize("rest", ["-", "--", "-x", "-12345", "-²", "-1 "])
def test_what_only_begins_like_a_plate_is_none(rest: str) -> None:
    lpn = "0123456789A" + ids.check_character("0123456789A")
    assert codes.read_unit(lpn) is not None
    assert codes.read_unit(f"{lpn}{rest}") is None


@given(st.sampled_from(["undo", "mode_dock", "go_on", "1"]), st.integers(0, 99_999_999))
def test_commands_and_answers_come_back_as_they_went(key: str, question: int) -> None:
    assert read(codes.command(key)).command == key
    reading = read(codes.answer(question, key))
    assert (reading.question, reading.choice) == (question, key)


def test_a_badge_is_known_by_its_hash_alone() -> None:
    code = codes.badge(b"0123456789")
    assert len(code) == 20
    reading = read(code.lower())
    assert reading.lookups == (codes.badge_hash(code).upper(),)
