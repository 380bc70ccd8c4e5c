"""The rules that a station's file knows: those in force, those of older units, and since when. Reads only, beside
an open station; which rules count is standing.py's decision."""

from concurrent.futures import Future
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from station import rules
from station.domain.office import PolicyText
from station.domain.policy import Policy, PolicyFault, Rulebook
from station.rules import Layer, Refused, Source
from station.standing import Standing
from station.store import rulings
from station.store.past import past
from station.store.rulings import Ids, Kept


class InForce(Struct, frozen=True):
    """since: UTC text of the fact that told it, "" where none did (what is shipped counts from the first start on);
    texts: each document by `document/name`; refused: texts that would count, and why they do not; next: hash of the
    policy that the next start, or the end of the open parcel, brings into force ("" = none)."""

    book: Rulebook
    since: str
    texts: tuple[tuple[str, str, str], ...]
    refused: tuple[Refused, ...]
    next: str


def rulebook(path: Path, home: Path, *hashes: str) -> Rulebook:
    """What is in force, with the older policies that are named, as far as their texts are kept. Raises StoreRefused."""
    book = Standing(home, path, _nobody).open()
    lacking = [hash for hash in hashes if hash and hash != book.policy.hash and hash not in book.older]
    kept = rulings.read(path) if lacking else None
    found = {hash: policy for hash in lacking if kept and (policy := _version(kept, hash))}
    return replace(book, older={**book.older, **found})


def in_force(path: Path, home: Path) -> InForce:
    """What counts now, and what would. Raises StoreRefused."""
    kept = rulings.read(path)
    book = Standing(home, path, _nobody).open()
    ids = kept.in_force.texts if kept.in_force else {}
    good = _sources(kept, ids)
    loaded = rules.compose([rules.feed(kept.texts), rules.site(home), rules.shipped()], good)
    ahead = loaded.book.policy.hash
    with past(path) as reads:
        since = reads.told("policy.activated", book.policy.hash)
    shown = {key: text.id for key, text in loaded.texts.items()} if not ids else {_key(n): id for n, id in ids.items()}
    return InForce(book, since, tuple((*key, id) for key, id in sorted(shown.items())), loaded.refused,
                   ahead if ahead != book.policy.hash else "")  # fmt: skip


def _nobody(news: object) -> "Future[int]":
    """Takes what a reader never hands over."""
    raise AssertionError(f"a command hands over no rules: {news}")


def _version(kept: Kept, hash: str) -> Policy | None:
    """A policy that once counted; None where its text is not kept or cannot be read any more."""
    ids = {name: id for name, id in kept.ever.get(hash, {}).items() if not name.startswith("checklist/")}
    try:
        return rules.compose([_sources(kept, ids)]).book.policy if ids else None
    except PolicyFault:
        return None


def _sources(kept: Kept, ids: Ids) -> Layer:
    texts: dict[str, PolicyText] = {text.id: text for text in kept.texts}
    return {
        _key(name): Source(f"kept/{name}", replace(texts[id], document=_key(name)[0], name=_key(name)[1]))
        for name, id in ids.items()
        if id in texts
    }


def _key(name: str) -> tuple[str, str]:
    document, _, rest = name.partition("/")
    return document, rest
