"""One turn of the bench: what a rule is given and what it gives back. Everything here is a value; nothing reads or
writes."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from station.domain import codes, ids, scans
from station.domain.bench.effects import Effect, Secret
from station.domain.bench.inputs import Posted, Scan
from station.domain.bench.known import Known, Site
from station.domain.bench.state import Bench, Dock, Ready, Session, Step, name_of
from station.domain.facts import Draft, Ref, draft
from station.domain.notices import Notice, notice
from station.domain.policy import Rulebook
from station.domain.records import Merchant, Parcel, Unit
from station.domain.scans import Reading


class Turn(Struct, frozen=True):
    """What a rule may use: the state, the input with its stamp, what is known, and the rules in force."""

    bench: Bench
    posted: Posted
    known: Known
    site: Site
    rules: Rulebook

    def id(self, n: int) -> str:
        """The n-th fresh id of this input (1 and up; 0 is the input itself)."""
        return ids.uuid7(self.posted.stamp, n)

    def read(self, text: str) -> Reading:
        """What a scan says, with the carriers that are known and the scanners' set-up; a bare plate is a unit's label
        where a unit bears it, or did."""
        found = self._read(text)
        is_plate = found.kind == "code" and found.unit is not None and self._borne(found.unit.lpn)
        return replace(found, kind="unit") if is_plate else found

    def _borne(self, lpn: str) -> bool:
        found = (self.known.unit(ref.id) for ref in self.known.code(lpn) if ref.type == "unit")
        return any(unit and lpn in (unit.lpn, *unit.retired) for unit in found)

    def _read(self, text: str) -> Reading:
        """Kept, as a rule that must know more first is asked again, and a tote is scanned all day. What is typed may be
        a PIN, and a badge is a key: neither is kept."""
        year = int(self.posted.stamp.at[:4])
        of = self.site.transport, year, self.rules.carriers
        if not isinstance(self.posted.input, Scan) or codes.BADGE in text.upper():
            return scans.read(text, *of)
        return self.known.derived(("derived", "read", text), of, lambda: scans.read(text, *of))

    @property
    def session(self) -> Session:
        """Who works; asked for only behind sign-in."""
        if self.bench.session is None:
            raise AssertionError("nobody is signed in")
        return self.bench.session

    @property
    def parcel(self) -> Parcel:
        """The open parcel."""
        found = self.known.parcel(self.bench.parcel)
        if found is None:
            raise AssertionError("no parcel is open")
        return found

    def unit(self, id: str) -> Unit:
        """A unit that the state names."""
        found = self.known.unit(id)
        if found is None:
            raise AssertionError(f"unit {id} is not known")
        return found

    def merchant(self, id: str) -> Merchant:
        """The merchant by id; one that is not set up is shown by its id."""
        return next((m for m in self.site.merchants if m.id == id), Merchant(id, id))

    def later(self, days: int) -> str:
        """UTC text, so many days after this input."""
        moment = datetime.fromtimestamp(self.posted.stamp.wall_ms / 1000, UTC) + timedelta(days=days)
        return moment.strftime("%Y-%m-%dT%H:%M:%S.000000Z")


class Asked(Struct, frozen=True):
    """What the operator said, read from scan, key or touch. kind: answer (value is a choice's key), code (reading),
    text."""

    kind: str
    value: str = ""
    reading: Reading | None = None

    def chosen(self, of: int) -> int | None:
        """Which of so many numbered choices was taken, from 0; None where it is none of them."""
        numbered = self.kind == "answer" and self.value.isascii() and self.value.isdigit() and len(self.value) < 5
        return int(self.value) - 1 if numbered and 1 <= int(self.value) <= of else None


class Decision(Struct, frozen=True):
    """What a turn leads to. withdrawn: ids of print jobs that shall not be sent any more."""

    bench: Bench
    facts: tuple[Draft, ...] = ()
    effects: tuple[Effect, ...] = ()
    notices: tuple[Notice, ...] = ()
    secrets: tuple[Secret, ...] = ()
    withdrawn: tuple[str, ...] = ()


def stay(turn: Turn, severity: str, key: str, /, **args: str | int) -> Decision:
    """Nothing changes; the operator is told why."""
    return Decision(turn.bench, notices=(notice(severity, key, **args),))


def go(turn: Turn, step: Step, *facts: Draft, parcel: str | None = None, ok: str = "", **args: str | int) -> Decision:
    """To the next step, on a row of its own, so that undo can come back to this one."""
    before = turn.bench
    open_parcel = before.parcel if parcel is None else parcel
    bench = replace(before, step=step, parcel=open_parcel, question=before.question + 1, depth=before.depth + 1)
    return Decision(bench, facts, notices=(notice("ok", ok, **args),) if ok else ())


def swap(turn: Turn, step: Step, *facts: Draft, ok: str = "", **args: str | int) -> Decision:
    """To another step on the same row: what happened cannot be taken back by undo alone."""
    bench = replace(turn.bench, step=step, question=turn.bench.question + 1)
    return Decision(bench, facts, notices=(notice("ok", ok, **args),) if ok else ())


def finish(turn: Turn, *facts: Draft, ok: str = "", **args: str | int) -> Decision:
    """The parcel is done: back to waiting, all rows of it gone."""
    step = Dock() if turn.session.mode == "dock" else Ready()
    bench = replace(turn.bench, step=step, parcel="", question=turn.bench.question + 1, depth=0)
    return Decision(bench, facts, notices=(notice("ok", ok, **args),) if ok else ())


def commitment(turn: Turn, kind: str, text: str) -> Secret:
    """A salted commitment to text that no fact may hold."""
    grain = ids.salt(turn.posted.stamp, kind)
    return Secret(sha256((grain + text).encode()).hexdigest(), kind, grain, text)


def about(*records: Parcel | Unit) -> tuple[Ref, ...]:
    """References to records, for a fact."""
    return tuple(Ref("parcel" if isinstance(r, Parcel) else "unit", r.id) for r in records)


def unexpected(turn: Turn, asked: Asked, expected: str) -> Decision:
    """An input that does not fit: what was expected is said. Only an unknown scan is journaled, as a commitment."""
    reading = asked.reading
    if reading is None or reading.kind == "unit" or (reading.kind in ("code", "badge") and _known_code(turn, reading)):
        return stay(turn, "warn", "notice.does_not_fit", expected=f"@{expected}")
    said = reading.lookups[0] if reading.kind == "badge" else reading.text or reading.bad
    secret = commitment(turn, "scan", said)
    fact = draft("scan.unresolved", Ref("station", turn.site.station), step=name_of(turn.bench.step),
                 commitment=secret.commitment, candidates=list(reading.carriers))  # fmt: skip
    key = f"notice.bad_{reading.bad}" if reading.bad else "notice.unknown_scan"
    told = notice("error", key, expected=f"@{expected}")
    return Decision(turn.bench, (fact,), notices=(told,), secrets=(secret,))


def _known_code(turn: Turn, reading: Reading) -> bool:
    return any(turn.known.code(text) for text in reading.lookups)


def refs(turn: Turn, reading: Reading, *types: str) -> tuple[Ref, ...]:
    """Records of these types that carry the identifier read; best lookups first, each record once."""
    found = (ref for text in reading.lookups for ref in turn.known.code(text) if ref.type in types)
    return tuple(dict.fromkeys(found))
