"""One fact about a unit as a clause of words. Responsible for the words of bodies; a kind without words is told by its
name, so that nothing is left out."""

from collections.abc import Callable, Iterable
from typing import Any

from station import texts
from station.domain.facts import KINDS, Fact
from station.domain.policy import ROUTES

Named = Callable[[str, str], str]
UNKNOWN = "—"

PREFIXES = {
    "route": "route", "to": "route", "from": "route", "default": "route", "channel": "channel", "grade": "grade",
    "match": "row", "signal": "signal", "task": "care", "class": "danger", "decider": "decider",
    "result": "care_result",
    "function": "crosswalk.function", "decision": "decision", "for": "approval_for", "method": "method",
}  # fmt: skip
"""Key of a body -> where its words are."""
NAMES = {
    "container": "container", "location": "location", "place": "location", "product": "product", "parcel": "parcel",
    "line": "line",
}  # fmt: skip
"""Key of a body -> type of the record that it names."""
REASONS = {"hold.placed": "hold", "route.overridden": "why", "unit.routed": "why"}


def happened(lang: str, fact: Fact, named: Named) -> str:
    """`told.<kind>` with the body's words filled in."""
    key = f"told.{fact.kind}"
    if not texts.has(lang, key):
        return fact.kind
    args = {name: _worded(lang, fact, name, value, named) for name, value in fact.body.items()}
    if fact.kind == "unit.identified" and "product" not in fact.body:
        return texts.say(lang, "told.unit.identified.more", what=", ".join(v for k, v in args.items() if k != "method"))
    if fact.kind == "hold.decided" and fact.body.get("reason") in ("due", "answer"):
        key = f"told.hold.decided.{fact.body['reason']}"
    if fact.kind == "check.answered":
        args |= _answered(lang, fact)
    return texts.say(lang, key, **{**dict.fromkeys(KINDS.get(fact.kind, ()), UNKNOWN), "quantity": "1", **args})


def _worded(lang: str, fact: Fact, name: str, value: Any, named: Named) -> str:
    if isinstance(value, list | tuple):
        prefix = "why" if name == "reasons" else "flag"
        return ", ".join(_word(lang, prefix, str(one)) for one in _flat(value))
    if name == "reason":
        return _word(lang, REASONS.get(fact.kind, "why"), str(value))
    if name in NAMES:
        return named(NAMES[name], str(value))
    if isinstance(value, int):
        return texts.number(lang, value)
    prefix = "route" if name == "decision" and value in ROUTES else PREFIXES.get(name, "")
    return _word(lang, prefix, str(value)) if prefix else str(value)


def _flat(value: Iterable[Any]) -> Iterable[Any]:
    return (part for one in value for part in (one if isinstance(one, list | tuple) else (one,)))


def _answered(lang: str, fact: Fact) -> dict[str, str]:
    question, answer = str(fact.body.get("question", "")), str(fact.body.get("answer", ""))
    return {"question": _word(lang, "check", question), "answer": _word(lang, f"check.{question}", answer)}


def _word(lang: str, prefix: str, word: str) -> str:
    key = f"{prefix}.{word}"
    return texts.say(lang, key) if texts.has(lang, key) else word
