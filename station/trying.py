"""What the bench would do with a scan, tried on a throw-away state: the same pure rules, nothing written, nothing
carried out. Responsible for running them against what a file holds, or against nothing."""

from collections.abc import Mapping
from typing import Any, Protocol

from msgspec import Struct

from station.domain.bench.decide import decide
from station.domain.bench.inputs import Posted, Scan
from station.domain.bench.known import Key, Known, Site, Wanted
from station.domain.bench.state import Bench, Saved, Session, SignedOut, name_of
from station.domain.bench.turn import Decision, Turn
from station.domain.ids import Stamp, uuid7
from station.domain.policy import Rulebook

NOBODY = Session("tried", "tried", "", "en", "staff", "bench", "")
"""Who would work at a bench that is only imagined."""
_MANY = ("code", "units_of", "totes", "words", "facts_from")


class Reads(Protocol):
    """What is asked of a file; station.store.look.looking gives it, Nothing stands for no file at all."""

    def read(self, key: Key) -> Any: ...
    def top(self) -> Saved | None: ...


class Nothing:
    """A station without a file: no record is known."""

    def read(self, key: Key) -> Any:
        return () if key[0] in _MANY else None

    def top(self) -> Saved | None:
        return None


class Told(Struct, frozen=True):
    """A notice: ok, info, warn or error, its key and its arguments."""

    severity: str
    key: str
    args: Mapping[str, str | int] = {}


class Tried(Struct, frozen=True):
    """at: present or ready; step and next: names of the steps before and after; facts: their kinds; effects: their
    names; notices: what the operator would be told."""

    at: str
    step: str
    next: str
    facts: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    notices: tuple[Told, ...] = ()


def present(reads: Reads) -> Bench:
    """The state on which the file's bench stands; of a station that never worked, signed out."""
    top = reads.top()
    return top.bench if top else Bench(SignedOut())


def attempt(at: str, bench: Bench, text: str, reads: Reads, site: Site, rules: Rulebook, stamp: Stamp) -> Tried:  # noqa: PLR0913,PLR0917  # all that a turn is made of
    """One scan at this state. An earlier read of the same code does not count as the first of two."""
    bench = Bench(bench.step, bench.session, bench.parcel, bench.question, bench.depth)
    posted, values = Posted(Scan(text), stamp, uuid7(stamp, 0)), dict[Key, Any]()
    decision = _decided(Turn(bench, posted, Known(values), site, rules), values, reads)
    told = tuple(Told(n.severity, n.text.key, n.text.args) for n in decision.notices)
    effects = tuple(type(effect).__name__.lower() for effect in decision.effects)
    kinds = tuple(draft.kind for draft in decision.facts)
    return Tried(at, name_of(bench.step), name_of(decision.bench.step), kinds, effects, told)


def _decided(turn: Turn, values: dict[Key, Any], reads: Reads) -> Decision:
    while True:
        try:
            return decide(turn)
        except Wanted as wanted:
            values[wanted.key] = reads.read(wanted.key)
