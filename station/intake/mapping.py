"""Which column of a file feeds which field, and how its cells are written. Saved as TOML in the station's home,
chosen by the file's headers; what comes with the program lies in resources/mappings."""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import msgspec
from msgspec import Struct

from station.intake.kinds import KINDS, MANY
from station.intake.refusals import FileRefused


class Reading(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How cells are written. decimal: "." or "," (empty: only where no doubt is possible); dates: strptime patterns
    beside ISO; repeats: refuse, or first (further rows of one key are passed over); negate: pieces are told as
    negative numbers; leave_out: products that are no goods; sheet, encoding, delimiter: empty = found out."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    decimal: str = ""
    dates: tuple[str, ...] = ()
    repeats: str = "refuse"
    negate: bool = False
    leave_out: tuple[str, ...] = ()


class Mapping(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """columns: field -> header or headers; fixed: field -> one value for all rows; headers: what it was made for."""

    what: str
    columns: dict[str, str | tuple[str, ...]]
    name: str = ""
    headers: tuple[str, ...] = ()
    fixed: dict[str, str] = {}
    read: Reading = Reading()

    def places(self, headers: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
        """Field -> places of its columns; raises FileRefused where a needed column is missing or stands there twice."""
        kind, at = KINDS[self.what], {name: place for place, name in reversed(list(enumerate(headers)))}
        found = {
            field: tuple(at[name] for name in _names(named) if name in at) for field, named in self.columns.items()
        }
        missing = [field for field in kind.required if not found.get(field) and field not in self.fixed]
        if missing:
            raise FileRefused("import.file.column", column=", ".join(missing), headers=", ".join(headers))
        for name in (name for field in found for name in _names(self.columns[field])):
            if headers.count(name) > 1:
                raise FileRefused("import.file.two_columns", column=name)
        return {field: places for field, places in found.items() if places}


def fingerprint(what: str, headers: Iterable[str]) -> str:
    """What a mapping is found by: the same for the same headers in any order and spelling of case and spaces."""
    text = "\n".join([what, *sorted(plain_name(name) for name in headers if name)])
    return sha256(text.encode()).hexdigest()[:16]


def choose(what: str, headers: tuple[str, ...], home: Path | None) -> Mapping:
    """The mapping for these headers: the station's own, else one that comes with the program, else by known names."""
    mark = fingerprint(what, headers)
    own = None if home is None else mapping_path(home, what, mark)
    if own is not None and own.is_file():
        return load(own)
    shipped = (one for one in _shipped() if one.what == what and fingerprint(what, one.headers) == mark)
    return next(shipped, None) or guess(what, headers)


def guess(what: str, headers: tuple[str, ...]) -> Mapping:
    """A mapping by the names under which columns usually go."""
    known = _known_names()
    columns: dict[str, str | tuple[str, ...]] = {}
    for field in KINDS[what].fields:
        names = [
            plain_name(name) for name in (field, *known.get(what, {}).get(field, ()), *known["any"].get(field, ()))
        ]
        hits = sorted((names.index(plain_name(h)), h) for h in dict.fromkeys(headers) if plain_name(h) in names)
        if field not in MANY and len({rank for rank, _ in hits[:2]}) < len(hits[:2]):
            raise FileRefused("import.file.two_columns", column=hits[0][1])
        if hits:
            columns[field] = tuple(h for _, h in hits) if field in MANY else hits[0][1]
    return Mapping(what, columns, headers=headers)


def load(path: Path) -> Mapping:
    """A mapping from its TOML file; raises FileRefused naming the fault."""
    try:
        return _decode(path.read_bytes())
    except (OSError, msgspec.MsgspecError, ValueError) as fault:
        raise FileRefused("import.file.mapping", file=path.name, why=str(fault)) from fault


def save(mapping: Mapping, home: Path, headers: tuple[str, ...]) -> Path:
    """Write the mapping where choose() will find it for these headers; the file is whole or not there."""
    path = mapping_path(home, mapping.what, fingerprint(mapping.what, headers))
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_text(toml(msgspec.structs.replace(mapping, headers=headers)), encoding="utf-8")
    draft.replace(path)
    return path


def mapping_path(home: Path, what: str, mark: str) -> Path:
    """The place of a saved mapping."""
    return home / "mappings" / f"{what}-{mark}.toml"


def toml(mapping: Mapping) -> str:
    """The TOML text of a mapping (a JSON string, list or truth value is also TOML)."""
    told = msgspec.to_builtins(mapping)
    tables = {name: value for name, value in told.items() if isinstance(value, dict)}
    lines = [_pair(name, value) for name, value in told.items() if name not in tables]
    for name, table in ((name, table) for name, table in tables.items() if table):
        lines += ["", f"[{name}]", *(_pair(key, value) for key, value in table.items())]
    return "\n".join(lines) + "\n"


def plain_name(header: str) -> str:
    """A header without case, spaces and signs."""
    return "".join(char for char in unicodedata.normalize("NFKC", header).casefold() if char.isalnum())


def _pair(key: str, value: object) -> str:
    return f"{key} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")


def _names(named: str | tuple[str, ...]) -> tuple[str, ...]:
    return (named,) if isinstance(named, str) else named


def _decode(text: bytes) -> Mapping:
    mapping = msgspec.toml.decode(text, type=Mapping)
    if mapping.what not in KINDS:
        raise ValueError(f"what = {mapping.what!r}")
    strange = [field for field in (*mapping.columns, *mapping.fixed) if field not in KINDS[mapping.what].fields]
    if strange:
        raise ValueError(", ".join(strange))
    return mapping


@cache
def _known_names() -> dict[str, dict[str, tuple[str, ...]]]:
    text = (files("resources") / "mappings" / "known_names.toml").read_bytes()
    return msgspec.toml.decode(text, type=dict[str, dict[str, tuple[str, ...]]])


def _shipped() -> Iterator[Mapping]:
    for file in sorted((files("resources") / "mappings").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml") and file.name != "known_names.toml":
            yield _decode(file.read_bytes())
