"""Kappa, shares and differences against figures from the literature, and what is said where there are too few."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from station import texts
from station.reports import consistency
from station.reports.agreement import Estimate, difference, kappa, share
from station.reports.consistency import ENOUGH, Grading
from station.reports.figures import compared, figures
from station.reports.say import Voice, agreement_lines, drift_words
from station.reports.values import Figures
from tests.reports.samples import DAY, Teller, unit, when

THREE = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]
TWO = [[31, 12], [4, 58]]


@pytest.mark.parametrize(
    ("table", "weighted", "told"),
    [
        # the example of SAS's FREQ procedure, as statsmodels' tests print it: kappa, ASE, 95 % limits
        (THREE, False, (0.4842, 0.1380, 0.2137, 0.7547)),
        (THREE, True, (0.4701, 0.1457, 0.1845, 0.7558)),
        # the example of statpsych's ci.kappa (Fleiss and Paik 2003)
        (TWO, False, (0.6756757, 0.07344761, 0.5317210, 0.8196303)),
    ],
)
def test_kappa_and_its_interval_are_those_of_the_literature(
    table: list[list[int]], weighted: bool, told: tuple[float, ...]
) -> None:
    found = kappa(table, weighted=weighted)
    assert found is not None
    assert (found.value, found.error, found.low, found.high) == pytest.approx(told, abs=5e-5)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17:857, table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_shares_have_wilsons_interval(count: int, of: int, low: float, high: float) -> None:
    assert (share(count, of).low, share(count, of).high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17:873, table II, method 10
    [((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090), ((10, 10, 0, 10), 0.6075, 1.0)],
)
def test_differences_have_newcombes_interval(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    found = difference(*counts)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_of_two_words_the_weighted_kappa_is_the_plain_one() -> None:
    assert kappa(TWO) == kappa(TWO, weighted=True)


@pytest.mark.parametrize("table", [[], [[0]], [[0, 0], [0, 0]], [[7]], [[9, 0], [0, 0]]])
def test_where_nothing_can_be_told_nothing_is(table: list[list[int]]) -> None:
    assert kappa(table) is None


def test_nobody_ever_disagreed_is_not_certainty() -> None:
    found = kappa([[6, 0], [0, 6]])
    assert found is not None
    assert (found.value, found.high, found.error) == (1.0, 1.0, 0.0)
    assert found.low == pytest.approx(2 * share(12, 12).low - 1)


@given(st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=3, max_size=3), st.booleans())
def test_every_table_gives_a_value_within_its_interval(table: list[list[int]], weighted: bool) -> None:
    found = kappa(table, weighted=weighted)
    if found is not None:
        assert -1.0 - 1e-9 <= found.low <= found.value + 1e-9
        assert found.value - 1e-9 <= found.high <= 1.0
        turned = kappa([list(row) for row in zip(*table, strict=True)], weighted=weighted)
        assert turned is not None
        assert (turned.value, turned.error) == pytest.approx((found.value, found.error))


def twice(n: int, first: str, second: str, by: str = "8") -> list[Grading]:
    return [Grading(f"u{n}", 1, "7", first), Grading(f"u{n}", 2, by, second)]


def test_pairs_are_of_two_people() -> None:
    gradings = [
        *twice(1, "A", "B"),
        *twice(2, "A", "A", by="7"),
        Grading("u3", 1, "7", "A"),
        Grading("u4", 2, "7", "A"),
    ]
    assert [(a.unit, a.grade, b.grade) for a, b in consistency.pairs(gradings)] == [("u1", "A", "B")]


def many(pairs: int) -> list[Grading]:
    words = (("A", "A"), ("B", "B"), ("C", "C"), ("A", "B"), ("junk", "junk"), ("incorrect_item", "incorrect_item"))
    return [one for n in range(pairs) for one in twice(n, *words[n % len(words)])]


def test_too_few_pairs_have_a_share_and_no_kappa() -> None:
    found = consistency.agreement(many(ENOUGH - 1))
    assert (found.pairs, found.same, found.kappa, found.weighted) == (29, 24, None, None)
    assert "not enough" in agreement_lines(found, Voice("en", "UTC"))[-1]


def test_enough_pairs_have_both_kappas_where_grades_stand_in_an_order() -> None:
    found = consistency.agreement(many(60))
    assert found.kappa is not None
    assert found.weighted is not None
    assert found.kappa.low < found.kappa.value < found.kappa.high
    assert found.weighted.value > 0.8
    assert found.table["A", "B"] == 10
    everybody = consistency.agreement([one for n in range(40) for one in twice(n, "A", "A")])
    assert "one and the same grade" in agreement_lines(everybody, Voice("en", "UTC"))[-1]


def test_who_grades_unlike_the_others_is_told_with_the_interval() -> None:
    mild = [Grading(f"m{n}", 1, "7", "A" if n % 10 else "B") for n in range(100)]
    hard = [Grading(f"h{n}", 1, "8", "A" if n % 2 else "B") for n in range(100)]
    new = [Grading("x", 1, "9", "B")]
    found = {(d.operator, d.grade): d for d in consistency.drifts([*mild, *hard, *new])}
    assert (found["7", "A"].count, found["7", "A"].of, found["7", "A"].of_others) == (90, 100, 101)
    assert found["7", "A"].drifts
    assert found["8", "A"].drifts
    assert drift_words(found["8", "A"], Voice("en", "UTC")).startswith("−39 (")
    assert found["9", "B"].gap is None
    assert not found["9", "B"].drifts


def day_with_second_looks() -> Figures:
    teller = Teller()
    for n in range(2):
        unit(teller, f"u{n}", "08:00", "A", "restock")
        teller.tell("08:30", "unit.graded", f"unit/u{n}", operator="operator-8", round=2, grade="B", stands=1)
    teller.tell("08:40", "unit.graded", "unit/u1", operator="operator-8", round=3, grade="C")
    teller.tell("09:00", "route.overridden", "unit/u1", operator="operator-8", to="donate", reason="box_open")
    teller.tell("09:01", "signal.raised", "unit/u1", signal="weight_off", evidence=[])
    teller.tell("09:02", "care.done", "unit/u1", task="clean", result="failed")
    return compared(figures(teller.facts, teller.records(), when()), [])


def test_a_day_tells_second_looks_overrides_signals_and_care() -> None:
    found = day_with_second_looks()
    assert found.agreement is not None
    assert (found.agreement.pairs, found.agreement.same) == (2, 0)
    assert found.grid["restock"] == {"A": 1}, "of u0 the first grade stands"
    assert found.tables["override_operator"] == {"operator-8": 1}
    assert found.tables["override_reason"] == {"box_open": 1}
    assert found.tables["override_rule"] == {"as_new": 1}
    assert found.tables["signal"] == {"weight_off": 1}
    assert found.tables["care"] == {"clean failed": 1}


def test_the_week_is_today_and_the_six_days_before() -> None:
    today = day_with_second_looks()
    pair = (Grading("old", 1, "7", "A"), Grading("old", 2, "8", "A"))
    days = [replace(today, day=f"2026-11-{DAY.day - n:02}", gradings=pair if n in (6, 7) else ()) for n in range(1, 8)]
    found = compared(today, days)
    assert found.agreement is not None
    assert found.agreement.pairs == 3
    assert compared(today, days[-1:]).agreement == today.agreement


@pytest.mark.parametrize("lang", texts.languages())
def test_the_sentences_are_whole_in_every_language(lang: str) -> None:
    voice = Voice(lang, "UTC")
    for found in (consistency.agreement([]), consistency.agreement(many(3)), consistency.agreement(many(60))):
        assert all("{" not in line and "report." not in line for line in agreement_lines(found, voice))
    assert voice.named("care", "wipe failed").count("report.") == 0
    assert drift_words(consistency.Drift("7", "A", 1, 2, 1, 2, Estimate(0.1, 0.0, 0.2)), voice)
