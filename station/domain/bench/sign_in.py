"""Signing in by badge or PIN, the lock, and taking over from somebody else."""

from msgspec.structs import replace

from station.domain.bench.effects import CheckPin
from station.domain.bench.inputs import PinChecked
from station.domain.bench.state import Approving, Dock, Locked, Ready, Session, SignedOut, TakeOver
from station.domain.bench.turn import Asked, Decision, Turn, refs, stay, swap, unexpected
from station.domain.facts import Ref, draft
from station.domain.notices import notice
from station.domain.records import Operator


def decide(turn: Turn, step: SignedOut | Locked, asked: Asked) -> Decision:
    """A badge signs in at once; a typed operator number asks for the PIN; the PIN goes to be compared."""
    found = holders(turn, asked)
    if found:
        return enter(turn, found[0], "badge") if len(found) == 1 else stay(turn, "error", "notice.badge_twice")
    if asked.kind == "answer" and asked.value == "back" and step.operator:
        return swap(turn, replace(step, operator="", checking=False))
    if asked.kind != "text":
        return unexpected(turn, asked, "expect.badge")
    return _typed(turn, step, asked.value)


def holders(turn: Turn, asked: Asked) -> tuple[Operator, ...]:
    """Who works here with the badge that was scanned: where there are two, nobody can say whose work it would be."""
    if asked.reading is None or asked.reading.kind != "badge":
        return ()
    found = (turn.known.operator(ref.id) for ref in refs(turn, asked.reading, "operator"))
    return tuple(one for one in found if one and one.active)


def _typed(turn: Turn, step: SignedOut | Locked, text: str) -> Decision:
    if step.checking:
        return stay(turn, "info", "notice.pin_checking")
    if not step.operator:
        operator = turn.known.operator(text.strip())
        if operator is None or not operator.active or not operator.pin:
            return stay(turn, "warn", "notice.no_such_operator")
        return swap(turn, replace(step, operator=operator.id))
    operator = turn.known.operator(step.operator)
    if operator is None:
        return swap(turn, replace(step, operator=""))
    waiting = swap(turn, replace(step, checking=True))
    return replace(waiting, effects=(CheckPin(operator.id, text, operator.pin),))


def pin_checked(turn: Turn, step: SignedOut | Locked, result: PinChecked) -> Decision:
    """The PIN was right: in. Wrong: asked again, after a growing while."""
    operator = turn.known.operator(result.operator)
    if not step.checking or step.operator != result.operator or operator is None:
        return Decision(turn.bench)
    if result.good:
        return enter(turn, operator, "pin")
    again = swap(turn, replace(step, checking=False))
    return replace(again, notices=(notice("error", "notice.pin_wrong", seconds=result.wait_s),))


def enter(turn: Turn, operator: Operator, how: str) -> Decision:
    """Opens a session, unlocks one's own bench, or asks whether to take over somebody else's."""
    step = turn.bench.step
    if isinstance(step, Locked):
        return _unlock(turn, step, operator, how)
    session = _session(turn, operator, "bench")
    fact = draft("session.opened", Ref("station", turn.site.station), mode=session.mode, how=how)
    bench = replace(turn.bench, step=Ready(), session=session, question=turn.bench.question + 1)
    return Decision(bench, (fact,), notices=(notice("ok", "notice.welcome", name=operator.name),))


def _session(turn: Turn, operator: Operator, mode: str) -> Session:
    return Session(turn.id(1), operator.id, operator.name, operator.lang, operator.role, mode, turn.posted.stamp.at)


def _unlock(turn: Turn, step: Locked, operator: Operator, how: str) -> Decision:
    if operator.id == turn.session.operator:
        fact = draft("session.opened", Ref("station", turn.site.station), mode=turn.session.mode, how="unlock")
        return swap(turn, step.under, fact, ok="notice.welcome", name=operator.name)
    return swap(turn, TakeOver(step.under, operator.id))


def take_over(turn: Turn, step: TakeOver, asked: Asked) -> Decision:
    """Yes: the bench and its parcel are the new operator's. No: it stays locked."""
    operator = turn.known.operator(step.operator)
    if asked.kind == "answer" and asked.value == "no":
        return swap(turn, Locked(step.under))
    if asked.kind != "answer" or asked.value != "yes" or operator is None:
        return unexpected(turn, asked, "expect.answer")
    session = _session(turn, operator, turn.session.mode)
    about = (Ref("parcel", turn.bench.parcel),) if turn.bench.parcel else (Ref("station", turn.site.station),)
    fact = draft("session.taken_over", *about, **{"from": turn.session.operator, "parcel": turn.bench.parcel})
    taken = swap(turn, step.under, fact, ok="notice.welcome", name=operator.name)
    return replace(taken, bench=replace(taken.bench, session=session))


def lock(turn: Turn) -> Decision:
    """LOCK keeps the step; a badge or PIN that was to approve it does not count behind it."""
    step = turn.bench.step
    if isinstance(step, Locked | TakeOver | SignedOut):
        return stay(turn, "info", "notice.locked_already")
    fact = draft("session.locked", Ref("station", turn.site.station))
    kept = replace(step, operator="", checking=False) if isinstance(step, Approving) else step
    return swap(turn, Locked(kept), fact)


def sign_out(turn: Turn) -> Decision:
    """SIGN OUT: only between parcels."""
    if not isinstance(turn.bench.step, Ready | Dock):
        return stay(turn, "warn", "notice.finish_parcel_first")
    fact = draft("session.closed", Ref("station", turn.site.station))
    bench = replace(turn.bench, step=SignedOut(), session=None, question=turn.bench.question + 1)
    return Decision(bench, (fact,))


def change_mode(turn: Turn, mode: str) -> Decision:
    """Dock or bench: only between parcels."""
    if not isinstance(turn.bench.step, Ready | Dock):
        return stay(turn, "warn", "notice.finish_parcel_first")
    session = replace(turn.session, mode=mode)
    fact = draft("session.opened", Ref("station", turn.site.station), mode=mode, how="mode")
    step = Dock() if mode == "dock" else Ready()
    return Decision(replace(turn.bench, step=step, session=session, question=turn.bench.question + 1), (fact,))
