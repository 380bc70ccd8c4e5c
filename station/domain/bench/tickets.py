"""Orders of labels that are no unit's licence plate: a parcel's when it is received or found dangerous, a tote's with
its route and with its number when it is closed, and the route of goods that bear no plate. They stand beside the step
that orders them: none of them is waited for, and one that fails is told and asked for again. Not responsible for
drawing or sending."""

from msgspec import Struct
from msgspec.structs import replace

from station.domain import sscc
from station.domain.apply import apply
from station.domain.bench import labelling, units
from station.domain.bench.effects import Job, Print
from station.domain.bench.state import Step
from station.domain.bench.turn import Decision, Turn, swap
from station.domain.facts import VERSION, Draft, Fact, Ref, draft
from station.domain.notices import Notice, notice
from station.domain.records import Container, Parcel, Unit

Thing = Parcel | Container | Unit

RECEIVED, ROUTE, CONTAINER, HAZARD = "received", "route", "container", "hazard"
LAYOUTS = {RECEIVED: "received-57x32", ROUTE: "route-57x32", CONTAINER: "container-57x32", HAZARD: "hazard"}
"""The usual size; a printer with other paper prints the same kind in its own."""
FAILED = ("PARTIAL", "NOT_PRINTED", "NOT_SENT", "UNKNOWN")
REASONS = labelling.REPRINT_REASONS
TRIES = 20
"""Numbers that are tried for a container: where a short prefix leaves little room, some are taken."""

_NEWS = {
    "PRINTED": ("ok", "notice.ticket_printed"),
    "PARTIAL": ("error", "notice.ticket_partial"),
    "NOT_PRINTED": ("error", "notice.ticket_failed"),
    "NOT_SENT": ("error", "notice.ticket_not_sent"),
}


class Ordered(Struct, frozen=True):
    """What is told and what is to be printed; all empty where no label is wanted."""

    facts: tuple[Draft, ...] = ()
    prints: tuple[Print, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def job(self) -> str:
        return self.prints[0].job if self.prints else ""


def beside(decision: Decision, ordered: Ordered) -> Decision:
    """The decision with these labels ordered in the same transaction; its own words are said last."""
    facts, effects = (*decision.facts, *ordered.facts), (*decision.effects, *ordered.prints)
    return replace(decision, facts=facts, effects=effects, notices=(*ordered.notices, *decision.notices))


# ------------------------------------------------------------ a parcel at the dock


def arrived(turn: Turn, parcel: str, facts: tuple[Draft, ...]) -> Ordered:
    """The label of a parcel that these facts take in, where the site wants one for it."""
    wanted = turn.site.labels.received
    if wanted == "none":
        return Ordered()
    here = _folded(turn, Ref("parcel", parcel), facts)
    known = isinstance(here, Parcel) and here.match != "blind"
    return received(turn, here) if isinstance(here, Parcel) and (wanted == "all" or not known) else Ordered()


def _folded(turn: Turn, here: Ref, facts: tuple[Draft, ...]) -> object:
    """The new record as these facts will leave it."""
    record = None
    for one in facts:
        if here in one.about:
            told = Fact(VERSION, 0, "", turn.posted.stamp.at, turn.site.tz, "", "", one.kind, one.about, one.body,
                        merchant=one.merchant)  # fmt: skip
            record = apply(record, here, told)
    return record


def received(turn: Turn, parcel: Parcel, reason: str = "") -> Ordered:
    """When, whose, which, and to which cage; its code leads back to it."""
    named = _named(turn, parcel)
    if parcel.order and not named and (order := turn.known.order(parcel.order)):
        named = [order.number]
    place = turn.known.location(parcel.location) if parcel.location else None
    unknown = "@label.received.unknown" if parcel.match == "blind" else ""
    fields = {
        "date": turn.posted.stamp.at,
        "place": place.code if place else unknown,
        "merchant": turn.merchant(parcel.merchant).name if parcel.merchant else "",
        "authorization": ", ".join(named),
        "carrier": parcel.carrier.upper(),
        "note": unknown if place else "",
        "tracking": parcel.tracking or ", ".join(named),
        "title": "@label.received.title",  # for stock that shows other things, too
    }
    return _ordered(turn, parcel, RECEIVED, reason, parcel.tracking or next(iter(named), parcel.id), fields)


def _named(turn: Turn, parcel: Parcel) -> list[str]:
    """The numbers on its slips."""
    return [a.code for id in parcel.authorizations if (a := turn.known.authorization(id))]


# ------------------------------------------------------------ a parcel that is not to be opened


def hazard(turn: Turn, parcel: Parcel, reason: str = "") -> Ordered:
    """Which danger, and which parcel; whatever the site wants else, and with no code that could keep it from being
    printed: the parcel still bears its carrier's."""
    which = parcel.tracking or next(iter(_named(turn, parcel)), parcel.id)
    fields = {"hazard": f"@danger.{parcel.danger}", "lpn": which, "tracking": which, "date": turn.posted.stamp.at}
    return _ordered(turn, parcel, HAZARD, reason, "", fields)


def lacks_hazard(turn: Turn, parcel: Parcel, verdicts: tuple[str, ...] = ()) -> bool:
    """Whether its last label is a hazard label that has ended, so (without verdicts: anyhow)."""
    return label_of(turn, parcel) == HAZARD and is_over(turn, parcel.job, verdicts or (*FAILED, "PRINTED"))


def label_of(turn: Turn, thing: Thing) -> str:
    """Which kind of label it was given last; empty where it has none."""
    job = turn.known.job(thing.job) if thing.job else None
    return job.print.label if job else ""


# ------------------------------------------------------------ a tote, from its opening to its end


def opened(turn: Turn, tote: Container) -> Ordered:
    """The label of a tote that has just got its task, where the site wants one."""
    return route_of_tote(turn, tote) if turn.site.labels.route in ("totes", "all") else Ordered()


def route_of_tote(turn: Turn, tote: Container, reason: str = "") -> Ordered:
    """What belongs into it."""
    fields = {**_of_tote(turn, tote), "product": tote.code}
    return _ordered(turn, tote, ROUTE, reason, tote.code, fields)


def _of_tote(turn: Turn, tote: Container) -> dict[str, str]:
    return {
        "route": f"@route.{tote.route}",
        "position": tote.position or tote.code,
        "merchant": turn.merchant(tote.merchant).name if tote.merchant else "",
        "date": turn.posted.stamp.at,
    }


def shut(turn: Turn, tote: Container) -> Ordered:
    """The tote is closed and counted; with a company prefix it has an SSCC from then on. Without one that is said:
    nothing is invented."""
    number = tote.sscc or _number(turn)
    closed = draft("container.closed", Ref("container", tote.id), merchant=tote.merchant, count=tote.count,
                   sscc=number)  # fmt: skip
    now = replace(tote, state="closed", sscc=number)
    label = content(turn, now) if turn.site.labels.container else Ordered()
    lacking = "notice.no_sscc_left" if turn.site.company.prefix else "notice.no_company_prefix"
    told = (notice("info", lacking, tote=tote.code),) if label.prints and not number else ()
    return Ordered((closed, *label.facts), label.prints, (*told, *_destroyed(turn, tote.job, label)))


def _number(turn: Turn) -> str:
    """One that nothing in this station's file carries; empty where there is no prefix, or hardly one left."""
    company = turn.site.company
    if not company.prefix:
        return ""
    new = (sscc.fresh(company, turn.posted.stamp, n) for n in range(TRIES))
    return next((one for one in new if not turn.known.code(one)), "")


def content(turn: Turn, tote: Container, reason: str = "") -> Ordered:
    """The label of a closed tote: SSCC in GS1 codes, or its own number, and said to be that."""
    company, code = turn.site.company, f"(00){tote.sscc}" if tote.sscc else tote.code
    fields = _of_tote(turn, tote) | {
        "pieces": str(tote.count),
        "container": tote.code,
        "to": tote.vendor or tote.channel,
        "kind": "@label.container.sscc" if tote.sscc else "@label.container.own",
        "sscc": sscc.shown(company.prefix, tote.sscc) if tote.sscc else tote.code,
    }
    return _ordered(turn, tote, CONTAINER, reason, code, fields)


def outdated(turn: Turn, tote: Container, reason: str) -> Ordered:
    """Something came out of a closed tote: its label says another number of pieces, if it got one."""
    new = content(turn, tote, reason) if tote.job and turn.site.labels.container else Ordered()
    return replace(new, notices=_destroyed(turn, tote.job, new))


# ------------------------------------------------------------ goods without a licence plate


def loose(turn: Turn, unit: Unit) -> Ordered:
    """The route of a unit that bears no plate, where the site wants it told on paper."""
    return route_of_unit(turn, unit) if turn.site.labels.route in ("units", "all") else Ordered()


def route_of_unit(turn: Turn, unit: Unit, reason: str = "", before: int = 0) -> Ordered:
    """Where it goes and what it is; its code is the product's. before: revisions that are out."""
    product, tote = turn.known.product(unit.product), units.open_tote(turn, unit)
    fields = {
        "route": f"@route.{unit.route}",
        "position": (tote.position or tote.code) if tote else "",
        "product": product.title if product else "@label.unknown_product",
        "pieces": str(unit.quantity) if unit.quantity > 1 else "",
        "grade": f"@grade.{unit.grade}" if unit.grade else "",
        "reason": f"@why.{unit.reasons[0]}" if unit.reasons else "",
        "merchant": turn.merchant(unit.merchant).name if unit.merchant else "",
        "date": turn.posted.stamp.at,
    }
    code = next(iter(product.codes), product.sku) if product else unit.id
    return _ordered(turn, replace(unit, revision=before), ROUTE, reason, code, fields)


# ------------------------------------------------------------ ordering, asking again, and what came of it


def _ordered(turn: Turn, thing: Thing, label: str, reason: str, code: str, fields: dict[str, str]) -> Ordered:
    of, revision, job = type_of(thing), thing.revision + 1, turn.id(5 + list(LAYOUTS).index(label))
    asked = draft("print.asked", Ref(of, thing.id), merchant=thing.merchant, job=job, label=label, revision=revision,
                  layout=LAYOUTS[label], reason=reason)  # fmt: skip
    told = {key: value for key, value in {**fields, "revision": str(revision)}.items() if value}
    gs1 = code.startswith("(")
    order = Print(job, thing.id, revision, LAYOUTS[label], turn.session.lang, code, code, told, gs1, gs1, of, label)
    return Ordered((asked,), (order,))


def type_of(thing: Thing) -> str:
    """The name of the record's type."""
    return type(thing).__name__.lower()


def again(turn: Turn, step: Step, thing: Thing, reason: str, job: str = "") -> Decision:
    """The label of this thing once more, a revision on, for a reason. job: of the one before, where the record does not
    name it. It stays on the step's own row: it is an order of paper, no step."""
    before = job or thing.job
    new = _anew(turn, thing, reason, turn.known.job(before) if before else None)
    return labelling.instead(turn, before, beside(swap(turn, step, ok="notice.ticket_again"), new))


def job_of(decision: Decision) -> str:
    """Of the label that it orders."""
    return next((effect.job for effect in decision.effects if isinstance(effect, Print)), "")


def withdrawn(turn: Turn, decision: Decision, tote: Container) -> Decision:
    """The tote is open again: its label is not sent any more, or has to be destroyed."""
    job = turn.known.job(tote.job) if tote.job else None
    if job is None or job.print.label != CONTAINER:
        return decision
    told = (notice("warn", "notice.destroy_tote_label", tote=tote.code),) if labelling.is_out(job) else ()
    waiting = (job.id,) if job.state == "asked" else ()
    return replace(decision, notices=(*told, *decision.notices), withdrawn=(*decision.withdrawn, *waiting))


def _anew(turn: Turn, thing: Thing, reason: str, before: Job | None) -> Ordered:
    match thing:
        case Parcel():
            dangerous = before is not None and before.print.label == HAZARD
            return (hazard if dangerous else received)(turn, thing, reason)
        case Container():
            return content(turn, thing, reason) if thing.state == "closed" else route_of_tote(turn, thing, reason)
        case Unit():
            return route_of_unit(turn, thing, reason, before.print.revision if before else 0)


def _destroyed(turn: Turn, job: str, new: Ordered) -> tuple[Notice, ...]:
    """An older number of pieces may be stuck on: it is to be destroyed, where a new label takes its place."""
    old = turn.known.job(job) if job and new.prints else None
    stale = old is not None and old.print.label == CONTAINER and labelling.is_out(old)
    return (notice("warn", "notice.destroy_old_label"),) if stale else ()


def is_over(turn: Turn, job: str, verdicts: tuple[str, ...] = (*FAILED, "PRINTED")) -> bool:
    """Whether the label has ended so that it can be asked for again."""
    found = turn.known.job(job) if job else None
    return found is not None and found.state == "ended" and found.verdict in verdicts


def news(turn: Turn, job: Job, verdict: str, evidence: str) -> Notice:
    """The printer's word about a label that nothing waits for: which one, and what to do."""
    severity, key = _NEWS.get(verdict, ("warn", "notice.ticket_unknown"))
    return notice(severity, key, label=f"@ticket.{job.print.label}", which=_which(turn, job), evidence=f"@{evidence}")


def _which(turn: Turn, job: Job) -> str:
    """What people know it by."""
    of, id = job.print.of, job.unit
    if of == "container" and (tote := turn.known.container(id)):
        return tote.code
    return job.print.fields.get("tracking" if of == "parcel" else "product", "")
