"""IPP's bytes: what is sent reads back the same, and nothing that a peer may send breaks the reader."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.devices.printers import ipp_codec as codec
from station.devices.printers.ipp_codec import Unreadable, Value, decode, encode
from station.devices.printers.ipp_page import Page, page_of
from station.devices.printers.ipp_status import job_state, status

NAMES = st.from_regex(r"[a-z][a-z-]{0,20}", fullmatch=True)
NUMBERS = st.integers(-(2**31), 2**31 - 1)
PLAIN = st.one_of(
    st.builds(Value, st.sampled_from([codec.INTEGER, codec.ENUM]), NUMBERS),
    st.builds(Value, st.just(codec.BOOLEAN), st.booleans()),
    st.builds(Value, st.just(codec.RANGE), st.tuples(NUMBERS, NUMBERS)),
    st.builds(Value, st.just(codec.RESOLUTION), st.tuples(NUMBERS, NUMBERS, st.sampled_from([3, 4]))),
    st.builds(Value, st.sampled_from([codec.NAME, codec.KEYWORD, codec.URI, codec.MIME]), st.text(max_size=40)),
)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.builds(Value, st.just(codec.COLLECTION), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=5,
)


def plain(one: Value) -> Any:
    """As it is read back."""
    return {name: [plain(v)] for name, v in one.value.items()} if one.tag == codec.COLLECTION else one.value


@given(st.dictionaries(NAMES, st.lists(VALUES, min_size=1, max_size=3), max_size=4))
def test_what_is_sent_reads_back_the_same(attributes: dict[str, list[Value]]) -> None:
    message = decode(encode(0x0002, 7, [(codec.OPERATION, attributes)]) + b"%PDF-")
    assert (message.status, message.request) == (2, 7)
    assert message.first(codec.OPERATION) == {name: [plain(one) for one in many] for name, many in attributes.items()}


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for noise in (data, b"\x02\x00\x00\x00\x00\x00\x00\x01" + data):
        try:
            message = decode(noise)
        except Unreadable:
            continue
        status(message.first(codec.PRINTER))
        job_state(message.first(codec.JOB))


@given(st.dictionaries(NAMES, st.lists(VALUES, min_size=1, max_size=3), max_size=4), st.data())
def test_every_cut_is_noticed(attributes: dict[str, list[Value]], data: st.DataObject) -> None:
    whole = encode(0x0002, 7, [(codec.OPERATION, attributes)])
    with pytest.raises(Unreadable):
        decode(whole[: data.draw(st.integers(0, len(whole) - 1))])


@given(st.dictionaries(st.sampled_from(["printer-state", "printer-state-reasons", "media-size-supported",
       "media-col-ready", "device-uri", "cups-version", "queued-job-count", "job-id", "job-state"]),
       st.lists(VALUES, min_size=1, max_size=3)))  # fmt: skip
def test_values_of_another_kind_than_promised_break_nothing(attributes: dict[str, list[Value]]) -> None:
    group = {name: [plain(one) for one in many] for name, many in attributes.items()}
    assert status(group).queued >= -(2**31)
    job_state(group)


@pytest.mark.parametrize(
    ("reasons", "state", "fault"),
    [
        (["none"], 3, ""),
        (["media-empty-warning", "media-needed"], 4, "printer.paper_out"),
        (["cover-open-error"], 5, "printer.head_open"),
        (["media-low-warning", "marker-supply-low-report"], 3, ""),
        (["marker-supply-empty-error"], 5, "printer.ribbon_out"),
        (["something-new-error"], 5, "printer.fault"),
        (["something-new-warning"], 3, ""),
        (["paused"], 5, "printer.paused"),
        ([], 5, "printer.paused"),
        (["media-empty-report"], 3, ""),
    ],
)
def test_reasons_are_told_in_our_words(reasons: list[str], state: int, fault: str) -> None:
    assert status({"printer-state-reasons": reasons, "printer-state": [state]}).fault == fault


def test_a_queue_at_rest_repeats_what_was() -> None:
    group: dict[str, list[Any]] = {"printer-state-reasons": ["media-empty-error"], "cups-version": ["2.4.2"]}
    assert status({**group, "printer-state": [3]}).fault == ""
    assert status({**group, "printer-state": [4]}).fault == "printer.paper_out"


def test_a_size_may_be_a_range() -> None:
    page = Page("application/pdf", 10110, 15240)
    roll = {"x-dimension": [(2000, 10800)], "y-dimension": [(1000, 30000)]}
    group: dict[str, list[Any]] = {"document-format-supported": ["application/pdf"], "media-size-supported": [roll]}
    assert status(group).refusal(page) == ""
    assert status(group).medium(page) == (10110, 15240)
    assert status(group).refusal(Page("application/pdf", 21000, 29700)) == "printer.wrong_media"
    assert status(group).refusal(Page("image/pwg-raster", 10110, 15240)) == "printer.wrong_format"


def test_what_is_no_page_has_no_size() -> None:
    assert [page_of(data) for data in (b"^XA^XZ", b"%PDF-1.4", b"RaS2")] == [None] * 3
