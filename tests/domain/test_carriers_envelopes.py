"""A carrier's two-dimensional code and QR address: the tracking number comes out, and nothing else of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.domain import envelopes
from station.domain.envelopes import EOT, GS, RS
from station.formats import load_carriers

BOOK = load_carriers()
HEAD = f"[)>{RS}"
PERSON = ["OPERATOR SEVEN", "1 EXAMPLE STREET", "SPRINGFIELD", "IL", "5551234567"]


def fields(*values: str) -> str:
    return GS.join(values)


MAXICODE = (
    HEAD
    + fields("01", "96627040000", "840", "001", "1Z12345675", "UPSN", "12345E", "089", "", "1/1", "10", "N", *PERSON)
    + RS
    + EOT
)
FEDEX = HEAD + fields(
    "01", "0262704", "840", "06", "9865787888550201", "FDE", "123456789", "089", "", "1/1", "2.0LB", "N", *PERSON
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (MAXICODE, ("1Z12345E0112345675",)),
        (MAXICODE.replace("1Z12345675", "1Z5R89390357567127"), ("1Z5R89390357567127",)),
        (MAXICODE.replace("1Z12345675", "1Z12345674"), ()),
        (MAXICODE.replace("12345E", ""), ()),
        (MAXICODE.removesuffix(EOT) + "07" + "compressed address" + RS + EOT, ("1Z12345E0112345675",)),
        (FEDEX, ("986578788855",)),
        (FEDEX + RS + fields("06", "10ZEI001", "11Z5551234567", "12Z3318810025") + RS + EOT, ("986578788855",)),
        (HEAD + fields("06", "JJD0099999999", "5551234567") + RS + EOT, ("JJD0099999999",)),
        (HEAD + fields("06", "3K3318810025", "K4711", "L1 EXAMPLE STREET") + RS + EOT, ("3318810025",)),
        (HEAD + fields("05", "00000123450000000027", "420627040000") + RS + EOT, ("000123450000000027",)),
        (HEAD + fields("12", "TRK3318810025") + RS + EOT, ()),
        (HEAD, ()),
        (HEAD + "01", ()),
        ("1Z5R89390357567127", ()),
        ("https://www.ups.com/track?loc=en_US&tracknum=1Z5R89390357567127", ("1Z5R89390357567127",)),
        ("HTTPS://WWW.FEDEX.COM/fedextrack/?trknbr=986578788855&name=Operator", ("986578788855",)),
        ("https://tools.usps.com/go/TrackConfirmAction?tLabels=RB123456785US", ("RB123456785US",)),
        ("https://track.landmarkglobal.com/?search=ltn74207623n1", ("LTN74207623N1",)),
        ("https://www.dhl.com/track/60120172242323", ("60120172242323",)),
        ("https://ups.com@example.test/1Z5R89390357567127", ()),
        ("https://example.test/1Z5R89390357567127?site=ups.com", ()),
        ("https://notups.com/1Z5R89390357567127", ()),
        ("https://www.fedex.com/1Z5R89390357567127", ()),
        ("ups.com/1Z5R89390357567127", ()),
        ("https://", ()),
    ],
)
def test_the_tracking_number_comes_out_and_nothing_else(text: str, numbers: tuple[str, ...]) -> None:
    assert BOOK.extract(text) == numbers


def test_people_and_telephones_never_come_out() -> None:
    everything = MAXICODE.removesuffix(EOT) + FEDEX.removeprefix(HEAD) + RS + fields("06", *PERSON) + RS + EOT
    told = " ".join((*BOOK.extract(everything), *envelopes.numbers(everything)))
    assert told
    for word in (*PERSON, "62704"):
        assert word not in told.split()


def test_a_content_over_the_limit_is_not_looked_at() -> None:
    long = MAXICODE + "9" * envelopes.LONGEST
    assert envelopes.numbers(long) == ()
    assert envelopes.address("https://ups.com/" + "9" * envelopes.LONGEST) == ()
    assert BOOK.extract(long) == ()


@given(st.text(alphabet=f"0123456789[)>{RS}{GS}{EOT}JK1ZUPSNFDE/:", max_size=300))
def test_any_envelope_is_answered(text: str) -> None:
    for raw in (text, HEAD + text, HEAD + "01" + GS + text, "https://ups.com/" + text, "https://" + text):
        assert all(BOOK.candidates(number) for number in BOOK.extract(raw))
