"""The label on the screen and the evidence for it. The picture is no proof: its codes cannot be read (see widgets)."""

from station.domain.bench.snapshot import LabelCard, Snapshot
from ui.presenters.views import LabelView, MarkView
from ui.presenters.words import DOT, Words, lpn_words

_MARKS = {
    "asked": "now", "begun": "now", "PRINTED": "done", "verified": "done", "UNKNOWN": "bad", "PARTIAL": "bad",
    "NOT_SENT": "bad", "NOT_PRINTED": "bad",
}  # fmt: skip
_LINES = ("title", "product", "words", "note", "merchant", "date")


def label_view(snapshot: Snapshot, words: Words, *, proof: bool = True) -> LabelView | None:
    """The label card, None where the step has no label; proof: with the lines of evidence."""
    card = snapshot.label
    if card is None:
        return None
    return LabelView(
        title=_title(snapshot, card, words),
        lines=_lines(snapshot, card, words),
        number=f"{lpn_words(card.lpn)}{DOT}{card.revision}",
        seed=card.code_2d or f"{card.lpn}{card.revision}",
        marks=_marks(snapshot, card, words) if proof else (),
    )


def _title(snapshot: Snapshot, card: LabelCard, words: Words) -> str:
    route, grade = (words.field(card.fields.get(name, "")) for name in ("route", "grade"))
    if not route and snapshot.route:
        route = words.known(f"route.{snapshot.route.route}", snapshot.route.route)
        grade = grade or words.known(f"grade.{snapshot.route.grade}", snapshot.route.grade)
    return DOT.join(part for part in (route.upper(), grade) if part)


def _lines(snapshot: Snapshot, card: LabelCard, words: Words) -> tuple[str, ...]:
    found = [words.field(card.fields[name]) for name in _LINES if card.fields.get(name)]
    if not found and snapshot.product:
        found = [snapshot.product.title]
    place = card.fields.get("position") or (snapshot.route.position if snapshot.route else "")
    first = DOT.join(part for part in (*found[:1], place) if part)
    return tuple(line for line in (first, *found[1:3]) if line)


def _marks(snapshot: Snapshot, card: LabelCard, words: Words) -> tuple[MarkView, ...]:
    """Printed, read back, stowed: what is proven, what is next, what is open."""
    if snapshot.step == "taking_out":
        return ()
    proven = card.state == "verified"
    printed = MarkView(_MARKS.get(card.state, "bad"), words.known(f"ui.label.{card.state}", card.state))
    read = MarkView("done" if proven else "later", words.say("ui.label.scan", lpn=lpn_words(card.lpn)))
    place = snapshot.route.position if snapshot.route else ""
    drop = words.say("ui.label.drop", position=place) if place else words.say("ui.label.drop_anywhere")
    return printed, read, MarkView("later", drop)
