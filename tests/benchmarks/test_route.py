"""The benchmark of routes runs, on little, and tells what it must."""

import pytest

from tests.benchmarks import route


@pytest.mark.timeout(240)
def test_a_grade_and_a_route_are_measured_with_all_rules_and_channels() -> None:
    found = {row.name: row.value for row in route.measure(units=200, steps=100)}
    assert (found["route.rules"], found["route.channels"], found["route.replay.units"]) == (500, 20, 200)
    assert found["route.grade_and_route.p99"] >= found["route.grade_and_route.p50"] > 0
    assert found["route.replay.peak_of_all"] > 0
