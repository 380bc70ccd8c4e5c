"""What is told of a unit's grade follows from its fact, whoever told a flag: an answer, or the day of expiry."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from station.deciding.account import account
from station.domain.policy import GradeRule
from tests.stories import goods
from tests.stories.world import World


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[World]:
    """Cream is in hand, at a site where what is past its date is junk."""
    world = World(tmp_path).stock()
    junk = GradeRule("junk", flags_any=("expired",))
    world.under(lambda policy: replace(policy, grades=(junk, *policy.grades)))
    yield world.scan(goods.BADGE, "9102000000008").press("open").scan("4006381334006").type("L7")
    world.close()


@pytest.mark.parametrize(("expiry", "grade", "rule"), [("2020-01-01", "junk", 1), ("2027-03-31", "A", 4)])
def test_the_rule_of_a_grade_is_found_again(bench: World, expiry: str, grade: str, rule: int) -> None:
    bench.type(expiry).press("yes")
    told = account(bench.steps, bench.machine.rules, bench.unit())
    assert (told.unit.grade, told.rule) == (grade, rule)
    assert told.now and told.now.route == bench.unit().route
