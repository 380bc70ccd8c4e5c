"""A plan in words, line by line: what the person at the keyboard sees before anything is changed. Changes nothing."""

from collections.abc import Iterator

from msgspec import structs

from station import texts
from station.domain.notices import Text
from station.domain.office import Allotment, PolicyText
from station.domain.questions import Question
from station.domain.records import Authorization, Location, Operator, Order, Product, Reference
from station.intake.carry import Result
from station.intake.plan import Change, Plan

COUNTED = ("new", "changed", "unchanged", "refused", "repeated", "left_out")


def words(lang: str, text: Text) -> str:
    """A reason in a language, its numbers in local form."""
    said = {name: texts.number(lang, one) if isinstance(one, int) else one for name, one in text.args.items()}
    return texts.say(lang, text.key, **said)


def preview(plan: Plan, lang: str) -> Iterator[str]:
    """Counts, the first values, warnings, reasons of refusal, columns that are not used."""
    rows = texts.number(lang, plan.counts["rows"])
    yield texts.say(
        lang, "import.preview.title", what=texts.say(lang, f"import.what.{plan.what}"), file=plan.path.name, rows=rows
    )
    for name in COUNTED:
        if plan.counts[name] or name in ("new", "changed"):
            yield f"  {texts.say(lang, f'import.count.{name}')}: {texts.number(lang, plan.counts[name])}"
    if plan.first:
        yield texts.say(lang, "import.preview.first")
        yield from (f"  {_change(lang, change)}" for change in plan.first)
    yield from _warnings(plan, lang)
    yield from _reasons(plan, lang)
    if plan.unused:
        yield texts.say(lang, "import.preview.unused", columns=", ".join(plan.unused))


def _warnings(plan: Plan, lang: str) -> Iterator[str]:
    if plan.warned:
        yield texts.say(lang, "import.preview.warnings")
    for key, count in plan.warned.items():
        shown = [one for one in plan.warnings if one.text.key == key]
        for one in shown:
            yield f"  {_row(lang, one.row)}: {words(lang, one.text)}"
        if count > len(shown):
            yield "  " + texts.say(lang, "import.preview.more", count=texts.number(lang, count - len(shown)))


def _reasons(plan: Plan, lang: str) -> Iterator[str]:
    if plan.reasons:
        yield texts.say(lang, "import.preview.refused")
    for key, count in plan.reasons.items():
        yield f"  {texts.number(lang, count)} × {texts.say(lang, key.replace('.refused.', '.why.'))}"


def outcome(result: Result, lang: str) -> Iterator[str]:
    """What went in, and where the refused rows are."""
    counts = {"rows": result.rows, "written": result.written, "refused": result.refused}
    yield texts.say(lang, "import.done", **{name: texts.number(lang, n) for name, n in counts.items()})
    if result.refused_path:
        yield texts.say(lang, "import.done.refused", file=str(result.refused_path))
    yield f"SHA-256 {result.sha256}"


def _row(lang: str, number: int) -> str:
    return texts.say(lang, "import.row", row=texts.number(lang, number))


def _change(lang: str, change: Change) -> str:
    state = texts.say(lang, "import.state.new" if change.before is None else "import.state.changed")
    return f"{state}: {title(change.value)}{_differences(change)}"


def _differences(change: Change) -> str:
    """Fields that change, with before and after where they are short."""
    if change.before is None:
        return ""
    before, after = structs.asdict(change.before), structs.asdict(change.value)
    told = [f"{name}: {_shown(before[name])} → {_shown(new)}" for name, new in after.items() if before[name] != new]
    return f" ({'; '.join(told)})"


def _shown(value: object) -> str:
    text = f"{len(value)} ×" if isinstance(value, tuple) else str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def title(value: Reference) -> str:
    """What a person calls the value."""
    match value:
        case Product():
            return f"{value.sku} {value.title}"
        case Order():
            return f"{value.number} ({_pieces(value)})"
        case Authorization():
            return f"{value.code} ({_pieces(value)})"
        case Operator():
            return f"{value.name} ({value.role})"
        case Location():
            return f"{value.code} ({value.kind})"
        case PolicyText():
            return f"{value.name} ({value.document})"
        case Allotment() | Question():
            return value.id


def _pieces(value: Order | Authorization) -> str:
    return f"{len(value.lines)} × / {sum(line.quantity for line in value.lines)}"
