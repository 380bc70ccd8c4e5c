"""All words that a bench shows or tells, as keys; which of them some language lacks."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from resources.compile import LOCALE
from resources.compile import texts as read_texts
from station import texts
from station.domain.bench.snapshot import Snapshot
from station.domain.notices import Notice, Text


def shown(snapshot: Snapshot) -> Iterator[Text]:
    """Every text of a snapshot; a hint that no language has is no hint (a screen leaves it out)."""
    yield snapshot.title
    yield from _hints(snapshot.hint)
    if snapshot.remark:
        yield snapshot.remark
    for choice in (*snapshot.choices, *snapshot.commands):
        yield choice.text
        yield from _hints(choice.hint)
    if snapshot.parcel:
        yield from (row.note for row in snapshot.parcel.rows)
    if snapshot.product:
        yield from snapshot.product.facts
    if snapshot.route:
        yield from (Text(f"route.{snapshot.route.route}"), *snapshot.route.why)
    if snapshot.label:
        yield from (Text(value[1:]) for value in snapshot.label.fields.values() if value.startswith("@"))


def told(notices: Iterable[Notice]) -> Iterator[Text]:
    """The texts of notices."""
    yield from (one.text for one in notices)


def lacking(said: Iterable[Text]) -> list[str]:
    """What a language cannot say: keys without words, and places of a text that nothing fills."""
    found = set[str]()
    different = {(text.key, *sorted(text.args.items())): text for text in said}
    for lang in texts.languages():
        for text in different.values():
            found |= {f"{lang} {problem}" for problem in _problems(lang, text)}
    return sorted(found)


def _problems(lang: str, text: Text) -> Iterator[str]:
    words = catalogue(lang).get(text.key)
    if words is None:
        yield text.key
        return
    for name in re.findall(r"{(\w+)}", words):
        value = text.args.get(name)
        if value is None:
            yield f"{text.key} {{{name}}}"
        elif isinstance(value, str) and value.startswith("@"):
            yield from _problems(lang, Text(value[1:]))


def _hints(hint: Text | None) -> Iterator[Text]:
    if hint and (not hint.key.endswith(".hint") or any(hint.key in catalogue(lang) for lang in texts.languages())):
        yield hint


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Key to words, of this language alone."""
    return read_texts(LOCALE / lang / "LC_MESSAGES" / "returns.po")
