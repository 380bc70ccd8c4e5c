"""The judge alone, on looks made up: what it says must follow from what it saw."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.devices.ports import Outcome
from station.devices.printers.judge import Judge, Look, Timing

TIMING = Timing(quiet=2.0, patience=8.0)


def status(*, paper_out: bool = False, formats: int = 0, remaining: int = 0, proof: bool = True) -> Look:
    held = formats + remaining
    return Look("printer.paper_out" if paper_out else "", held == 0, held, proof)


LOOKS = st.lists(
    st.tuples(st.integers(95, 108), st.booleans(), st.integers(0, 2), st.integers(0, 2), st.floats(0.01, 3)),
    max_size=30,
)


@given(LOOKS, st.integers(1, 4), st.booleans())
def test_every_verdict_has_its_evidence(
    looks: list[tuple[int, bool, int, int, float]], copies: int, certain: bool
) -> None:
    judge, now, outcome = Judge(100, copies, TIMING, 0.0), 0.0, None
    judge.certain = certain
    odometer, look = 100, status()
    for odometer, paper_out, formats, remaining, passed in looks:
        now += passed
        look = status(paper_out=paper_out, formats=formats, remaining=remaining)
        if outcome := judge.see(look, odometer, now):
            break
    check(outcome, odometer - 100, copies, look, certain=certain)


def check(outcome: Outcome | None, moved: int, copies: int, look: Look, *, certain: bool) -> None:
    if outcome is None:
        return
    assert outcome.count == moved
    assert (outcome.verdict == "PRINTED") == (moved == copies)
    assert outcome.verdict != "PRINTED" or look.idle
    if outcome.verdict in {"PARTIAL", "NOT_PRINTED"}:
        assert certain
        assert look.idle
        assert (outcome.verdict == "PARTIAL") == (0 < moved < copies)


def test_nothing_is_said_before_the_quiet_is_over() -> None:
    judge = Judge(7, 1, TIMING, 0.0)
    assert judge.see(status(), 7, 0.1) is None
    assert judge.see(status(), 7, 2.0) is None
    assert judge.see(status(), 7, 2.1) == Outcome("NOT_PRINTED", 0, "odometer 7+0 of 1")


def test_work_in_the_printer_starts_the_quiet_anew() -> None:
    judge = Judge(7, 1, TIMING, 0.0)
    judge.see(status(), 7, 0.1)
    judge.see(status(formats=1), 7, 1.0)
    assert judge.see(status(), 7, 2.5) is None
    assert judge.see(status(), 8, 2.6) == Outcome("PRINTED", 1, "odometer 7+1 of 1")


def test_progress_prolongs_patience() -> None:
    judge = Judge(0, 100, TIMING, 0.0)
    for second in range(1, 60):
        judge.see(status(remaining=100 - second), second, float(second))
        assert not judge.overdue(second + 7.9)
    assert judge.overdue(59 + 8.0)
    assert judge.unknown() == Outcome("UNKNOWN", 59, "odometer 0+59 of 100; printer holds 41")


def test_a_fault_asks_for_one_cancel() -> None:
    judge = Judge(0, 2, TIMING, 0.0)
    judge.see(status(paper_out=True, remaining=1), 1, 0.1)
    assert judge.wants_cancel
    judge.cancelled = True
    assert not judge.wants_cancel
    judge.see(status(paper_out=True), 1, 0.2)
    assert judge.see(status(paper_out=True), 1, 2.2) == Outcome(
        "PARTIAL", 1, "odometer 0+1 of 2; printer.paper_out; rest cancelled"
    )


def test_an_uncertain_line_never_says_not_printed() -> None:
    judge = Judge(0, 1, TIMING, 0.0)
    judge.certain = False
    assert all(judge.see(status(), 0, float(second)) is None for second in range(10))
    assert judge.overdue(10.0)
    assert judge.unknown() == Outcome("UNKNOWN", 0, "odometer 0+0 of 1")


def test_a_look_that_proves_nothing_never_says_not_printed() -> None:
    judge = Judge(0, 1, TIMING, 0.0)
    assert all(judge.see(status(proof=False), 0, float(second)) is None for second in range(10))
    assert judge.see(status(proof=False), 1, 10.0) == Outcome("PRINTED", 1, "odometer 0+1 of 1")


def test_a_label_that_is_still_held_may_be_another_hosts() -> None:
    judge = Judge(0, 1, TIMING, 0.0)
    assert judge.see(status(remaining=1), 1, 0.1) is None
    assert judge.see(status(), 2, 0.2) == Outcome("UNKNOWN", 2, "odometer 0+2 of 1; odometer does not fit")


def test_another_station_s_label_is_not_taken_for_ours_that_was_cancelled() -> None:
    judge = Judge(100, 1, TIMING, 0.0)
    assert judge.see(status(paper_out=True, formats=1), 101, 0.1) is None  # theirs is out, ours waits for paper
    assert judge.wants_cancel
    judge.cancelled = True
    outcome = judge.see(status(paper_out=True), 101, 0.2)
    assert outcome is not None
    assert outcome.verdict == "UNKNOWN"


def test_paper_that_runs_out_behind_our_label_takes_no_proof_away() -> None:
    outcome = Judge(100, 1, TIMING, 0.0).see(status(paper_out=True), 101, 0.1)
    assert outcome is not None
    assert outcome.verdict == "PRINTED"


def shared(now: float = 0.0) -> Judge:
    return Judge(7, 1, TIMING, now, shared=True)


def test_where_others_print_too_a_count_is_ours_while_we_held_the_printer() -> None:
    assert shared().see(status(), 8, 0.1) == Outcome("PRINTED", 1, "odometer 7+1 of 1")


def test_where_others_print_too_a_count_that_moved_unseen_is_nobody_s() -> None:
    for what in ("line lost", "printer.silent", ""):
        judge = shared()
        judge.lose_sight(what)
        outcome = judge.see(status(), 8, 0.1)
        assert outcome is not None
        assert (outcome.verdict, outcome.count) == ("UNKNOWN", 1)
        assert "perhaps another station's" in outcome.evidence
    unseen = shared().see(status(), 8, TIMING.unseen + 0.1)
    assert unseen is not None
    assert unseen.verdict == "UNKNOWN"


def test_where_others_print_too_a_fault_that_is_over_may_have_cost_us_our_label() -> None:
    judge = shared()
    assert judge.see(status(paper_out=True, formats=1), 7, 0.1) is None
    healed = judge.see(status(), 8, 0.2)
    assert healed is not None
    assert healed.verdict == "UNKNOWN"


def test_where_others_print_too_a_count_that_never_moved_still_proves_that_nothing_came() -> None:
    judge = shared()
    judge.lose_sight("")
    assert judge.see(status(), 7, 0.1) is None
    assert judge.see(status(), 7, 2.1) == Outcome("NOT_PRINTED", 0, "odometer 7+0 of 1")


def test_a_label_that_told_of_itself_is_ours_whoever_else_prints() -> None:
    assert shared().see(Look(receipts=1), 9, 0.1) == Outcome("PRINTED", 1, "odometer 7+2 of 1")
    silent = shared().see(Look(receipts=1), 7, 0.1)
    assert silent is None  # told, and not counted: no proof


@pytest.mark.parametrize("others", [True, False])
def test_a_label_that_told_of_itself_is_never_called_not_printed(others: bool) -> None:
    """A printer whose count comes late, or never moves (no cutter): the count alone says that nothing came out."""
    judge = Judge(7, 2, TIMING, 0.0, shared=others)
    assert judge.see(Look(receipts=1), 7, 0.1) is None
    told = judge.see(Look(receipts=1), 7, 2.2)
    assert told is not None
    assert told.verdict == "UNKNOWN"
    assert "receipts 1" in told.evidence
