"""What every LabelPrinter keeps: each language over TCP and over a serial line, against its virtual printer."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.devices.ports import NotReady, Outcome, Ready
from station.devices.printers.raw import UNCOUNTED
from tests.contracts.printers import COUNTING, LANGUAGES, LINES, Pair, job

BLOCKED = {
    "zpl": ("paper_out", "head_open", "ribbon_out", "paused"),
    "tspl": ("paper_out", "head_open", "ribbon_out", "paused"),
    "epl": ("paper_out", "head_open", "paused"),
    "escpos": ("paper_out", "head_open", "wrong_media", "paused"),
    "brother": ("paper_out", "head_open", "wrong_media", "low_battery"),
}
"""The conditions that each language can tell."""

KEYS = {"low_battery": "battery_low"}


@pytest.fixture(params=[(language, line) for language in LANGUAGES for line in LINES], ids="-".join)
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pair]:
    language, line = request.param
    found = Pair(language, line, tmp_path / "labels")
    yield found
    found.close()


def send(pair: Pair, copies: int = 1, seed: int = 0) -> Outcome:
    return pair.printer.print(job(pair.language, copies, seed), copies, pair.printer.ready())


@pytest.mark.parametrize("copies", [1, 4])
def test_what_is_called_printed_came_out(pair: Pair, copies: int) -> None:
    outcome = send(pair, copies, 7)
    assert (outcome.verdict, outcome.count) == ("PRINTED", copies), outcome.evidence
    assert pair.out(7) == copies == len(pair.virtual.labels)


def test_the_odometer_runs_on_where_there_is_one(pair: Pair) -> None:
    before = pair.printer.ready()
    assert send(pair).verdict == "PRINTED"
    counted = Ready(before.odometer + 1) if pair.language in COUNTING else Ready(UNCOUNTED)
    assert pair.printer.ready() == counted


def test_a_printer_that_would_not_print_says_why_gets_nothing_and_clears_by_itself(pair: Pair) -> None:
    before = pair.printer.ready()
    for name in BLOCKED[pair.language]:
        pair.virtual.set_fault("pause" if name == "paused" else name)
        with pytest.raises(NotReady) as refused:
            pair.printer.ready()
        assert refused.value.reason == f"printer.{KEYS.get(name, name)}"
        assert pair.printer.print(job(pair.language), 1, before) == Outcome(
            "NOT_SENT", 0, f"printer.{KEYS.get(name, name)}"
        )
        pair.virtual.set_fault("ok")
        assert pair.printer.ready() == before
    assert pair.virtual.labels == []


def test_out_of_paper_in_the_middle_tells_how_many(pair: Pair) -> None:
    pair.virtual.set_fault("out_after:2")
    outcome = send(pair, 3)
    assert pair.out() == 2
    assert outcome.count in ({1, 2} if pair.language == "escpos" else {2})  # offline, it cannot tell of the last cut
    assert outcome.verdict == ("UNKNOWN" if pair.language in {"epl", "escpos"} else "PARTIAL"), outcome.evidence
    pair.virtual.set_fault("ok")
    assert send(pair, 1, 5).verdict == "PRINTED"
    assert pair.out() == 2  # what was left has been cancelled


def test_a_swallowed_job_is_not_called_printed(pair: Pair) -> None:
    pair.virtual.set_fault("silent_drop")
    """An ESC/POS printer tells of the label all the same: count and receipt disagree, and nothing is known."""
    assert send(pair).verdict == ("NOT_PRINTED" if pair.language in ("zpl", "tspl") else "UNKNOWN")


def test_a_printer_that_falls_dumb_leaves_it_unknown_until_settled(pair: Pair) -> None:
    before = pair.printer.ready()
    pair.virtual.set_fault("mute_after")
    assert pair.printer.print(job(pair.language), 1, before).verdict == "UNKNOWN"
    pair.virtual.set_fault("ok")
    settled = pair.printer.settle(before.odometer, 1).verdict
    assert settled == ("PRINTED" if pair.language in COUNTING else "UNKNOWN")


def test_settle_of_a_job_that_never_arrived(pair: Pair) -> None:
    outcome = pair.printer.settle(pair.printer.ready().odometer, 1)
    proven = pair.language in {"zpl", "tspl"}
    assert outcome.verdict == ("NOT_PRINTED" if proven else "UNKNOWN"), outcome.evidence


def test_a_job_begun_on_a_printer_without_odometer_is_never_settled_by_another(pair: Pair) -> None:
    send(pair)
    assert pair.printer.settle(UNCOUNTED, 2).verdict == "UNKNOWN"


def test_two_threads_are_served_one_after_the_other(pair: Pair) -> None:
    before, outcomes = pair.printer.ready(), list[Outcome]()

    def print_one(seed: int) -> None:
        outcomes.append(pair.printer.print(job(pair.language, 1, seed), 1, before))

    threads = [threading.Thread(target=print_one, args=(seed,)) for seed in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    verdicts = sorted(outcome.verdict for outcome in outcomes)
    assert verdicts == (["NOT_SENT", "PRINTED"] if pair.language in COUNTING else ["PRINTED", "PRINTED"])
    assert pair.out(1) + pair.out(2) == verdicts.count("PRINTED")


def test_closing_twice_is_fine_and_nothing_is_sent_afterwards(pair: Pair) -> None:
    before = pair.printer.ready()
    pair.printer.close()
    pair.printer.close()
    assert pair.printer.print(job(pair.language), 1, before).verdict == "NOT_SENT"
    assert pair.virtual.labels == []
