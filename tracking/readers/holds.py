"""The reader that knows what merchants are asked: a question opens with a hold that says which ways are open, and
closes with the bench's own word: decided, or taken back. An answer that found no question any more is marked as late;
where the bench asks anew because the answered way was closed meanwhile, the question says so."""

from msgspec.structs import replace

from station.domain.facts import Fact
from station.domain.questions import Question
from tracking import holds
from tracking.readers import questions as reading
from tracking.readers.questions import Told
from tracking.store.store import Store, Transaction

NAME = "holds"

_MARKS = ('"hold.placed"', '"hold.decided"', '"fact.undone"')


def step(store: Store) -> int:
    """Reads the next facts in one transaction; how many there were."""
    return reading.step(store, NAME, _MARKS, _keep)


def _keep(connection: Transaction, told: Told) -> bool:
    changed = _follow(holds.questions(connection), told)
    for question in changed:
        holds.put(connection, [question], question.station)
    return bool(changed)


def _follow(known: dict[str, Question], told: Told) -> list[Question]:
    """The questions as these facts leave them, those alone that are others than before."""
    now = dict(known)
    for station, fact in told:
        if fact.kind == "fact.undone":
            _take_back(now, station, fact)
            continue
        unit = next((ref.id for ref in fact.about if ref.type == "unit"), "")
        before = now.get(unit)
        if fact.kind == "hold.placed":
            asked = opened(station, unit, fact)
            if asked:
                now[unit] = _anew(before, asked)
            elif before and before.state != "closed":  # held for another reason by now
                how = "late" if before.answer else "withdrawn"
                now[unit] = replace(before, state="closed", how=how, settled=fact.id)
        elif before and before.state != "closed":
            now[unit] = _closed(before, fact)
    return [question for id, question in now.items() if question != known.get(id)]


def opened(station: str, unit: str, fact: Fact) -> Question | None:
    """The question of a hold; None for one that no merchant can answer from here."""
    body, ways = fact.body, fact.body.get("ways", ())
    words = [body.get(key, "") for key in ("reason", "due", "default")]
    readable = isinstance(ways, list | tuple) and all(isinstance(word, str) for word in (*words, *ways))
    if not unit or not ways or not readable or words[0] != "ask_merchant":
        return None
    return Question(unit, station, fact.merchant, fact.id, fact.at, words[1], words[2], tuple(ways))


def _anew(before: Question | None, asked: Question) -> Question:
    """Asked again while an answer was under way: that one could not be followed any more."""
    refused = before is not None and before.state == "answered"
    return replace(asked, how="not_open") if refused else asked


def _closed(question: Question, fact: Fact) -> Question:
    """Decided at a bench, by time or as was answered here."""
    decision = str(fact.body.get("decision", ""))
    late = question.state == "answered" and fact.body.get("reason") != "answer"
    return replace(question, state="closed", how="late" if late else decision, settled=fact.id)


def _take_back(now: dict[str, Question], station: str, fact: Fact) -> None:
    gone = fact.body.get("facts", ())
    if not isinstance(gone, list | tuple):
        return
    for id, question in now.items():
        if question.station == station and question.fact in gone:
            now[id] = replace(question, state="closed", how="withdrawn")
        elif question.settled and question.settled in gone:
            now[id] = replace(question, state="open", answer="", by="", answered_at="", how="", settled="")
