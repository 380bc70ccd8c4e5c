"""Every step of the bench as a real station shows it: played through on a file, without a window."""

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from station.domain.bench.inputs import PhotoMissed
from station.domain.bench.snapshot import Snapshot
from station.domain.policy import Approval, CareRule, Contract, Policy, Regrade, SignalRule
from tests.stories import goods
from tests.stories.world import World

SNEAKER, RUNNER, JACKET, PHONE = "4006381333931", "4006381333948", "4006381333955", "4006381333962"
LAMP, CREAM, CANDLE = "4006381333993", "4006381334006", "4006381333986"
ONE, TWO, LOT, OFFICE = "1Z12345E0205271688", "RMA-20419", "9102000000002", "9102000000008"


def shoe(bench: World) -> World:
    return bench.scan(ONE).press("open").scan(SNEAKER)


def graded(bench: World) -> World:
    return shoe(bench).press("yes")


def out(bench: World) -> World:
    return graded(bench).prints_out()


def stowing(bench: World) -> World:
    return out(bench).scan(bench.label())


def phone(bench: World) -> World:
    return bench.scan("9102000000001").press("open").scan(PHONE)


def parcel_of(bench: World, tracking: str) -> World:
    return bench.scan(tracking).press("open")


def by(bench: World, change: Callable[[Policy], Policy]) -> World:
    return bench.under(change)


def second_looks(policy: Policy) -> Policy:
    return replace(policy, regrade=Regrade(1000))


def asks(policy: Policy) -> Policy:
    return replace(policy, contracts=(Contract("NW", ask="donate", ask_days=5),))


def dear(policy: Policy) -> Policy:
    return replace(policy, approval=Approval(5000))


def wipes(policy: Policy) -> Policy:
    return replace(policy, care=(CareRule("wipe", certificate=True),))


def photo(bench: World) -> World:
    return shoe(bench).press("opened", "yes", "single")


def missed(bench: World) -> World:
    photo(bench)
    return bench.give(PhotoMissed(bench.unit().id, "photo.no_camera"))


def overriding(bench: World) -> World:
    return out(by(bench, dear)).press("other_route")


def approving(bench: World) -> World:
    return overriding(bench).press("donate", "damage_seen")


def asked_merchant(bench: World) -> World:
    graded(by(bench, asks)).prints_out().scan(bench.label(), "HOLD-1").press("close", "close")
    return bench.scan(bench.label())


def held(bench: World) -> World:
    graded(bench).scan("CMD-HOLD").press("unclear").prints_out()
    return bench.scan(bench.label(), "HOLD-1").press("close", "close").scan(bench.label())


def taking_out(bench: World) -> World:
    return stowing(bench).scan("TOTE-1", "CMD-UNDO")


def lamp_off(bench: World) -> World:
    """Its weight is not that of the product; the policy only tells it."""
    by(bench, lambda p: replace(p, signals=(SignalRule("weight_off"),)))
    return bench.scan("9102000000003").press("open").scan(LAMP).weigh(900)


def worn(bench: World) -> World:
    return shoe(bench).press("opened", "yes")


def second_look(bench: World) -> World:
    graded(by(bench, second_looks)).prints_out().scan(bench.label(), "HOLD-1").press("close", "close")
    label = bench.label()
    return bench.scan("CMD-SIGN-OUT", goods.BADGE_8, label)


PLAYS: dict[str, Callable[[World], World]] = {
    "signed_out": lambda b: b.scan("CMD-SIGN-OUT"),
    "pin": lambda b: b.scan("CMD-SIGN-OUT").type("2"),
    "ready": lambda b: b,
    "dock": lambda b: b.scan("CMD-MODE-DOCK"),
    "dock_cage": lambda b: b.scan("CMD-MODE-DOCK", ONE, "CAGE-1", "RB123456785GB", "1Z5R89390357567127"),
    "pick_parcel": lambda b: b.scan("9102000000009"),
    "blind": lambda b: b.scan("1Z999AA10123456784"),
    "opening": lambda b: b.scan(ONE),
    "opening_blind": lambda b: b.scan("1Z999AA10123456784").press("nw"),
    "opening_rts": lambda b: b.scan("1Z5R89390357567127"),
    "identify": lambda b: parcel_of(b, TWO),
    "identify_second": lambda b: out(b).scan(b.label(), "TOTE-1"),
    "count_next": lambda b: parcel_of(b, TWO).press("several"),
    "identify_counted": lambda b: parcel_of(b, TWO).press("several").type("6"),
    "mismatch": lambda b: parcel_of(b, TWO).scan(SNEAKER),
    "describe": lambda b: parcel_of(b, TWO).press("no_code"),
    "describe_found": lambda b: parcel_of(b, TWO).press("no_code").type("r"),
    "describe_hint": lambda b: parcel_of(b, TWO).press("no_code").type("soaked and mouldy, no box"),
    "quantity": lambda b: parcel_of(b, LOT).scan(CANDLE),
    "checking_lot": lambda b: parcel_of(b, LOT).scan(CANDLE).press("all"),
    "split": lambda b: parcel_of(b, LOT).scan(CANDLE).press("all", "split"),
    "capture_serial": phone,
    "serial_doubt": lambda b: phone(b).scan("SN-9999"),
    "capture_lot": lambda b: parcel_of(b, OFFICE).scan(CREAM),
    "capture_expiry": lambda b: parcel_of(b, OFFICE).scan(CREAM).type("L-77"),
    "capture_weight": lambda b: b.scan("9102000000003").press("open").scan(LAMP),
    "checking": shoe,
    "checking_signal": lamp_off,
    "checking_worn": worn,
    "checking_phone": lambda b: phone(b).scan(goods.SHIPPED_SERIAL).press("opened"),
    "checking_care": lambda b: phone(b).scan(goods.SHIPPED_SERIAL).press("opened", "yes", "data"),
    "checking_jacket": lambda b: parcel_of(b, TWO).scan(JACKET).press("opened"),
    "photo": photo,
    "photo_missed": missed,
    "caring": lambda b: graded(by(b, lambda p: replace(p, care=(CareRule("clean"),)))),
    "caring_wipe": lambda b: graded(by(b, wipes)),
    "certificate": lambda b: graded(by(b, wipes)).press("done"),
    "labelling": graded,
    "labelling_out": out,
    "labelling_unknown": lambda b: graded(b).prints_out("UNKNOWN"),
    "labelling_regrade": lambda b: graded(by(b, second_looks)).prints_out(),
    "labelling_merchant": lambda b: graded(by(b, asks)).prints_out(),
    "labelling_money": lambda b: out(b.scan("CMD-SIGN-OUT", goods.BADGE_S)),
    "second_look": second_look,
    "rerouting": overriding,
    "rerouting_why": lambda b: overriding(b).press("donate"),
    "approving": approving,
    "approving_pin": lambda b: approving(b).scan(goods.BADGE_S2),
    "stowing": stowing,
    "full_tote": lambda b: stowing(b).press("full"),
    "voiding": lambda b: out(b).scan("CMD-UNDO"),
    "taking_out": taking_out,
    "taking_out_unit": lambda b: taking_out(b).scan("TOTE-1"),
    "holding": lambda b: graded(b).scan("CMD-HOLD"),
    "hold_place": lambda b: graded(b).scan("CMD-HOLD").press("unclear").prints_out().scan(b.label()),
    "regrade_place": lambda b: graded(by(b, second_looks)).prints_out().scan(b.label()),
    "resuming": held,
    "resuming_merchant": asked_merchant,
    "danger": lambda b: shoe(b).scan("CMD-DANGER"),
    "danger_place": lambda b: shoe(b).scan("CMD-DANGER").press("battery"),
    "reopening": lambda b: out(b).scan(b.label(), "TOTE-1").press("close", "close").scan(ONE),
    "closing": lambda b: parcel_of(b, TWO).scan(JACKET).press("yes").finish_unit("TOTE-2").press("close"),
    "locked": lambda b: shoe(b).scan("CMD-LOCK"),
    "take_over": lambda b: shoe(b).scan("CMD-LOCK", goods.BADGE_8),
}
"""A name and how it is reached, from Operator 7 waiting for a parcel."""


def scene(home: Path, name: str) -> Snapshot:
    """What is on the screen at the end of a play."""
    world = World(home).stock()
    try:
        PLAYS[name](world.scan(goods.BADGE))
        return world.shown()
    finally:
        world.close()
