"""What the last answer leads to: the grade, told with its answers; then the route, or a second look before it. Of two
looks the policy says which grade stands; no flag of either is lost. What is past its date is told as a flag, whoever
looked."""

from msgspec.structs import replace

from station.domain import grading
from station.domain.bench import routes, units
from station.domain.bench.turn import Decision, Turn
from station.domain.facts import Draft
from station.domain.grading import Graded
from station.domain.policy import GRADES, Policy
from station.domain.records import Unit
from station.domain.times import day_in

Answers = tuple[tuple[str, str], ...]


def conclude(turn: Turn, unit: Unit, checklist: str, answers: Answers, *before: Draft) -> Decision:
    """Grade, then what follows from it."""
    policy = turn.rules.pinned(unit.policy)
    unit = units.as_told(turn, unit, *before)
    used = turn.rules.checklist(checklist)
    known = _expired(turn, unit)
    key = ("derived", "graded", unit.match, answers, known)  # most units of a day are answered alike
    found = turn.known.derived(key, (policy, used), lambda: grading.graded(policy, used, answers, unit.match, known))
    round = unit.round + 1
    second = units.owes_second_look(unit)  # any other look anew corrects the one before
    stands = round if not second or _wins(policy, unit.grade, found.grade) else unit.round
    told = _told(unit, found, answers, round, stands if stands != round else None)
    fact = replace(told, policy={"grading": policy.hash, "checklist": used.hash})
    graded = units.as_told(turn, unit, fact)
    if _is_looked_at_again(turn, policy, graded):
        return routes.second_look(turn, graded, *before, fact)
    return routes.decide(turn, graded, *before, fact)


def _expired(turn: Turn, unit: Unit) -> tuple[str, ...]:
    """Days as ISO 8601 writes them compare as texts; the last day is still a good one."""
    past = unit.expiry and unit.expiry < day_in(turn.posted.stamp.wall_ms, turn.site.tz)
    return (grading.EXPIRED,) if past else ()


def _told(unit: Unit, found: Graded, answers: Answers, round: int, stands: int | None) -> Draft:
    was = found.condition
    return units.told(unit, "unit.graded", round=round, function=was.function, cosmetic=was.cosmetic,
                      completeness=was.completeness, flags=list(was.flags), grade=found.grade,
                      answers=[list(a) for a in answers], because=[list(a) for a in found.because],
                      stands=stands)  # fmt: skip


def _wins(policy: Policy, first: str, second: str) -> bool:
    """Whether the second look's grade is the one that stands."""
    if policy.regrade.wins == "second" or first == second:
        return True
    better = _rank(second) < _rank(first)
    return {"worse": not better, "better": better}.get(policy.regrade.wins, False)


def _rank(grade: str) -> int:
    return GRADES.index(grade) if grade in GRADES else len(GRADES)


def _is_looked_at_again(turn: Turn, policy: Policy, unit: Unit) -> bool:
    """Decided at the first grading, before anything is printed; what bears no label cannot be told apart later."""
    product = turn.known.product(unit.product)
    labelled = not (product and product.label == "none")
    return unit.round == 1 and labelled and grading.regrades(policy, unit, turn.session.operator)
