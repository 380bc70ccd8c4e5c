"""How well the shipped table of notes does on the labelled warehouse notes."""

import csv
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from station.suggestions import hint

HERE = Path(__file__).parent
NOTES = HERE.parents[2] / "shared" / "data" / "uci_online_retail" / "stock_adjustment_free_text.csv"


class Labelled(Struct, frozen=True):
    """A note with its half (build or test) and our label; reason and route may be empty."""

    text: str
    half: str
    reason: str
    route: str


class Score(Struct, frozen=True):
    """Counts over one half. said: a reason was suggested; right, routed: the right reason, and the right route, too;
    silent: rightly nothing was said."""

    notes: int
    labelled: int
    said: int
    right: int
    routed: int
    silent: int

    def line(self) -> str:
        """The figures of one half in a line, per cent with one decimal."""
        figures = {
            "coverage": (self.said, self.notes), "precision": (self.right, self.said),
            "precision with route": (self.routed, self.said), "recall": (self.right, self.labelled),
            "accuracy": (self.right + self.silent, self.notes),
        }  # fmt: skip
        return ", ".join(f"{name} {n}/{of} = {100 * n / of:.1f} %" for name, (n, of) in figures.items())


def labelled() -> Iterator[Labelled]:
    """Every note with its label. Raises AssertionError where a row's text is not the one that was labelled."""
    with NOTES.open(encoding="utf-8", newline="") as notes, (HERE / "labels.csv").open(newline="") as labels:
        texts = [row["text"] for row in csv.DictReader(notes)]
        for row in csv.DictReader(labels):
            text = texts[int(row["row"]) - 1]
            assert sha256(text.encode()).hexdigest()[:16] == row["sha256"], row
            yield Labelled(text, row["half"], row["reason"], row["route"])


def score(half: str) -> Score:
    """One half scored."""
    notes = [note for note in labelled() if note.half == half]
    told = [(note, hint(note.text)) for note in notes]
    right = [note.route == found.route for note, found in told if found and found.reason == note.reason]
    silent = sum(1 for note, found in told if not found and not note.reason)
    return Score(
        len(notes), sum(1 for n in notes if n.reason), sum(1 for _, f in told if f), len(right), sum(right), silent
    )
