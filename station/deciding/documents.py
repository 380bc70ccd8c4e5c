"""Policies, checklists and recovery tables from files that are not in force yet. Responsible for telling the three
apart and for the recovery tables that a policy may name; the texts are read by the domain."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from station.domain.checklist import FLAGS, Checklist
from station.domain.checklist_text import read_checklist
from station.domain.policy import Policy, PolicyFault
from station.domain.policy_text import read_policy
from station.domain.recovery import Table
from station.domain.recovery_text import read_recovery
from station.rules import Layer, shipped, site

MARK = "\ufeff"
"""Editors of Windows begin a text with it; it is no part of it."""
LONGEST = 16 * 1024 * 1024
"""Bytes of a file that are read; nobody writes a longer one."""


class Document(Struct, frozen=True):
    """A file that was read: its value, or the fault for which it is refused."""

    file: str
    kind: str
    value: Policy | Checklist | Table | None = None
    fault: PolicyFault | None = None


def read_all(paths: Iterable[Path], home: Path) -> tuple[Document, ...]:
    """Every file with what was found; tables among them may be named by policies among them. home: the station's, whose
    tables count, too."""
    texts = [(path, *_text(path)) for path in paths]
    first = {path: _read(path, text, {}) for path, text, fault in texts if not fault and kind_of(text) == "recovery"}
    tables = known_tables(home) | {d.value.name: d.value for d in first.values() if isinstance(d.value, Table)}
    flags = known_flags(home, [text for _, text, fault in texts if not fault and kind_of(text) == "checklist"])
    return tuple(
        Document(str(path), "", fault=fault) if fault else first.get(path) or _read(path, text, tables, flags)
        for path, text, fault in texts
    )


def read_one(path: Path, home: Path) -> Policy:
    """The policy in this file. Raises PolicyFault, also where it is something else."""
    (found,) = read_all([path], home)
    if found.fault:
        raise found.fault
    if not isinstance(found.value, Policy):
        raise PolicyFault(found.file, key="", said=f"this is a {found.kind}", allowed="a policy")
    return found.value


def known_tables(home: Path) -> dict[str, Table]:
    """Recovery tables of the package, and of the station's folder over them; wrong ones are passed over here."""
    found: dict[str, Table] = {}
    layers: tuple[Layer, ...] = (shipped(), site(home))
    for layer in layers:
        for (document, name), source in layer.items():
            if document == "recovery":
                table = _read(Path(source.file), source.text.text, {}).value
                found |= {name: table} if isinstance(table, Table) else {}
    return found


def known_flags(home: Path, texts: Iterable[str]) -> frozenset[str]:
    """Flags that these checklists, or those of the package or the station's folder, tell."""
    own = [source.text.text for key, source in site(home).items() if key[0] == "checklist"]
    lists = (_read(Path("checklist"), text, {}).value for text in (*own, *texts))
    return frozenset(FLAGS).union(*(found.flags() for found in lists if isinstance(found, Checklist)))


def kind_of(text: str) -> str:
    """checklist, recovery or policy, by the tables that only one of them has; what cannot be read counts as a policy,
    whose reader tells the line."""
    try:
        keys = tomllib.loads(text).keys()
    except (ValueError, RecursionError):
        return "policy"
    return "checklist" if "question" in keys else "recovery" if {"row", "fee"} & keys else "policy"


def _text(path: Path) -> tuple[str, PolicyFault | None]:
    try:
        if path.stat().st_size > LONGEST:
            return "", PolicyFault(str(path), said="is too long", allowed=f"{LONGEST} bytes at most")
        return path.read_bytes().decode("utf-8").removeprefix(MARK), None
    except OSError as error:
        return "", PolicyFault(str(path), said=error.strerror or str(error), allowed="a file that can be read")
    except UnicodeDecodeError as error:
        return "", PolicyFault(str(path), said=f"byte {error.start + 1} is no UTF-8", allowed="text in UTF-8")


def _read(path: Path, text: str, tables: dict[str, Table], flags: frozenset[str] | None = None) -> Document:
    kind = kind_of(text)
    try:
        match kind:
            case "checklist":
                return Document(str(path), kind, read_checklist(text, str(path)))
            case "recovery":
                return Document(str(path), kind, read_recovery(text, str(path)))
        return Document(str(path), kind, read_policy(text, str(path), tables, flags))
    except PolicyFault as fault:
        return Document(str(path), kind, fault=fault)
