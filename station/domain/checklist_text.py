"""Checklist text (TOML) into a frozen Checklist, or faults that name file, line, key and what is allowed: unknown
words, dead ends, unreachable questions, loops. Reading files is not done here."""

from collections.abc import Mapping
from hashlib import sha256

from station.domain.checklist import (
    CARE_RESULTS,
    COMPLETENESS,
    CONCERNS,
    EVIDENCE,
    FUNCTIONS,
    TASKS,
    Answer,
    Checklist,
    Question,
)
from station.domain.toml_rows import Row, read_rows, unique

MOST = 100
"""Questions of a list: nobody answers more, and looking ahead from each to its end stays short."""
WORST = 9
"""Cosmetic classes are 0 (best) to this."""
RESERVED = ("split", "undo", "hold", "danger", "lock", "sign_out", "mode_dock", "mode_bench", "look_up")
"""Commands of the bench, which it hears before any answer: no answer may be called so."""


def read_checklist(text: str, file: str) -> Checklist:
    """Raises PolicyFault for unknown keys and words, dead ends, unreachable questions and loops."""
    top = read_rows(text, file)
    top.only(("name", "categories", "merchants", "products", "question"))
    rows = top.rows("question")
    if not rows:
        raise top.fault("question", "is missing", "one question at least")
    if len(rows) > MOST:
        raise rows[MOST].fault("", f"is one of {len(rows)} questions", f"at most {MOST}")
    questions = {(question := _question(row)).id: question for row in rows}
    unique(rows, "id", lambda row: str(row.data["id"]))
    by_id = {str(row.data["id"]): row for row in rows}
    start = next(iter(questions))
    _check_ways(questions, by_id, start)
    whose = (top.small("categories"), top.texts("merchants"), top.texts("products"))
    return Checklist(top.text("name", file), sha256(text.encode()).hexdigest(), questions, start, *whose)


def _question(row: Row) -> Question:
    row.only(("id", "only", "care", "picture", "answer"))
    care = row.text("care", "", TASKS)
    answers = tuple(_answer(answer) for answer in row.rows("answer"))
    unique(row.rows("answer"), "key", lambda answer: str(answer.data["key"]))
    if len(answers) < 2:
        raise row.fault("answer", f"{len(answers)} answers lead nowhere", "two or more")
    if care and sorted(a.key for a in answers) != sorted(CARE_RESULTS):
        raise row.fault("answer", "care ends well or it does not", ", ".join(CARE_RESULTS))
    return Question(row.word("id"), answers, row.text("only", "", CONCERNS), care, row.text("picture", ""))


def _answer(row: Row) -> Answer:
    row.only(("key", "next", "function", "cosmetic", "completeness", "flags", "evidence", "picture"))
    key = row.word("key")
    if key in RESERVED:
        raise row.fault("key", f"{key!r} is a command of the bench", "any other word")
    sets: dict[str, str | int] = {}
    if "function" in row:
        sets["function"] = row.text("function", None, FUNCTIONS)
    if "cosmetic" in row:
        sets["cosmetic"] = row.number("cosmetic", None, WORST)
    if "completeness" in row:
        sets["completeness"] = row.text("completeness", None, COMPLETENESS)
    evidence = row.texts("evidence", EVIDENCE)
    return Answer(key, row.text("next", ""), sets, row.texts("flags"), evidence, row.text("picture", ""))


def _check_ways(questions: Mapping[str, Question], rows: Mapping[str, Row], start: str) -> None:
    """From the start each question is reached, none leads back to itself, every way ends."""
    if questions[start].only:
        raise rows[start].fault("only", "the first question concerns every product", "leave it out")
    order: list[str] = []
    _walk(questions, rows, start, [], order)
    for id, row in rows.items():
        if id not in order:
            raise row.fault("id", f"no answer leads to {id!r}", "a `next` of an earlier question, or none of it")


def _walk(questions: Mapping[str, Question], rows: Mapping[str, Row], at: str, way: list[str], done: list[str]) -> None:
    """Depth first; `way` is how we came, `done` what was looked at whole."""
    way.append(at)
    for answer, row in zip(questions[at].answers, rows[at].rows("answer"), strict=True):
        if not answer.next or answer.next in done:
            continue
        if answer.next not in questions:
            raise row.fault("next", f"{answer.next!r} is a dead end: no question has this id", ", ".join(questions))
        if answer.next in way:
            raise row.fault("next", f"leads back to {answer.next!r}: this never ends", "a later question, or none")
        _walk(questions, rows, answer.next, way, done)
    way.pop()
    done.append(at)
