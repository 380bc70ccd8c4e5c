"""Answers -> condition -> grade. Deterministic: the same answers and rules always give the same grade."""

from msgspec import Struct

from station.domain.policy import Checklist, Policy, Question


class Condition(Struct, frozen=True):
    """What the answers say: function, cosmetic class (0 best, 9 worst), completeness, hygiene and safety flags."""

    function: str = "untested"
    cosmetic: int = 0
    completeness: str = "complete"
    flags: tuple[str, ...] = ()


def condition(checklist: Checklist, answers: tuple[tuple[str, str], ...]) -> Condition:
    """Folds the answers in order; the worst cosmetic class stays, other facets are said by the last answer that says
    them."""
    function, cosmetic, completeness, flags = "untested", 0, "complete", dict[str, None]()
    for question_id, key in answers:
        question = checklist.questions.get(question_id)
        answer = question.answer(key) if question else None
        if answer is None:
            continue
        function = str(answer.sets.get("function", function))
        cosmetic = max(cosmetic, int(answer.sets.get("cosmetic", 0)))
        completeness = str(answer.sets.get("completeness", completeness))
        flags.update(dict.fromkeys(answer.flags))
    return Condition(function, cosmetic, completeness, tuple(flags))


def grade(policy: Policy, found: Condition, match: str) -> str:
    """The grade of the first rule that fits; the last rule of a policy fits everything."""
    for rule in policy.grades:
        if (
            _fits(found.function, rule.function)
            and _fits(found.completeness, rule.completeness)
            and _fits(match, rule.match)
            and found.cosmetic <= rule.cosmetic_max
            and (not rule.flags_any or set(rule.flags_any) & set(found.flags))
        ):
            return rule.grade
    return policy.grades[-1].grade


def _fits(value: str, allowed: tuple[str, ...]) -> bool:
    return not allowed or value in allowed


def following(checklist: Checklist, question: str, key: str, *, parts: bool) -> Question | None:
    """The question after this answer, questions that do not concern the product passed over (by their first answer's
    way); None at the end."""
    answer = checklist.questions[question].answer(key)
    next_id = answer.next if answer else ""
    while next_id:
        candidate = checklist.questions[next_id]
        if candidate.only != "parts" or parts:
            return candidate
        next_id = candidate.answers[0].next
    return None


def remaining(checklist: Checklist, question: str) -> int:
    """The most questions that may still come, this one included."""
    nexts = {a.next for a in checklist.questions[question].answers if a.next}
    return 1 + max((remaining(checklist, n) for n in nexts), default=0)
