"""The estimator: what it does with nothing, with little and with much."""

import random

from hypothesis import given
from hypothesis import strategies as st

from tracking.learning.estimate import MOST_PERMILLE, Cell, Count, Fees, FeeShare, estimate, fee_share

CELL = ("shoes", "B", "outlet")


def before(cell: Cell) -> tuple[int, int]:
    return {"outlet": (400, 20), "market": (500, 30)}.get(cell[2], (300, 10))


def count(*permille: int, sent: int = 0, days: int = 20) -> Count:
    n = len(permille)
    squares = sum(p * p for p in permille)
    return Count(max(sent, n), n, sum(permille), squares, n * days, n * days * days)


def test_without_outcomes_the_table_before_stays() -> None:
    told = estimate({}, before, [CELL, ("", "A", "market")])
    assert {cell: (row.permille, row.days) for cell, row in told.items()} == {
        CELL: (400, 20),
        ("", "A", "market"): (500, 30),
    }


def test_many_outcomes_outweigh_the_table_before() -> None:
    told = estimate({CELL: count(*[600, 620, 640] * 200, days=7)}, before, [CELL])[CELL]
    assert abs(told.likely - 620) <= 5
    assert told.days in (7, 8)


def test_one_outcome_moves_little() -> None:
    told = estimate({CELL: count(1000)}, before, [CELL])[CELL]
    assert 400 < told.likely < 700


def test_what_is_known_of_a_category_is_told_of_its_other_grades() -> None:
    other, elsewhere = ("shoes", "C", "outlet"), ("toys", "C", "outlet")
    counts = {CELL: count(*[700] * 50), ("toys", "B", "outlet"): count(*[400] * 50)}
    told = estimate(counts, before, [CELL, other, elsewhere])
    assert told[CELL].likely > told[other].likely > told[elsewhere].likely


def test_a_channel_that_was_hardly_tried_looks_better_until_it_was_tried() -> None:
    busy = ("shoes", "B", "market")
    rows = [estimate({CELL: count(sent=sent), busy: count(sent=100)}, before, [CELL])[CELL] for sent in (0, 10, 1000)]
    assert rows[0].permille > rows[1].permille > rows[2].permille >= 400
    assert {row.likely for row in rows} == {400}


def test_where_nothing_is_sent_nothing_is_explored() -> None:
    assert estimate({CELL: count(sent=50)}, before, [("toys", "A", "outlet")])["toys", "A", "outlet"].permille == 400


def test_the_order_of_outcomes_and_cells_changes_nothing() -> None:
    rng = random.Random(5)
    cells = [(c, g, ch) for c in "xyz" for g in "AB" for ch in ("outlet", "market")]
    counts = {cell: count(*[rng.randrange(900) for _ in range(rng.randrange(1, 30))]) for cell in cells}
    shuffled = dict(sorted(counts.items(), key=lambda _: rng.random()))
    assert estimate(counts, before, cells) == estimate(shuffled, before, cells)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("xy"), st.sampled_from("AB"), st.sampled_from(["outlet", "market", "new"])),
        st.lists(st.integers(0, 5000), max_size=5),
    )
)
def test_whatever_came_in_a_row_is_bounded_and_optimism_only_adds(found: dict[Cell, list[int]]) -> None:
    counts = {cell: count(*values) for cell, values in found.items()}
    for row in estimate(counts, before, counts).values():
        assert 0 <= row.likely <= row.permille <= MOST_PERMILLE
        assert 0 <= row.days <= 3650


def test_fees_without_outcomes_are_those_that_were_supposed() -> None:
    assert fee_share(Fees(), 80) == FeeShare(80, 80, 0)


def test_few_outcomes_move_fees_little_and_many_outweigh_what_was_supposed() -> None:
    few, many = Fees(1, 10_000, 2000, 1), Fees(800, 8_000_000, 1_600_000, 800)
    assert fee_share(few, 80) == FeeShare(84, 80, 1)  # 1/31 of the way to 200
    assert fee_share(many, 80).permille == 196


def test_a_fee_a_piece_counts_as_the_share_that_it_is() -> None:
    """50 a piece of 500 is a tenth, together with 8 %."""
    assert fee_share(Fees(4, 2000, 360, 4), 80, fixed=50) == FeeShare(180, 180, 4)


def test_no_channel_keeps_more_than_everything() -> None:
    assert fee_share(Fees(9000, 1000, 9000, 900), 0).permille == 1000
