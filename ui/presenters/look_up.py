"""The look-up screen from its last answer. The words of hits and sections are finished already; headings are added."""

from msgspec import Struct

from station.domain.answers import Answer, Line, Section
from ui.presenters.views import EntryView
from ui.presenters.words import DOT, Words


class HitView(Struct, frozen=True):
    """One hit: kind above, title, how it stands and why it was found below; current: sections tell of it."""

    type: str
    id: str
    kind: str
    title: str
    note: str
    current: bool


class LookView(Struct, frozen=True):
    """The whole look-up. told: what stands where there are no sections."""

    title: str
    hint: str
    back: str
    entry: EntryView
    space: str
    counted: str = ""
    told: str = ""
    hits: tuple[HitView, ...] = ()
    sections: tuple[Section, ...] = ()


def look_view(answer: Answer | None, words: Words, *, busy: bool = False) -> LookView:
    """answer: the newest, None before the first; busy: one is under way."""
    entry = EntryView("text", words.say("ui.entry.text"), words.say("ui.enter"))
    base = (words.say("ui.look.title"), words.say("ui.look.hint"), words.say("ui.look.back"), entry,
            words.say("ui.keys.space"))  # fmt: skip
    if answer is None or busy:
        return LookView(*base, words.say("ui.look.busy") if busy else "")
    hint = "" if answer.lines else base[1]
    told = "" if answer.sections or not answer.lines else words.say("ui.look.choose")
    hits = tuple(hit_view(line, answer.chosen) for line in answer.lines)
    return LookView(base[0], hint, *base[2:], answer.problem or answer.counted, told, hits, answer.sections)


def hit_view(line: Line, chosen: tuple[str, str]) -> HitView:
    """One hit of the list."""
    note = DOT.join(part for part in (line.state, line.why) if part)
    return HitView(line.type, line.id, line.kind, line.title, note, (line.type, line.id) == chosen)
