"""What the operator's hands do without a look at the screen: she knows the order of steps and, once she has seen them,
the questions by heart, and scans from her command sheet. Where the bench asks something else, such a scan does not fit
and changes nothing, and she looks up."""

from station.domain import codes
from station.domain.bench.identify import LOT_FROM
from station.domain.bench.inputs import Input, Scan
from station.domain.bench.snapshot import Choice, Snapshot
from tests.replay import condition
from tests.replay.office import MERCHANT, Box, Content

A_PILE = 12
"""Pieces from which on she counts what nobody announced, instead of scanning each."""


def command(key: str) -> Scan:
    """A code of her sheet."""
    return Scan(codes.command(key))


class Habits:
    """Which question follows which answer; a unit's first one follows nothing."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._questions: dict[tuple[str, str], tuple[str, tuple[Choice, ...]]] = {}
        self._said: tuple[str, str] | None = None
        self._ahead: set[str] = set()

    def see(self, shown: Snapshot) -> None:
        """A question on the screen follows what she said last, unless she has answered it ahead: that did not fit."""
        if shown.step not in ("checking", "photo", "mismatch"):
            self._said = None
        elif shown.step == "checking" and self._said and question_of(shown) not in self._ahead:
            self._questions[self._said] = question_of(shown), shown.choices

    def next_out(self, box: Box, unit: int, content: Content, pieces: int) -> tuple[Input, ...]:
        """The next thing out of the box, its unit-th (from 0): its code, and the answers about it. What comes in many
        pieces is counted first, by a look at the screen."""
        if not content.line and pieces >= A_PILE:
            return ()
        begun = Scan(content.sku)
        if pieces >= LOT_FROM:
            self._said = None
            return (begun,)
        later = box.contents[box.contents.index(content) + 1 :]
        instead = (command("extra"),) if not content.line and any(other.line for other in later) else ()
        return begun, *instead, *self._answers(box, unit, ("", ""))

    def counted(self, box: Box, unit: int) -> tuple[Input, ...]:
        """What she says about a pile that she has counted, the unit-th thing of the box."""
        return self._answers(box, unit, ("", ""))

    def answer(self, box: Box, unit: int, shown: Snapshot) -> tuple[Input, ...]:
        """What she finds when she looks at the unit, and what follows from it."""
        question = question_of(shown)
        found = condition.answer(self._seed, box.number, unit, question, shown.choices)
        return Scan(found.code), *self._answers(box, unit, (question, found.key))

    def _answers(self, box: Box, unit: int, said: tuple[str, str]) -> tuple[Input, ...]:
        """What she says to the questions that follow, up to one that she does not know."""
        ahead: list[str] = []
        self._ahead.clear()
        while known := self._questions.get(said):
            question, choices = known
            said = question, condition.answer(self._seed, box.number, unit, question, choices).key
            self._ahead.add(question)
            ahead.append(said[1])
        self._said = said
        return tuple(command(key) for key in ahead)

    def box(self, box: Box) -> tuple[Input, ...]:
        """The next box: its number, whose it is, open, and the first thing out of it."""
        whose = (command(MERCHANT.id.lower()),) if box.blind else ()
        return (
            Scan(box.number),
            *whose,
            command("open"),
            *self.next_out(box, 0, box.contents[0], box.contents[0].pieces),
        )


def question_of(shown: Snapshot) -> str:
    return shown.title.key.removeprefix("check.")
