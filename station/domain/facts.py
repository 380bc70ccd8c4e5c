"""The journal's vocabulary: what a fact is and which kinds are told. Responsible for names and shapes only;
what a fact does to a record stands in apply.py, its exact text and hash in station/wire.py."""

from typing import Any

from msgspec import Struct

VERSION = 1


class Ref(Struct, frozen=True, order=True):
    """Names one record: type is parcel, unit, container, authorization, order, product, operator, location or
    station."""

    type: str
    id: str


class Draft(Struct, frozen=True):
    """A fact as decided, before the engine stamps it with seq, id, time and operator."""

    kind: str
    about: tuple[Ref, ...]
    body: dict[str, Any] = {}
    merchant: str = ""
    approver: str = ""
    corrects: str = ""
    policy: dict[str, str] = {}


class Fact(Struct, frozen=True, omit_defaults=True):
    """One thing that happened, told once. `at` is UTC with microseconds, as text (2026-11-22T10:42:00.000001Z)."""

    v: int
    seq: int
    id: str
    at: str
    tz: str
    operator: str
    session: str
    kind: str
    about: tuple[Ref, ...]
    body: dict[str, Any] = {}
    approver: str = ""
    merchant: str = ""
    cause: str = ""
    corrects: str = ""
    policy: dict[str, str] = {}


def draft(kind: str, /, *about: Ref, merchant: str = "", **body: Any) -> Draft:
    """A draft with its body as keywords, in the order of FACTS; empty values are left out (unknown is not told)."""
    told = {key: value for key, value in body.items() if value not in ("", None, ())}
    return Draft(kind, about, told, merchant)


KINDS: dict[str, tuple[str, ...]] = {
    "epoch.started": ("why", "previous", "last_seq"),
    "session.opened": ("mode", "how"),
    "session.locked": (),
    "session.taken_over": ("from", "parcel"),
    "session.closed": (),
    "shift.closed": ("day", "report"),
    "policy.activated": ("name", "hash"),
    "data.imported": ("what", "sha256", "rows", "refused"),
    "device.changed": ("device", "from", "to", "evidence"),
    "scan.unresolved": ("step", "commitment", "candidates"),
    "parcel.arrived": ("tracking", "carrier", "kind", "weight", "outer", "due"),
    "parcel.staged": ("location",),
    "parcel.refused": ("why",),
    "parcel.matched": ("authorizations", "order", "merchant", "evidence"),
    "parcel.unmatched": (),
    "parcel.opened": (),
    "parcel.closed": ("lines", "empty"),
    "parcel.reopened": ("why",),
    "unit.found": ("parcel", "quantity"),
    "unit.identified": ("product", "match", "line", "serial", "lot", "expiry", "method", "words"),
    "unit.split": ("into",),
    "unit.measured": ("grams", "device"),
    "evidence.added": ("sha256", "type", "why"),
    "signal.raised": ("signal", "evidence"),
    "check.answered": ("checklist", "question", "answer"),
    "unit.graded": ("round", "function", "cosmetic", "completeness", "flags", "grade", "answers", "because", "stands"),
    "care.requested": ("task",),
    "care.done": ("task", "result", "certificate"),
    "unit.routed": ("route", "channel", "rule", "reasons", "net", "next_best", "table"),
    "route.overridden": ("from", "to", "reason"),
    "hold.placed": ("reason", "decider", "due", "default", "ways"),
    "hold.decided": ("decision", "reason", "decider"),
    "approval.asked": ("for", "from", "request", "to", "reason", "value", "currency"),
    "approval.given": ("for", "request", "how"),
    "approval.refused": ("for", "request", "how"),
    "danger.declared": ("class", "place"),
    "money.advised": ("line", "quantity", "advice", "amount", "currency", "reason"),
    "money.withdrawn": ("line", "reason"),
    "lpn.assigned": ("lpn", "source"),
    "lpn.retired": ("why", "lpn"),
    "print.asked": ("job", "label", "revision", "layout", "reason"),
    "print.begun": ("job", "printer", "odometer", "dots_sha256"),
    "print.ended": ("job", "verdict", "count", "evidence"),
    "label.verified": ("label", "revision"),
    "label.voided": ("label", "revision", "why", "destroyed"),
    "container.opened": ("type", "rule", "position", "code", "capacity"),
    "container.closed": ("count", "sscc"),
    "unit.stowed": ("container", "quantity"),
    "unit.taken_out": ("why", "container", "quantity"),
    "unit.placed": ("location",),
    "outcome.recorded": ("channel", "sold", "fees", "days"),
    "fact.undone": ("facts", "scope", "reason"),
    "fact.corrected": ("fact", "new", "reason"),
    "exception.raised": ("type",),
    "exception.settled": ("how",),
}
"""Kinds that this version tells, each with the keys that its body may hold. Reading stays open: other kinds are
kept."""
