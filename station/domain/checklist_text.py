"""Checklist text (TOML) into a frozen Checklist, or faults that name the key and what is allowed. Reading files is not
done here."""

import tomllib
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from station.domain.checklist import COMPLETENESS, FUNCTIONS, Answer, Checklist, Question
from station.domain.policy import PolicyFault


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


def _keys(row: Mapping[str, Any], allowed: tuple[str, ...], file: str, where: str) -> None:
    for key in row:
        if key not in allowed:
            raise PolicyFault(f"{file}: {where or 'top'}: unknown key {key!r}; allowed: {', '.join(allowed)}")


def _one_of(value: Any, allowed: tuple[str, ...], file: str, where: str) -> None:
    if value not in allowed:
        raise PolicyFault(f"{file}: {where} = {value!r}; allowed: {', '.join(allowed)}")
