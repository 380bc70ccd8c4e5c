"""Answers -> condition -> grade, with the answers that caused it. Deterministic: the same answers and rules always give
the same grade."""

from functools import cache
from hashlib import sha256

from msgspec import Struct

from station.domain.checklist import Checklist, Question
from station.domain.policy import GradeRule, Policy
from station.domain.records import Product, Unit

Answers = tuple[tuple[str, str], ...]
EXPIRED = "expired"
"""The flag of goods past their date: an answer may tell it, and the day of expiry does."""


class Condition(Struct, frozen=True):
    """What the answers say: function, cosmetic class (0 best, 9 worst), completeness, hygiene and safety flags."""

    function: str = "untested"
    cosmetic: int = 0
    completeness: str = "complete"
    flags: tuple[str, ...] = ()


class Graded(Struct, frozen=True):
    """A grade and why: the rule's number in the policy (1 is the first), and the fewest answers that lead there (all of
    them where nothing spoke against a better grade)."""

    condition: Condition
    grade: str
    rule: int
    because: Answers


def condition(
    checklist: Checklist, answers: Answers, function: str = "untested", known: tuple[str, ...] = ()
) -> Condition:
    """Folds the answers in order; the worst cosmetic class stays, other facets are said by the last answer that says
    them. function: what holds where no answer says it; known: flags that no answer has to tell."""
    cosmetic, completeness, flags = 0, "complete", dict.fromkeys(known)
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
    return policy.grades[fitting(policy, found, match)].grade


def graded(policy: Policy, checklist: Checklist, answers: Answers, match: str, known: tuple[str, ...] = ()) -> Graded:
    """The grade with what caused it. known: flags that no answer has to tell."""
    found = condition(checklist, answers, known=known)
    rule = fitting(policy, found, match)
    word = policy.grades[rule].grade
    return Graded(found, word, rule + 1, _because(policy, checklist, answers, match, word, known))


def fitting(policy: Policy, found: Condition, match: str) -> int:
    """Which grade rule decides: its index."""
    for number, rule in enumerate(policy.grades):
        if _fits(rule, found, match):
            return number
    return len(policy.grades) - 1


def _because(
    policy: Policy, checklist: Checklist, answers: Answers, match: str, word: str, known: tuple[str, ...]
) -> Answers:
    """Answers are taken away one by one, from the first on, as long as the others alone still lead to this grade; what
    nobody speaks of counts as good."""

    def leads(some: Answers) -> bool:
        return grade(policy, condition(checklist, some, "works", known), match) == word

    kept = answers
    for answer in answers if leads(answers) else ():
        fewer = tuple(a for a in kept if a != answer)
        kept = fewer if leads(fewer) else kept
    return kept or answers


def _fits(rule: GradeRule, found: Condition, match: str) -> bool:
    return (
        found.cosmetic <= rule.cosmetic_max
        and (not rule.function or found.function in rule.function)
        and (not rule.completeness or found.completeness in rule.completeness)
        and (not rule.match or match in rule.match)
        and (not rule.flags_any or not set(rule.flags_any).isdisjoint(found.flags))
    )


def concerns(product: Product | None) -> tuple[str, ...]:
    """What questions may be about where this product is concerned: parts, serial, battery."""
    if product is None:
        return ()
    has = {"parts": product.parts, "serial": "serial" in product.capture, "battery": _battery(product.hazard)}
    return tuple(name for name, there in has.items() if there)


def _battery(hazard: str) -> bool:
    return "lithium" in hazard or "battery" in hazard


def following(
    checklist: Checklist, question: str, key: str, *, parts: bool = False, has: tuple[str, ...] = ()
) -> Question | None:
    """The question after this answer, questions that do not concern the product passed over (by their first answer's
    way); None at the end. has: what the product has (`concerns`); parts is a short word for one of it."""
    answer = checklist.questions[question].answer(key)
    next_id = answer.next if answer else ""
    while next_id:
        candidate = checklist.questions[next_id]
        if not candidate.only or candidate.only in has or (parts and candidate.only == "parts"):
            return candidate
        next_id = candidate.answers[0].next
    return None


def remaining(checklist: Checklist, question: str) -> int:
    """The most questions that may still come, this one included."""

    @cache
    def most(at: str) -> int:
        nexts = {a.next for a in checklist.questions[at].answers if a.next}
        return 1 + max((most(n) for n in nexts), default=0)

    return most(question)


def regrades(policy: Policy, unit: Unit, operator: str) -> bool:
    """Whether a second, blind grading is due: nobody can tell beforehand (units' ids are random), everybody can
    recompute it from the journal."""
    rule = policy.regrade
    own = [rates[key] for rates, key in ((rule.operators, operator), (rule.products, unit.product)) if key in rates]
    permille = max(own, default=rule.permille)
    drawn = sha256(f"{unit.id}|{policy.hash}".encode()).digest()
    return int.from_bytes(drawn, "big") % 1000 < permille
