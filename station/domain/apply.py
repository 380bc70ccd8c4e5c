"""apply(record, fact) -> record: the one fold that the step, undo, verify and the tracking service share.
Total: a kind that it does not know leaves the record as it is; a body that lacks a key is read as unknown."""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from station.domain.facts import Fact, Ref
from station.domain.records import FOLDED, Container, Folded, Hold, Parcel, Unit

Body = dict[str, Any]
CARE_FAILED = "care_failed."
"""Begin of the flag that a failed care task leaves."""


def apply(record: Folded | None, ref: Ref, fact: Fact) -> Folded | None:
    """The record after the fact; None where the reference names nothing that facts fold into."""
    kind = FOLDED.get(ref.type)
    if kind is None:
        return record
    rule = RULES.get((ref.type, fact.kind))
    if rule is None:
        return record
    return rule(record if record is not None else kind(ref.id), fact)


def fold(ref: Ref, facts: Iterable[Fact]) -> Folded | None:
    """The record from all its facts in order of seq, without those that a later fact.undone takes back."""
    kept = list(facts)
    undone = undone_by(kept)
    record: Folded | None = None
    for fact in kept:
        if fact.id not in undone:
            record = apply(record, ref, fact)
    return record


def undone_by(facts: Iterable[Fact]) -> frozenset[str]:
    """Ids of the facts that are taken back."""
    return frozenset(i for fact in facts if fact.kind == "fact.undone" for i in fact.body.get("facts", ()))


def _hold(body: Body) -> Hold:
    return Hold(body.get("reason", ""), body.get("decider", ""), body.get("due", ""), body.get("default", ""))


def _arrived(p: Parcel, f: Fact) -> Parcel:
    b = f.body
    return replace(p, tracking=b.get("tracking", ""), carrier=b.get("carrier", ""), kind=b.get("kind", p.kind),
                   dock="arrived", arrived_at=f.at, merchant=f.merchant or p.merchant)  # fmt: skip


def _matched(p: Parcel, f: Fact) -> Parcel:
    more = tuple(a for a in f.body.get("authorizations", ()) if a not in p.authorizations)
    return replace(p, match="matched", authorizations=p.authorizations + more, order=f.body.get("order", p.order),
                   merchant=f.body.get("merchant", f.merchant) or p.merchant)  # fmt: skip


def _closed(p: Parcel, f: Fact) -> Parcel:
    lines = tuple((str(i), int(e), int(n)) for i, e, n in f.body.get("lines", ()))
    return replace(p, dock="closed", closed_at=f.at, lines=lines, empty=bool(f.body.get("empty", False)))


def _identified(u: Unit, f: Fact) -> Unit:
    b = f.body
    return replace(u, product=b.get("product", u.product), match=b.get("match", u.match), line=b.get("line", u.line),
                   serial=b.get("serial", u.serial), lot=b.get("lot", u.lot), expiry=b.get("expiry", u.expiry),
                   method=b.get("method", u.method), merchant=f.merchant or u.merchant,
                   policy=f.policy.get("routing", u.policy))  # fmt: skip


def _split(u: Unit, f: Fact) -> Unit:
    """The split unit keeps what did not go into others; a unit that came out of it takes over all that was known."""
    into = [(str(i), int(n)) for i, n in f.body.get("into", ())]
    mine = dict(into).get(u.id)
    if mine is not None:
        return replace(u, quantity=mine)
    return replace(
        u, quantity=u.quantity - sum(n for _, n in into), split_into=u.split_into + tuple(i for i, _ in into)
    )


def _graded(u: Unit, f: Fact) -> Unit:
    """Flags of an earlier look, and of care that failed, stay: safety is not voted on. `stands` names the round whose
    grade counts, where that is not this one."""
    b = f.body
    round, before = b.get("round", 1), u.flags if u.round else tuple(g for g in u.flags if g.startswith(CARE_FAILED))
    flags = tuple(dict.fromkeys((*before, *b.get("flags", ()))))
    if u.round and b.get("stands", round) == u.round:
        return replace(u, round=round, flags=flags)
    return replace(u, grade=b.get("grade", ""), function=b.get("function", ""), cosmetic=b.get("cosmetic", 0),
                   completeness=b.get("completeness", ""), flags=flags, round=round,
                   answers=tuple((str(q), str(a)) for q, a in b.get("answers", ())), graded_at=f.at,
                   graded_by=f.operator)  # fmt: skip


def _routed(u: Unit, f: Fact) -> Unit:
    b = f.body
    return replace(u, route=b.get("route", ""), channel=b.get("channel", ""), rule=b.get("rule", ""),
                   reasons=tuple(b.get("reasons", ())), net=b.get("net"), next_best=b.get("next_best", ""),
                   table=b.get("table", ""))  # fmt: skip


def _overridden(u: Unit, f: Fact) -> Unit:
    return replace(u, route=f.body.get("to", u.route), channel="", rule="override", reasons=(f.body.get("reason", ""),),
                   net=None, next_best="", table="")  # fmt: skip


def _care(u: Unit, task: str, result: str) -> Unit:
    """The task's latest result; one that failed is a flag, by which the second decision is made."""
    rest = tuple(one for one in u.care if one[0] != task)
    flag = CARE_FAILED + task
    flags = (*u.flags, flag) if result == "failed" and flag not in u.flags else u.flags
    return replace(u, care=(*rest, (task, result)), flags=flags)


def _decided(u: Unit, f: Fact) -> Unit:
    """In a person's hand it lies nowhere; what time or a merchant elsewhere decided still lies where it was held."""
    why = f.body.get("reason")
    over = (("answer" if why == "answer" else u.hold.reason, f.body.get("decision", "")),) if u.hold else ()
    place = u.place if why in ("due", "answer") else ""
    return replace(u, hold=None, place=place, decided=u.decided + over)


def _advised(p: Parcel, f: Fact) -> Parcel:
    b = f.body
    rest = tuple(one for one in p.advised if one[0] != b.get("line", ""))
    return replace(p, advised=(*rest, (b.get("line", ""), b.get("advice", ""), b.get("quantity", 0))))


def _retired(u: Unit, f: Fact) -> Unit:
    gone = f.body.get("lpn", u.lpn)
    return replace(u, retired=(*u.retired, gone), lpn="" if u.lpn == gone else u.lpn, revision=0)


def _asked(u: Unit, f: Fact) -> Unit:
    """A label with its route alone is no licence plate."""
    if f.body.get("label", "unit") == "route":
        return u
    return replace(u, label="asked", job=f.body.get("job", ""), revision=f.body.get("revision", 1), verdict="")


def _begun(u: Unit, f: Fact) -> Unit:
    return replace(u, verdict="begun") if u.job == f.body.get("job") else u


def _ended(u: Unit, f: Fact) -> Unit:
    if u.job != f.body.get("job"):
        return u  # a late result of an older label
    verdict = f.body.get("verdict", "UNKNOWN")
    printed = verdict == "PRINTED" and u.label == "asked"
    return replace(u, verdict=verdict, label="printed" if printed else u.label)


def _verified(u: Unit, f: Fact) -> Unit:
    return replace(u, label="verified", revision=f.body.get("revision", u.revision))


def _ticket_asked(r: Parcel | Container, f: Fact) -> Folded:
    return replace(r, job=f.body.get("job", ""), revision=f.body.get("revision", 1), verdict="")


def _ticket_told(r: Parcel | Container, f: Fact) -> Folded:
    """How far its label is; a late result of an older one tells nothing of it."""
    verdict = "begun" if f.kind == "print.begun" else f.body.get("verdict", "UNKNOWN")
    return replace(r, verdict=verdict) if r.job and r.job == f.body.get("job") else r


def _stowed(r: Container | Unit, f: Fact) -> Folded:
    if isinstance(r, Container):
        return replace(r, count=r.count + f.body.get("quantity", 1))
    return replace(r, container=f.body.get("container", ""), place="", stowed_at=f.at)


def _taken_out(r: Container | Unit, f: Fact) -> Folded:
    if isinstance(r, Container):
        return replace(r, count=r.count - f.body.get("quantity", 1))
    return replace(r, container="")


def _opened_container(c: Container, f: Fact) -> Container:
    rule = f.body.get("rule", {})
    return replace(c, type=f.body.get("type", "tote"), route=rule.get("route", ""), merchant=rule.get("merchant", ""),
                   position=f.body.get("position", ""), code=f.body.get("code", c.code), state="open", count=0,
                   capacity=f.body.get("capacity", 0), channel=rule.get("channel", ""), vendor=rule.get("vendor", ""),
                   hazard=bool(rule.get("hazard", False)))  # fmt: skip


RULES: dict[tuple[str, str], Callable[[Any, Fact], Folded]] = {
    ("parcel", "parcel.arrived"): _arrived,
    ("parcel", "parcel.staged"): lambda p, f: replace(
        p, dock="staged" if p.dock in ("expected", "arrived") else p.dock, location=f.body.get("location", "")),
    ("parcel", "parcel.refused"): lambda p, f: replace(p, dock="refused"),
    ("parcel", "parcel.matched"): _matched,
    ("parcel", "parcel.unmatched"): lambda p, f: replace(p, match="blind", merchant=f.merchant or p.merchant),
    ("parcel", "parcel.opened"): lambda p, f: replace(p, dock="opened", opened_at=f.at, location=""),
    ("parcel", "parcel.closed"): _closed,
    ("parcel", "parcel.reopened"): lambda p, f: replace(p, dock="opened", closed_at="", lines=(), empty=False),
    ("parcel", "signal.raised"): lambda p, f: replace(p, signals=(*p.signals, f.body.get("signal", ""))),
    ("parcel", "money.advised"): _advised,
    ("parcel", "money.withdrawn"): lambda p, f: replace(
        p, advised=tuple(one for one in p.advised if one[0] != f.body.get("line", ""))),
    ("parcel", "hold.placed"): lambda p, f: replace(p, hold=_hold(f.body)),
    ("parcel", "hold.decided"): lambda p, f: replace(p, hold=None),
    ("parcel", "danger.declared"): lambda p, f: replace(p, danger=f.body.get("class", "")),
    ("unit", "unit.found"): lambda u, f: replace(
        u, parcel=f.body.get("parcel", ""), quantity=f.body.get("quantity", 1), merchant=f.merchant, found_at=f.at,
        found_by=f.operator),
    ("unit", "unit.identified"): _identified,
    ("unit", "unit.split"): _split,
    ("unit", "unit.measured"): lambda u, f: replace(u, grams=f.body.get("grams", 0)),
    ("unit", "signal.raised"): lambda u, f: replace(u, signals=(*u.signals, f.body.get("signal", ""))),
    ("unit", "evidence.added"): lambda u, f: replace(u, photos=(*u.photos, f.body.get("sha256", ""))),
    ("unit", "unit.graded"): _graded,
    ("unit", "care.done"): lambda u, f: _care(u, f.body.get("task", ""), f.body.get("result", "")),
    ("unit", "unit.routed"): _routed,
    ("unit", "route.overridden"): _overridden,
    ("unit", "hold.placed"): lambda u, f: replace(u, hold=_hold(f.body)),
    ("unit", "hold.decided"): _decided,
    ("unit", "danger.declared"): lambda u, f: replace(u, danger=f.body.get("class", "")),
    ("unit", "lpn.assigned"): lambda u, f: replace(u, lpn=f.body.get("lpn", ""), revision=0, label="none"),
    ("unit", "lpn.retired"): _retired,
    ("unit", "print.asked"): _asked,
    ("unit", "print.begun"): _begun,
    ("unit", "print.ended"): _ended,
    ("unit", "label.verified"): _verified,
    ("unit", "label.voided"): lambda u, f: replace(u, label="void", verdict=""),
    ("unit", "unit.stowed"): _stowed,
    ("unit", "unit.taken_out"): _taken_out,
    ("unit", "unit.placed"): lambda u, f: replace(u, place=f.body.get("location", "")),
    ("container", "container.opened"): _opened_container,
    ("container", "container.closed"): lambda c, f: replace(c, state="closed", sscc=f.body.get("sscc", c.sscc)),
    ("container", "fact.corrected"): lambda c, f: replace(c, state=f.body.get("new", {}).get("state", c.state)),
    ("container", "unit.stowed"): _stowed,
    ("container", "unit.taken_out"): _taken_out,
    **{(type, kind): rule for type in ("parcel", "container") for kind, rule in (
        ("print.asked", _ticket_asked), ("print.begun", _ticket_told), ("print.ended", _ticket_told))},
}  # fmt: skip
