"""Texts of rules on the service: policies, checklists and recovery tables are checked by the stations' own readers
before they are accepted, kept with all their versions, and sent to the stations over the feed."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.resources import files

import msgspec
from msgspec import Struct

from station import wire
from station.domain.checklist import FLAGS, Checklist
from station.domain.checklist_text import read_checklist
from station.domain.office import DOCUMENTS, PolicyText, policy_text
from station.domain.policy import Policy, PolicyFault, Vendor
from station.domain.policy_text import read_policy
from station.domain.recovery import Table
from station.domain.recovery_text import read_recovery
from tracking.problems import refuse
from tracking.store import values
from tracking.store.store import Store, Transaction
from tracking.store.values import Value

LIMIT = 1 << 20
"""Bytes of a text."""

NAME = "default"
"""The policy that stations follow."""

KEPT = 60
"""Versions of one document; older ones are withdrawn, units of that age are graded and routed by the newest."""


class Published(Struct, frozen=True):
    """The answer: the text's hash, and whether it is another one than the newest before."""

    hash: str
    changed: bool


class Version(Struct, frozen=True):
    """A version without its text."""

    document: str
    name: str
    hash: str
    since: str
    base: str


def publish(store: Store, fresh: PolicyText, *, anyway: bool = False) -> Published:
    """Checks a text and sends it to all stations. Raises Refusal 422 in the reader's words: FILE:LINE: KEY: what was
    said; allowed: ... anyway: also where no checklist that is known here tells a flag of the policy."""
    document, name, text = fresh.document, fresh.name, fresh.text
    if document not in DOCUMENTS:
        raise refuse(
            422, "malformed", "There is no such document.", f"{document[:40]}; allowed: {', '.join(DOCUMENTS)}"
        )
    with store.write() as connection:
        before = newest(connection).get((document, name))
        if before is not None and (before.text, before.base) == (text, fresh.base):
            return Published(before.id, changed=False)
        check(connection, document, name, text)
        if not anyway:
            _check_flags(connection, document, text, f"{document}/{name}")
        old = [Value("policy", version.id, "") for version in versions(connection, document, name)[KEPT - 1 :]]
        values.put(connection, [*old, Value("policy", fresh.id, wire.encode(fresh))])
    store.changes.ring()
    return Published(fresh.id, changed=True)


def decode(body: bytes) -> str:
    """A text from a request's body; raises Refusal 422."""
    try:
        return body.decode("utf-8-sig")  # editors of Windows begin with a mark
    except UnicodeDecodeError as error:
        raise refuse(422, "malformed", "This is no text.", str(error)) from error


def check(connection: Transaction, document: str, name: str, text: str) -> None:
    """Raises Refusal 422 where no station could read it, or where the policy in force could not stand with it."""
    told = f"{document}/{name}"
    try:
        found = _read(connection, document, text, told)
        if document == "policy" and name != NAME:
            raise PolicyFault(told, 0, "name", f"no station asks for a policy {name!r}", NAME)
        if document != "policy" and found != name:
            raise PolicyFault(told, 1, "name", f"{found!r} is not the document's name", name)
    except (PolicyFault, RecursionError) as fault:
        raise refuse(422, "policy", "The text was not taken; what was in force stays.", str(fault)[:2000]) from fault


def _read(connection: Transaction, document: str, text: str, told: str) -> str:
    if document == "checklist":
        return read_checklist(text, told).name
    if document == "policy":
        return read_policy(text, told, tables(connection)).name
    table = read_recovery(text, told)
    read_policy(policy(connection), f"policy/{NAME}", {**tables(connection), table.name: table})
    return table.name


def _check_flags(connection: Transaction, document: str, text: str, told: str) -> None:
    """Raises Refusal 422 where the policy names a flag that no known checklist tells any more or at all: a station
    whose own lists do not tell it, either, refuses such a policy."""
    before = checklists(connection)
    try:
        if document == "policy":
            _read_known(connection, text, told, before)
        elif document == "checklist" and _stands(connection, before):
            fresh = read_checklist(text, told)
            _read_known(connection, policy(connection), f"policy/{NAME}", {**before, fresh.name: fresh})
    except PolicyFault as fault:
        hint = "where a station's own checklists tell it, publish it --anyway (?anyway=true)"
        raise refuse(422, "policy", "No station may know this flag.", f"{str(fault)[:1900]}; {hint}") from fault


def _stands(connection: Transaction, lists: Mapping[str, Checklist]) -> bool:
    """Whether these lists tell all that the policy in force names."""
    try:
        _read_known(connection, policy(connection), f"policy/{NAME}", lists)
    except PolicyFault:
        return False
    return True


def _read_known(connection: Transaction, text: str, told: str, lists: Mapping[str, Checklist]) -> None:
    flags = frozenset(FLAGS).union(*(one.flags() for one in lists.values()))
    read_policy(text, told, tables(connection), flags)


def checklists(connection: Transaction) -> dict[str, Checklist]:
    """All published checklists by name, the newest of each; what those that are shipped tell, FLAGS holds. One that
    this program cannot read any more is passed over."""
    found = {}
    for (document, name), version in newest(connection).items():
        if document == "checklist":
            with suppress(PolicyFault):
                found[name] = read_checklist(version.text, f"{document}/{name}")
    return found


def policy(connection: Transaction) -> str:
    """The text of the policy that stations follow: the newest that was published, else the shipped one."""
    published = newest(connection).get(("policy", NAME))
    return published.text if published else _shipped("policies")[NAME]


def vendors(connection: Transaction) -> tuple[Vendor, ...]:
    """Whom the policy that stations follow sends goods back to; nobody where this program cannot read it any more."""
    found = in_force(connection)
    return found.vendors if found else ()


def in_force(connection: Transaction) -> Policy | None:
    """The policy that stations follow; None where this program cannot read it any more."""
    try:
        return read_policy(policy(connection), f"policy/{NAME}", tables(connection))
    except PolicyFault:
        return None


def tables(connection: Transaction) -> dict[str, Table]:
    """All recovery tables by name, the newest of each."""
    texts = _shipped("recovery") | {k[1]: v.text for k, v in newest(connection).items() if k[0] == "recovery"}
    return {name: read_recovery(text, f"recovery/{name}") for name, text in texts.items()}


def base_table(connection: Transaction, name: str) -> tuple[Table, str] | None:
    """The table that learning starts from, with the id of its text: the newest that a person published, else the one
    that is shipped."""
    by_hand = [version for version in versions(connection, "recovery", name) if not version.base]
    text = by_hand[0].text if by_hand else _shipped("recovery").get(name, "")
    return (read_recovery(text, f"recovery/{name}"), policy_text(name, text).id) if text else None


def versions(connection: Transaction, document: str = "", name: str = "") -> list[PolicyText]:
    """All versions (of one document), newest first."""
    found = [msgspec.json.decode(body, type=PolicyText) for body in values.of_type(connection, "policy").values()]
    asked = [v for v in found if not document or (v.document, v.name) == (document, name)]
    return sorted(asked, key=lambda version: (version.since, version.id), reverse=True)


def newest(connection: Transaction) -> Mapping[tuple[str, str], PolicyText]:
    """The newest version of each document."""
    return {(version.document, version.name): version for version in reversed(versions(connection))}


def listed(store: Store) -> Sequence[Version]:
    """All versions without their texts, newest first."""
    with store.read() as connection:
        return [Version(v.document, v.name, v.id, v.since, v.base) for v in versions(connection)]


def _shipped(folder: str) -> dict[str, str]:
    """Texts that come with the program, by name."""
    found = [file for file in (files("resources") / folder).iterdir() if file.name.endswith(".toml")]
    return {file.name.removesuffix(".toml"): file.read_text(encoding="utf-8") for file in found}
