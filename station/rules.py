"""Which policy, checklists and recovery tables a station works by: what the package ships, over it the site's own
folders, over that what came by the feed. A text that is wrong is refused, with file, line, key and what is allowed, and
the one that was in force, or the next lower, counts instead. When they come into force is standing.py's part."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from msgspec import Struct

from station.domain.checklist import FLAGS, Checklist
from station.domain.checklist_text import read_checklist
from station.domain.office import PolicyText, policy_text
from station.domain.policy import Policy, PolicyFault, Rulebook
from station.domain.policy_text import read_policy
from station.domain.recovery import Table
from station.domain.recovery_text import read_recovery
from station.formats import load_carriers

FOLDERS = {"recovery": "recovery", "policy": "policies", "checklist": "checklists"}
"""Folder by document, in the order in which they are read: a policy names tables."""

NAME = "default"
"""The one policy that counts; any other name would be ignored unseen, so it is refused."""

KEPT = "kept/"
"""Begins the file name of a text that was in force."""

Key = tuple[str, str]
"""(document, name)."""


class Source(Struct, frozen=True):
    """A text and where it came from, as a refusal names it."""

    file: str
    text: PolicyText

    @property
    def key(self) -> Key:
        return (self.text.document, self.text.name)


Layer = Mapping[Key, Source]
Reader = Callable[[str, str], Policy | Checklist | Table]
"""(text, file) -> document; raises PolicyFault."""


class Refused(Struct, frozen=True):
    """A text that does not count, and why: FILE:LINE: KEY: what was said; allowed: ..."""

    file: str
    said: str


class Loaded(Struct, frozen=True):
    """The rules that count, the texts that they were read from, and the refused ones."""

    book: Rulebook
    texts: dict[Key, PolicyText]
    refused: tuple[Refused, ...] = ()


def load_rules() -> Rulebook:
    """What the package ships. Raises PolicyFault."""
    loaded = compose([shipped()])
    if loaded.refused:
        raise PolicyFault(loaded.refused[0].said)
    return loaded.book


def shipped() -> Layer:
    """The package's own texts."""
    return _layer(
        found for document, folder in FOLDERS.items() for found in _read(document, files("resources") / folder)
    )


def site(home: Path) -> Layer:
    """The texts in the folders policies, checklists and recovery of a station's home."""
    return _layer(found for document, folder in FOLDERS.items() for found in _read(document, home / folder))


def feed(texts: Iterable[PolicyText]) -> Layer:
    """The newest version of each document that the service published."""
    published = sorted((text for text in texts if text.since), key=lambda text: (text.since, text.id))
    return _layer(Source(f"feed/{text.document}/{text.name}", text) for text in published)


def highest(layers: Sequence[Layer]) -> dict[Key, PolicyText]:
    """The texts that count where none of them is wrong."""
    return {key: source.text for layer in reversed(layers) for key, source in layer.items()}


def compose(layers: Sequence[Layer], good: Layer | None = None) -> Loaded:
    """Rules of the first text of each document, from the highest layer (first) down, that can be read; where one is
    refused, the one of `good` (what was in force) comes next. Raises PolicyFault where no policy is left."""
    choosing = _Choosing(layers, good or {})
    tables = {
        name: table for name, table in choosing.read("recovery", read_recovery).items() if isinstance(table, Table)
    }
    lists = choosing.read("checklist", read_checklist)
    told = [value.flags() for value in lists.values() if isinstance(value, Checklist)]
    flags = frozenset(FLAGS).union(*told) if told else None
    found = choosing.read("policy", lambda text, file: _policy(text, file, tables, flags))
    policy = found.get(NAME)
    if not isinstance(policy, Policy):
        raise PolicyFault(choosing.refused[-1].said if choosing.refused else f"policies/{NAME}.toml: is missing")
    named = {c.name: c for c in choosing.in_order(lists) if isinstance(c, Checklist)}
    book = Rulebook(policy, named, carriers=load_carriers())
    return Loaded(book, choosing.texts, tuple(choosing.refused))


def _policy(text: str, file: str, tables: Mapping[str, Table], flags: frozenset[str] | None) -> Policy:
    """What was in force stays so, even where a list that told one of its flags is gone."""
    return read_policy(text, file, tables, None if file.startswith(KEPT) else flags)


class _Choosing:
    """One walk through the layers."""

    def __init__(self, layers: Sequence[Layer], good: Layer) -> None:
        self._layers, self._good = layers, good
        self._depths: dict[Key, int] = {}
        self.texts: dict[Key, PolicyText] = {}
        self.refused: list[Refused] = []

    def read(self, document: str, reader: Reader) -> dict[str, Policy | Checklist | Table]:
        """The documents of one kind by name."""
        names = sorted({key for layer in self._layers for key in layer if key[0] == document})
        read = {key[1]: self._first(key, reader) for key in names}
        return {name: value for name, value in read.items() if value is not None}

    def in_order(self, lists: Mapping[str, Policy | Checklist | Table]) -> list[Policy | Checklist | Table]:
        """Those of the highest layer first, each layer's by name: of two that claim the same goods the first counts."""
        return [lists[name] for name in sorted(lists, key=lambda name: (self._depths["checklist", name], name))]

    def _first(self, key: Key, reader: Reader) -> Policy | Checklist | Table | None:
        for depth, source in self._candidates(key):
            try:
                value = reader(source.text.text, source.file)
                _check_name(source, value)
            except (PolicyFault, RecursionError) as fault:
                self.refused.append(Refused(source.file, str(fault)))
                continue
            self.texts[key], self._depths[key] = source.text, depth
            return value
        return None

    def _candidates(self, key: Key) -> Iterator[tuple[int, Source]]:
        before = len(self.refused)
        for depth, layer in enumerate(self._layers):
            if key in layer:
                yield depth, layer[key]
                if len(self.refused) == before + 1 and key in self._good:
                    yield depth, self._good[key]


def _check_name(source: Source, value: Policy | Checklist | Table) -> None:
    """A text whose file says another name than it itself would count for something else than it replaces."""
    document, name = source.key
    if document == "policy" and name != NAME:
        raise PolicyFault(source.file, 0, "name", f"no policy {name!r} is asked for", NAME)
    if document != "policy" and value.name != name:
        raise PolicyFault(source.file, 1, "name", f"{value.name!r} is not the file's name", name)


def _layer(sources: Iterable[Source]) -> Layer:
    return {source.key: source for source in sources}


def _read(document: str, folder: Traversable) -> Iterator[Source]:
    """The texts of a folder; none where there is no such folder."""
    if not folder.is_dir():
        return
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml") and file.is_file():
            text = _text(file)
            name = file.name.removesuffix(".toml")
            yield Source(f"{FOLDERS[document]}/{file.name}", policy_text(name, text, document))


def _text(file: Traversable) -> str:
    """Empty where the file cannot be read: then it is refused as any text that is no document."""
    try:
        return file.read_bytes().decode("utf-8-sig", "replace")  # editors of Windows begin with a mark
    except OSError:
        return ""
