"""The checklist: one question at a time, with the evidence that an answer asks for. A care question tells what is asked
for and what came of it. What the last answer leads to stands in verdict.py."""

from msgspec.structs import replace

from station.domain import grading
from station.domain.bench import asking, units
from station.domain.bench.state import Caring, Checking, Quantity
from station.domain.bench.turn import Asked, Decision, Turn, go, stay, swap, unexpected
from station.domain.checklist import Answer, Question
from station.domain.records import Unit


def decide(turn: Turn, step: Checking, asked: Asked) -> Decision:
    """An answer leads to the next question or to the end; SPLIT parts a lot whose pieces differ."""
    unit = turn.unit(step.unit)
    if units.owes_second_look(unit) and unit.graded_by == turn.session.operator:  # by taking the bench over, or a void
        return stay(turn, "warn", "notice.second_look_other")
    if asked.kind == "answer" and asked.value == "split" and unit.quantity > 1:
        return go(turn, Quantity(unit.id, "split"))
    question = units.question(turn, step)
    if question is None:
        return _anew(turn, step)
    answer = question.answer(asked.value) if asked.kind == "answer" else None
    return _answered(turn, step, question, answer) if answer else unexpected(turn, asked, "expect.answer")


def _answered(turn: Turn, step: Checking, question: Question, answer: Answer) -> Decision:
    unit = turn.unit(step.unit)
    told = [units.told(unit, "check.answered", checklist=step.checklist, question=question.id, answer=answer.key)]
    certified = bool(question.care) and answer.key == "done" and _is_certified(turn, unit, question.care)
    if question.care and not certified:
        told.append(units.told(unit, "care.done", task=question.care, result=answer.key))
    checklist = turn.rules.checklist(step.checklist)
    has = grading.concerns(turn.known.product(unit.product))
    following = grading.following(checklist, question.id, answer.key, has=has)
    answers = (*step.answers, (question.id, answer.key))
    then = replace(step, question=following.id if following else "", answers=answers)
    if certified:
        return go(turn, Caring(unit.id, question.care, certificate=True, certifying=True, then=then), *told)
    return asking.evidence(turn, unit, answer.evidence, then, *told)


def _is_certified(turn: Turn, unit: Unit, task: str) -> bool:
    """True where the policy takes this task as done only with its certificate."""
    return any(rule.task == task and rule.certificate for rule in turn.rules.pinned(unit.policy).care)


def _anew(turn: Turn, step: Checking) -> Decision:
    """The list was replaced by another version meanwhile and no longer has this question: it begins anew."""
    again = swap(turn, units.begin_check(turn, turn.unit(step.unit)))
    return replace(again, notices=stay(turn, "warn", "notice.checklist_changed").notices)
