"""Two policies side by side: whatever is changed in one of them is found, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from station.deciding.comparing import compare
from station.domain.policy import Approval, Channel, Contract, Policy, RouteRule
from station.domain.recovery import Recovery, Table

RULES = tuple(RouteRule(name, "restock") for name in "abcdef")


def policy(**more: object) -> Policy:
    return replace(Policy("p", "hash", (), RULES), **more)


@given(st.permutations(RULES))
def test_another_order_names_the_fewest_rules_that_moved(order: list[RouteRule]) -> None:
    changes = compare(policy(), policy(routes=tuple(order)))
    if tuple(order) == RULES:
        assert changes == ()
        return
    (change,) = changes
    moved = change.name.split(", ")
    assert (change.table, change.what) == ("route", "moved")
    assert [r for r in order if r.name not in moved] == [r for r in RULES if r.name not in moved]


def test_every_part_of_a_policy_is_compared() -> None:
    new = policy(
        currency="EUR", approval=Approval(500), channels=(Channel("shelf", "restock", fee=3),),
        contracts=(Contract("", routes=("restock",)),),
        recovery=Table("t", "h", {("", "A", "shelf"): Recovery(900, 7)}, {"shelf": 80}),
        routes=(*RULES[1:], replace(RULES[0], route="recycle")),
    )  # fmt: skip
    found = {(c.table, c.what, c.name) for c in compare(policy(), new)}
    assert found == {
        ("", "changed", "p"), ("route", "changed", "a"), ("route", "moved", "a"), ("contract", "added", ""),
        ("channel", "added", "shelf"), ("recovery", "added", "* A shelf"),
        ("fee", "added", "shelf"),
    }  # fmt: skip
    back = {(c.table, c.what) for c in compare(new, policy())}
    assert {("channel", "removed"), ("contract", "removed"), ("recovery", "removed")} <= back


def test_an_added_rule_says_where_it_stands() -> None:
    (change,) = compare(policy(), policy(routes=(*RULES[:2], RouteRule("x", "recycle"), *RULES[2:])))
    assert ("place", None, 3) in change.fields


def test_rules_of_one_name_are_told_apart() -> None:
    twice = policy(routes=(RULES[0], replace(RULES[0], route="recycle"), *RULES[1:]))
    assert [(c.what, c.name) for c in compare(policy(), twice)] == [("added", "a #2")]
