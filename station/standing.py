"""Which rules are in force, from start to start: it looks at what is shipped, at the site's folders and at what came by
the feed, keeps every text that ever counted, and hands other rules to the engine, which takes them between parcels.
Units that were identified under an older policy go on under that one."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from threading import Lock

from msgspec.structs import replace

from station import rules
from station.domain.bench.news import RulesChanged, RulesRefused
from station.domain.office import PolicyText
from station.domain.policy import Policy, PolicyFault, Rulebook
from station.rules import NAME, Key, Layer, Loaded, Source
from station.store import rulings
from station.store.rulings import Ids, Kept, Note

RECENT = 8
"""Older policies that are known though no open unit names them: a stowed unit may come back."""

Ask = Callable[[RulesChanged | RulesRefused], "Future[int]"]


class Standing:
    """open() once, on the thread that opens the machine; look() from any thread; committed() after each step."""

    def __init__(self, home: Path, path: Path, ask: Ask) -> None:
        self._home, self._path, self._ask = home, path, ask
        self._lock = Lock()
        self._in_force: Note | None = None
        self._book: Rulebook | None = None
        self._ready: tuple[Note, RulesChanged] | None = None
        self._asked: Future[int] | None = None
        self._refused: tuple[str, ...] = ()

    def open(self) -> Rulebook:
        """The rules that were in force when the station stopped, those of older units included."""
        kept = rulings.read(self._path)
        loaded = _opened(kept)
        self._in_force, self._book = kept.in_force, replace(loaded.book, older=_older(kept, loaded.book.policy))
        return self._book

    def look(self) -> None:
        """Looks at all sources; what is new comes into force as soon as no parcel is open. What is refused is told
        once."""
        with self._lock:
            kept = rulings.read(self._path)
            layers = [rules.feed(kept.texts), rules.site(self._home), rules.shipped()]
            if self._in_force and self._in_force.texts == _ids(rules.highest(layers)):
                self._ready = None
                return
            loaded = rules.compose(layers, _good(kept))
            self._tell(tuple(one.said for one in loaded.refused))
            note = Note(loaded.book.policy.hash, _ids(loaded.texts))
            if note == self._in_force:
                self._ready = None
                return
            rulings.add(self._path, loaded.texts.values())
            self._ready = (note, self._changed(loaded, note))
        self.committed(open_parcel=False)

    def committed(self, *, open_parcel: bool) -> None:
        """Hands over what is ready, one at a time, where no parcel is open; the bench leaves it alone if one was opened
        meanwhile."""
        ready = self._ready
        if ready is None or open_parcel or (self._asked and not self._asked.done()):
            return
        if ready[0] == self._in_force:
            self._ready = None
            return
        self._asked = self._ask(ready[1])
        self._asked.add_done_callback(lambda done: self._answered(ready, done))

    def _answered(self, ready: tuple[Note, RulesChanged], done: "Future[int]") -> None:
        if done.exception() is None and done.result():
            self._in_force, self._book = ready[0], ready[1].rules
            if self._ready is ready:
                self._ready = None

    def _changed(self, loaded: Loaded, note: Note) -> RulesChanged:
        before = self._book
        older = {**before.older, before.policy.hash: before.policy} if before else {}
        older.pop(loaded.book.policy.hash, None)
        return RulesChanged(replace(loaded.book, older=older), _news(self._in_force, note), rulings.notes(note))

    def _tell(self, refused: tuple[str, ...]) -> None:
        for said in refused:
            if said not in self._refused:
                self._ask(RulesRefused(said))
        self._refused = refused


def _opened(kept: Kept) -> Loaded:
    """The version in force; what is shipped where there is none yet, or where this program cannot read it any more."""
    if kept.in_force is None:
        return rules.compose([rules.shipped()])
    return rules.compose([_good(kept), rules.shipped()])


def _good(kept: Kept) -> Layer:
    return _sources(kept, kept.in_force.texts) if kept.in_force else {}


def _sources(kept: Kept, ids: Ids) -> Layer:
    """The texts of one version, as far as they are kept."""
    by_id = {text.id: text for text in kept.texts}
    found = {_key(name): by_id[id] for name, id in ids.items() if id in by_id}
    return {
        key: Source(f"kept/{'/'.join(key)}", replace(text, document=key[0], name=key[1])) for key, text in found.items()
    }


def _older(kept: Kept, now: Policy) -> dict[str, Policy]:
    """Policies that open units pin, and the last few; one that cannot be read any more is left out."""
    since = {text.id: text.since for text in kept.texts}
    by_age = sorted(
        kept.ever, key=lambda hash: (max((since.get(i, "") for i in kept.ever[hash].values()), default=""), hash)
    )
    wanted = (kept.pinned | set(by_age[-RECENT:])) - {now.hash}
    found = {}
    for hash in sorted(wanted & set(kept.ever)):
        try:
            policy = rules.compose([_sources(kept, _without_lists(kept.ever[hash]))]).book.policy
        except PolicyFault:
            continue
        found[hash] = policy
    return found


def _without_lists(ids: Ids) -> Ids:
    """Of an older version only the policy counts."""
    return {name: id for name, id in ids.items() if not name.startswith("checklist/")}


def _ids(texts: Mapping[Key, PolicyText]) -> Ids:
    return {"/".join(key): text.id for key, text in texts.items()}


def _key(name: str) -> Key:
    document, _, rest = name.partition("/")
    return document, rest


def _news(before: Note | None, now: Note) -> tuple[tuple[str, str], ...]:
    """(name, hash) of what is another one: the policy by its own hash, other documents by their text's. Of the first
    rules of a station, the policy alone is told."""
    news = [(NAME, now.policy)] if before is None or before.policy != now.policy else []
    changed = set(now.texts.items()) - set(before.texts.items()) if before else set()
    return tuple(news + sorted((name, id) for name, id in changed if name != f"policy/{NAME}"))
