"""What a look-up asks and is answered: frozen values with finished words, so that a window needs no rule and no file.
Responsible for the shapes alone; station/answering.py fills them."""

from msgspec import Struct


class Question(Struct, frozen=True):
    """text: an identifier, its end, or words; lang: of the answer; money: who asks may see it; type, id: the one hit
    that is told whole (empty: the first, where it is the only exact one)."""

    text: str
    lang: str = "en"
    money: bool = False
    type: str = ""
    id: str = ""


class Line(Struct, frozen=True):
    """One hit: kind in words, what it is called, how it stands ("" = nothing to say), and why it was found."""

    type: str
    id: str
    kind: str
    title: str
    state: str
    why: str


class Section(Struct, frozen=True):
    """A heading ("" = none) and rows of (label, value); a row without label goes on with the one above it."""

    title: str
    rows: tuple[tuple[str, str], ...]


class Answer(Struct, frozen=True):
    """lines: the hits, best first; counted: how many there are, in words; chosen: (type, id) of the one that sections
    tell of; problem: why there is no answer, "" = there is one."""

    question: Question
    lines: tuple[Line, ...] = ()
    counted: str = ""
    chosen: tuple[str, str] = ("", "")
    sections: tuple[Section, ...] = ()
    problem: str = ""
