"""Policy is data: checklists, grade rules and routing rules read from TOML text into frozen values, or faults that name
the key and what is allowed. Reading files is not done here."""

import tomllib
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, TypeVar

from msgspec import Struct

from station.domain.carriers import Carriers

GRADES = ("A", "B", "C", "D", "incorrect_item", "junk")
ROUTES = (
    "restock", "resale", "refurbish", "return_to_vendor", "liquidate", "donate", "recycle", "destroy", "ship_back",
    "quarantine",
)  # fmt: skip
FUNCTIONS = ("works", "partly", "dead", "untested")
COMPLETENESS = ("complete", "incomplete", "parts_only")


T = TypeVar("T")


class PolicyFault(Exception):
    """A policy text is wrong: file, key and what is allowed."""


class Answer(Struct, frozen=True):
    """One answer: the next question ("" = the checklist ends) and what it says about the condition."""

    key: str
    next: str
    sets: dict[str, str | int] = {}
    flags: tuple[str, ...] = ()


class Question(Struct, frozen=True):
    """A question and its answers. only: asked only where the product has `parts` (empty = always)."""

    id: str
    answers: tuple[Answer, ...]
    only: str = ""

    def answer(self, key: str) -> Answer | None:
        return next((a for a in self.answers if a.key == key), None)


class Checklist(Struct, frozen=True):
    """Questions by id; the first one starts."""

    name: str
    hash: str
    questions: dict[str, Question]
    start: str


class GradeRule(Struct, frozen=True):
    """First rule that fits decides. cosmetic_max: worst cosmetic class that still fits (0 best, 9 worst)."""

    grade: str
    function: tuple[str, ...] = ()
    cosmetic_max: int = 9
    completeness: tuple[str, ...] = ()
    flags_any: tuple[str, ...] = ()
    match: tuple[str, ...] = ()


class RouteRule(Struct, frozen=True):
    """First rule that fits decides; empty conditions fit everything. name also keys the reason in words
    (`why.<name>`)."""

    name: str
    route: str
    grade: tuple[str, ...] = ()
    flags_any: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    merchant: tuple[str, ...] = ()
    hazard: bool = False
    value_min: int = 0
    channel: str = ""


class Policy(Struct, frozen=True):
    """Grade and routing rules of one version; hash is SHA-256 of the text."""

    name: str
    hash: str
    grades: tuple[GradeRule, ...]
    routes: tuple[RouteRule, ...]


class Rulebook(Struct, frozen=True):
    """All policies that a station has in force; a unit pins the policy's hash when it is identified."""

    policy: Policy
    checklists: dict[str, Checklist]
    older: dict[str, Policy] = {}
    carriers: Carriers | None = None

    def pinned(self, hash: str) -> Policy:
        """The policy that a unit was identified under; the one in force where that one is no longer known."""
        return self.older.get(hash, self.policy)

    def checklist(self, name: str) -> Checklist:
        return self.checklists.get(name) or self.checklists["general"]


def read_policy(text: str, file: str) -> Policy:
    """Raises PolicyFault where the text is no valid policy."""
    data = _toml(text, file)
    _keys(data, ("name", "grade", "route"), file, "")
    grades = tuple(_rule(GradeRule, row, file, f"grade[{i}]") for i, row in enumerate(data.get("grade", ()), 1))
    routes = tuple(_rule(RouteRule, row, file, f"route[{i}]") for i, row in enumerate(data.get("route", ()), 1))
    for rule in grades:
        _one_of(rule.grade, GRADES, file, "grade")
    for route in routes:
        _one_of(route.route, ROUTES, file, f"route {route.name}")
    _last_fits_all(grades, GradeRule(""), "grade", file)
    _last_fits_all(routes, RouteRule("", ""), "route", file)
    return Policy(str(data.get("name", file)), sha256(text.encode()).hexdigest(), grades, routes)


def _last_fits_all(rules: tuple[Any, ...], empty: Any, key: str, file: str) -> None:
    conditions = [f for f in empty.__struct_fields__ if f not in ("grade", "route", "name", "channel")]
    if key == "route":
        conditions.append("grade")
    if not rules or any(getattr(rules[-1], f) != getattr(empty, f) for f in conditions):
        raise PolicyFault(f"{file}: {key}: the last rule must have no conditions, so that every unit gets one")


def read_checklist(text: str, file: str) -> Checklist:
    """Raises PolicyFault for unknown words, dead ends, unreachable questions and loops."""
    data = _toml(text, file)
    _keys(data, ("name", "question"), file, "")
    questions = {str(q.get("id", "")): _question(q, file) for q in data.get("question", ())}
    if not questions or "" in questions:
        raise PolicyFault(f"{file}: question: each needs an id, and there must be one at least")
    start = next(iter(questions))
    reached: set[str] = set()
    _walk(questions, start, (), file, reached)
    lost = set(questions) - reached
    if lost:
        raise PolicyFault(f"{file}: question {sorted(lost)[0]}: no answer leads to it")
    return Checklist(str(data.get("name", file)), sha256(text.encode()).hexdigest(), questions, start)


def _walk(questions: Mapping[str, Question], at: str, path: tuple[str, ...], file: str, reached: set[str]) -> None:
    if at in path:
        raise PolicyFault(f"{file}: question {at}: its answers lead back to it")
    if at not in questions:
        raise PolicyFault(f"{file}: question {path[-1]}: next = {at!r} names no question; allowed: {sorted(questions)}")
    reached.add(at)
    for answer in questions[at].answers:
        if answer.next:
            _walk(questions, answer.next, (*path, at), file, reached)


def _question(row: dict[str, Any], file: str) -> Question:
    where = f"question {row.get('id', '?')}"
    _keys(row, ("id", "only", "answer"), file, where)
    _one_of(row.get("only", ""), ("", "parts"), file, f"{where}: only")
    answers = tuple(_answer(a, file, where) for a in row.get("answer", ()))
    if len(answers) < 2 or len({a.key for a in answers}) < len(answers):
        raise PolicyFault(f"{file}: {where}: needs two or more answers with different keys")
    return Question(str(row.get("id", "")), answers, str(row.get("only", "")))


def _answer(row: dict[str, Any], file: str, where: str) -> Answer:
    where = f"{where}, answer {row.get('key', '?')}"
    _keys(row, ("key", "next", "function", "cosmetic", "completeness", "flags"), file, where)
    _one_of(row.get("function", "works"), FUNCTIONS, file, f"{where}: function")
    _one_of(row.get("completeness", "complete"), COMPLETENESS, file, f"{where}: completeness")
    if row.get("cosmetic", 0) not in range(10):
        raise PolicyFault(f"{file}: {where}: cosmetic = {row['cosmetic']!r}; allowed: 0 to 9")
    sets: dict[str, str | int] = {str(k): row[k] for k in ("function", "cosmetic", "completeness") if k in row}
    return Answer(str(row.get("key", "")), str(row.get("next", "")), sets, tuple(row.get("flags", ())))


def _toml(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyFault(f"{file}: not valid TOML: {error}") from error


def _rule(kind: type[T], row: dict[str, Any], file: str, where: str) -> T:
    fields = kind.__struct_fields__  # type: ignore[attr-defined]  # every rule is a Struct
    _keys(row, fields, file, where)
    try:
        return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})
    except TypeError as error:
        raise PolicyFault(f"{file}: {where}: {error}") from error


def _keys(row: Mapping[str, Any], allowed: tuple[str, ...], file: str, where: str) -> None:
    for key in row:
        if key not in allowed:
            raise PolicyFault(f"{file}: {where or 'top'}: unknown key {key!r}; allowed: {', '.join(allowed)}")


def _one_of(value: Any, allowed: tuple[str, ...], file: str, where: str) -> None:
    if value not in allowed:
        raise PolicyFault(f"{file}: {where} = {value!r}; allowed: {', '.join(allowed)}")
