"""Words for what a look-up found, and the same as JSON; `returns-station find` prints either. Responsible for telling
only: lookup.py finds."""

from collections.abc import Iterator
from typing import Any

from station import texts
from station.domain.records import Container, Folded, Parcel, Reference, Unit
from station.lookup import ENDING, EXACT, WORDS, Found, Hit, title


def lines(lang: str, found: Found) -> Iterator[str]:
    """One line per hit: what it is, what it is called, how it stands, and why it was found."""
    if not found.hits:
        yield texts.say(lang, "find.nothing")
        return
    for kind, name, state, why in words(lang, found):
        told = f" ({state})" if state else ""
        yield printable(f"{kind} {name}{told} · {why}")
    yield counted(lang, found)


def words(lang: str, found: Found) -> Iterator[tuple[str, str, str, str]]:
    """Of each hit: what it is, what it is called, how it stands ("" = nothing to say), and why it was found."""
    called = {hit.id: f"{_type(lang, hit.type)} {title(hit.record)}" for hit in found.hits}
    for hit in found.hits:
        told = (_type(lang, hit.type), title(hit.record), _state(lang, hit.record), _why(lang, hit, called))
        kind, name, state, why = map(printable, told)
        yield kind, name, state, why


def as_json(found: Found) -> dict[str, Any]:
    """schema 1: total, more (nobody counted them all), hits with type, id, title, state, how, field and value."""
    return {"schema": 1, "total": found.total, "more": found.is_more, "hits": [_row(hit) for hit in found.hits]}


def _row(hit: Hit) -> dict[str, str]:
    return {"type": hit.type, "id": hit.id, "title": title(hit.record), "state": state(hit.record), "how": hit.how,
            "field": hit.field, "value": hit.value}  # fmt: skip


def state(record: Folded | Reference) -> str:
    """Where it stands, as a key; "" for what the office keeps."""
    match record:
        case Unit():
            return record.stage
        case Parcel():
            return record.dock
        case Container():
            return record.state
    return ""


def _state(lang: str, record: Folded | Reference) -> str:
    match record:
        case Unit():
            told = [texts.say(lang, f"find.stage.{record.stage}")]
            told += [texts.say(lang, f"route.{record.route}")] if record.route else []
            return ", ".join(told)
        case Parcel():
            return texts.say(lang, f"dock.{record.dock}")
        case Container():
            return texts.say(lang, f"find.state.{record.state}")
    return ""


def _type(lang: str, type: str) -> str:
    return texts.say(lang, f"find.type.{type}")


def _why(lang: str, hit: Hit, called: dict[str, str]) -> str:
    if hit.how in (EXACT, ENDING):
        return texts.say(lang, f"find.{hit.how}", field=texts.say(lang, f"find.field.{hit.field}"), value=hit.value)
    if hit.how == WORDS:
        return texts.say(lang, "find.words")
    return texts.say(lang, "find.related", what=called.get(hit.value, _type(lang, hit.field)))


def counted(lang: str, found: Found) -> str:
    """How many there are, and how many of them are shown."""
    if not found.hits:
        return texts.say(lang, "find.nothing")
    shown, total = texts.number(lang, len(found.hits)), texts.number(lang, found.total)
    if found.is_more:
        return texts.say(lang, "find.many", total=total, shown=shown)
    return texts.say(lang, "find.all" if len(found.hits) == found.total else "find.some", total=total, shown=shown)


def printable(text: str) -> str:
    """Every character can be shown: what cannot stands as a replacement sign."""
    return text if text.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in text)
