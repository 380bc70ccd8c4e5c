"""A short note in words -> a suggested reason and route, or nothing. A table of words says how sure each one makes;
mistyped words are found by their letter pairs. Only ever a suggestion: it decides nothing. Reading files is not done
here."""

import re
import tomllib
from functools import lru_cache
from typing import Any

from msgspec import Struct

from station.domain.policy import ROUTES, PolicyFault

SURE = 1000
LEAST_LETTERS = 6
"""Shorter words of the table are too much alike to others to be guessed when they are mistyped."""
MOST_LETTERS = 400
"""Of a longer note only so much is read."""
ITEM = "#"
"""Stands for an item's number (four digits and more) in a note."""


class Word(Struct, frozen=True):
    """One word or several in a row; begins: any ending will do. sure: 0 to 1000."""

    parts: tuple[str, ...]
    begins: bool
    sure: int

    @property
    def text(self) -> str:
        return " ".join(self.parts) + ("*" if self.begins else "")


class Reason(Struct, frozen=True):
    """A reason, the route it suggests ("" = none: nothing is in hand), and the words that speak of it."""

    id: str
    route: str
    words: tuple[Word, ...]


class Notes(Struct, frozen=True):
    """The whole table. outcomes: words that tell where goods went, whatever the reason. least, margin, alike in
    permille."""

    name: str
    least: int
    margin: int
    alike: int
    reasons: tuple[Reason, ...]
    outcomes: tuple[tuple[str, tuple[Word, ...]], ...] = ()


class Hint(Struct, frozen=True):
    """What a note suggests: reason, route ("" = none), how sure (permille), and the table's words that were found."""

    reason: str
    route: str
    sure: int
    because: tuple[str, ...]


def suggest(notes: Notes, note: str) -> Hint | None:
    """The reason that speaks loudest; None where none is sure enough or two are nearly as sure. Never raises."""
    tokens = _tokens(note[:MOST_LETTERS])
    heard = [(*_heard(notes, reason.words, tokens), reason) for reason in notes.reasons]
    (sure, because, reason), *others = sorted(heard, key=lambda one: -one[0])
    second = others[0][0] if others else 0
    if sure < notes.least or sure - second < notes.margin:
        return None
    return Hint(reason.id, _outcome(notes, tokens) or reason.route, sure, because)


def _outcome(notes: Notes, tokens: tuple[str, ...]) -> str:
    return next((route for route, words in notes.outcomes if _heard(notes, words, tokens)[0] >= notes.least), "")


def _heard(notes: Notes, words: tuple[Word, ...], tokens: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """How sure the loudest word makes, and all that were found, the loudest first."""
    found = sorted(
        ((_found(word, tokens, notes.alike), word.text) for word in words), key=lambda one: (-one[0], one[1])
    )
    told = tuple(text for sure, text in found if sure)
    return (found[0][0] if found else 0), told


def _found(word: Word, tokens: tuple[str, ...], alike: int) -> int:
    """The best place of the word in the note, in permille of its own sureness."""
    size = len(word.parts)
    places = (tokens[at : at + size] for at in range(len(tokens) - size + 1))
    return max((_fits(word, place, alike) * word.sure // SURE for place in places), default=0)


def _fits(word: Word, place: tuple[str, ...], alike: int) -> int:
    """The worst of its parts: 1000 where they are the same, less where one is mistyped, 0 where one is another."""
    last = len(word.parts) - 1
    return min(
        _same(part, token, word.begins and n == last, alike)
        for n, (part, token) in enumerate(zip(word.parts, place, strict=True))
    )


@lru_cache(maxsize=4096)
def _same(part: str, token: str, begins: bool, alike: int) -> int:  # noqa: FBT001  # a cached function of plain values
    if token == part or (begins and token.startswith(part)) or (not part.isascii() and _is_cjk(part) and part in token):
        return SURE
    if len(part) < LEAST_LETTERS - begins or len(token) < LEAST_LETTERS - 1 or part[0] != token[0]:
        return 0
    whole = token[: len(part) + 1] if begins else token
    near = _likeness(part, whole)
    return near if near >= alike else 0


def _likeness(one: str, other: str) -> int:
    """Dice's coefficient of the letter pairs, permille (Dice 1945)."""
    first, second = _pairs(one), _pairs(other)
    return 2 * SURE * len(first & second) // (len(first) + len(second))


def _pairs(word: str) -> frozenset[str]:
    return frozenset(word[n : n + 2] for n in range(len(word) - 1))


def _is_cjk(text: str) -> bool:
    return any("\u3400" <= letter <= "\u9fff" for letter in text)


_TOKEN = re.compile(r"\d+'?s?|[^\W\d_]+(?:'[^\W\d_]+)?")


def _tokens(note: str) -> tuple[str, ...]:
    """Words in small letters; an item's number becomes ITEM."""
    plain = note.casefold().replace("’", "'")
    return tuple(ITEM if len(token) > 3 and token.isdigit() else token for token in _TOKEN.findall(plain))


def read_notes(text: str, file: str) -> Notes:
    """The table from its TOML text. Raises PolicyFault with file, key and what is allowed."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyFault(f"{file}: not valid TOML: {error}") from error
    least, margin, alike = (_permille(data, key, file) for key in ("least", "margin", "alike"))
    reasons = tuple(_reason(row, file) for row in data.get("reason", ()))
    if not reasons:
        raise PolicyFault(f"{file}: reason: there must be one at least")
    outcomes = tuple(
        (_route(row, file), tuple(_word(w, SURE) for w in row["words"])) for row in data.get("outcome", ())
    )
    return Notes(str(data.get("name", file)), least, margin, alike, reasons, outcomes)


def _reason(row: dict[str, Any], file: str) -> Reason:
    words = row.get("words", {})
    if not row.get("id") or not isinstance(words, dict) or not words:
        raise PolicyFault(f"{file}: reason: each needs an id and a table of words")
    return Reason(row["id"], _route(row, file), tuple(_word(w, _permille(words, w, file)) for w in words))


def _route(row: dict[str, Any], file: str) -> str:
    route = row.get("route", "")
    if route not in ("", *ROUTES):
        raise PolicyFault(f"{file}: route = {route!r}; allowed: empty or one of {', '.join(ROUTES)}")
    return str(route)


def _word(text: str, sure: int) -> Word:
    return Word(tuple(_parts(text.removesuffix("*"))), text.endswith("*"), sure)


def _parts(text: str) -> list[str]:
    return [ITEM if part == ITEM else token for part in text.split() for token in (_tokens(part) or (part,))]


def _permille(row: dict[str, Any], key: str, file: str) -> int:
    value = row.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= SURE:
        raise PolicyFault(f"{file}: {key} = {value!r}; allowed: 0 to {SURE}")
    return value
