"""The checklist, and what its last answer leads to: grade, route, licence plate and label, all in one turn."""

from msgspec.structs import replace

from station.domain import codes, grading, ids, routing
from station.domain.bench import units
from station.domain.bench.effects import Print
from station.domain.bench.state import Checking, Labelling, Quantity
from station.domain.bench.turn import Asked, Decision, Turn, go, unexpected
from station.domain.facts import Draft
from station.domain.records import Product, Unit


def decide(turn: Turn, step: Checking, asked: Asked) -> Decision:
    """An answer leads to the next question or to the end; SPLIT parts a lot whose pieces differ."""
    unit = turn.unit(step.unit)
    if asked.kind == "answer" and asked.value == "split" and unit.quantity > 1:
        return go(turn, Quantity(unit.id, "split"))
    checklist = turn.rules.checklist(step.checklist)
    if asked.kind != "answer" or checklist.questions[step.question].answer(asked.value) is None:
        return unexpected(turn, asked, "expect.answer")
    answers = (*step.answers, (step.question, asked.value))
    told = units.told(unit, "check.answered", checklist=step.checklist, question=step.question, answer=asked.value)
    product = turn.known.product(unit.product)
    question = grading.following(checklist, step.question, asked.value, parts=bool(product and product.parts))
    if question:
        return go(turn, replace(step, question=question.id, answers=answers), told)
    return conclude(turn, unit, step.checklist, answers, told)


def conclude(turn: Turn, unit: Unit, checklist: str, answers: tuple[tuple[str, str], ...], *before: Draft) -> Decision:
    """Grade, then route, then the label."""
    policy = turn.rules.pinned(unit.policy)
    found = grading.condition(turn.rules.checklist(checklist), answers)
    grade = grading.grade(policy, found, unit.match)
    graded = replace(unit, grade=grade, flags=found.flags)
    product = turn.known.product(unit.product)
    way = routing.route(policy, graded, product)
    facts = (
        *before,
        units.told(unit, "unit.graded", round=unit.round + 1, function=found.function, cosmetic=found.cosmetic,
                   completeness=found.completeness, flags=list(found.flags), grade=grade,
                   answers=[list(a) for a in answers]),
        replace(units.told(unit, "unit.routed", route=way.route, channel=way.channel, rule=way.rule,
                           reasons=list(way.reasons), next_best=way.next_best), policy={"routing": policy.hash}),
    )  # fmt: skip
    routed = replace(graded, route=way.route, channel=way.channel)
    if product and product.label == "none":
        from station.domain.bench.state import Stowing

        return go(turn, Stowing(unit.id), *facts)
    return label(turn, routed, "stow", *facts)


def label(turn: Turn, unit: Unit, then: str, *before: Draft, reason: str = "", layout: str = "unit-57x32") -> Decision:
    """A licence plate where there is none yet, and the order to print the next revision of its label."""
    plate = unit.lpn or ids.new_lpn(turn.posted.stamp)
    assigned = () if unit.lpn else (units.told(unit, "lpn.assigned", lpn=plate, source="station"),)
    revision, job = unit.revision + 1, turn.id(3)
    asked = units.told(unit, "print.asked", job=job, label="unit", revision=revision, layout=layout, reason=reason)
    picture = _print(turn, replace(unit, lpn=plate), job, revision, layout)
    moved = go(turn, Labelling(unit.id, job, then), *before, *assigned, asked)
    return replace(moved, effects=(picture,))


def _print(turn: Turn, unit: Unit, job: str, revision: int, layout: str) -> Print:
    product = turn.known.product(unit.product)
    tote = units.open_tote(turn, unit) if unit.route else None
    code_2d = codes.unit_2d(unit.lpn, revision, unit.route, unit.merchant)
    fields = _fields(turn, unit, product, revision, tote.position if tote else "")
    lang = turn.session.lang
    return Print(job, unit.id, revision, layout, lang, codes.unit_1d(unit.lpn, revision), code_2d, fields)


def _fields(turn: Turn, unit: Unit, product: Product | None, revision: int, position: str) -> dict[str, str]:
    """Keys and plain words; the effect puts keys (`@`) into the operator's language when it draws."""
    pieces = f"{unit.quantity} × " if unit.quantity > 1 else ""
    heading = f"@route.{unit.route}" if unit.route else "@label.hold" if not unit.danger else "@label.danger"
    return {
        "route": heading,
        "grade": f"@grade.{unit.grade}" if unit.grade and not unit.danger else "",
        "position": position,
        "product": f"{pieces}{product.title}" if product else "@label.unknown_product",
        "date": turn.posted.stamp.at,
        "lpn": " ".join(unit.lpn[i : i + 4] for i in (0, 4, 8)),
        "revision": str(revision),
        "merchant": turn.merchant(unit.merchant).name if unit.merchant else "",
    }
