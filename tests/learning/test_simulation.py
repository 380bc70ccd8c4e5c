"""Learnt routing against an oracle that knows the true prices, and against the table that everybody began with."""

import pytest

from tests.learning.simulation import simulate


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_learnt_routing_earns_what_an_oracle_earns_but_for_a_twentieth(seed: int) -> None:
    result = simulate(seed)
    assert result.learnt >= 950  # the time of learning included
    assert result.learnt_late >= 990
    assert result.fixed < result.learnt


def test_the_same_seed_gives_the_same_result() -> None:
    assert simulate(7, days=20, units=40) == simulate(7, days=20, units=40)
