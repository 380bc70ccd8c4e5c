"""Killed between any two inputs of a morning: the station comes back on the very step, with the very snapshot."""

from collections.abc import Callable

from msgspec.structs import replace

from tests.stories import goods
from tests.stories.world import World

Input = Callable[[World], World]


def scan(*texts: str) -> list[Input]:
    return [lambda w, text=text: w.scan(text) for text in texts]  # type: ignore[misc]  # mypy sees no default in a lambda


def press(*keys: str) -> list[Input]:
    return [lambda w, key=key: w.press(key) for key in keys]  # type: ignore[misc]


def label(verdict: str = "PRINTED") -> list[Input]:
    return [lambda w: w.prints_out(verdict), lambda w: w.scan(w.label())]


MORNING: list[Input] = [
    *scan(goods.BADGE, "CMD-MODE-DOCK", "CAGE-1", "1Z12345E0205271688", "RB123456785GB", "1Z999AA10123456784"),
    *press("mode_bench"),
    *scan("1Z12345E0205271688"), *press("open"), *scan("4006381333931"), *press("yes"), *label(), *scan("TOTE-1"),
    *press("close", "close"),
    *scan("RB123456785GB"), *press("open"), *scan("4006381333955"), *press("opened", "clean"), *scan("CMD-UNDO"),
    *press("opened", "yes", "yes"), *label("UNKNOWN"), *scan("TOTE-2", "CMD-UNDO", "TOTE-2"),
    lambda w: w.scan(w.label()), *scan("CMD-UNDO"), *press("void", "opened", "worn", "yes"), *label(),
    *scan("CMD-LOCK", goods.BADGE_8), *press("yes"), *scan("TOTE-3"),
    *scan("4006381333948", "CMD-HOLD"), *press("ask_merchant"), *label("NOT_PRINTED")[:1], *press("not_printed"),
    *label(),
    *scan("HOLD-1", "4006381333931"), *press("1", "yes"), *scan(goods.plate(), "TOTE-4"), *press("close", "close"),
    *scan("9102000000002"), *press("open"), *scan("4006381333986"), *press("all", "split"), lambda w: w.type("12"),
    *press("damaged", "box", "yes"), *label(), *press("full"), *scan("TOTE-3", "CMD-UNDO", "TOTE-5"), *press("yes"),
    *label(), *scan("TOTE-6"), *press("full", "close", "close"),
    *scan("9102000000003"), *press("open"), *scan("4006381333993"), lambda w: w.weigh(1205), *press("opened", "traces"),
    *press("yes"), *press("other_route", "donate", "merchant_asked"), *label(), *scan("TOTE-7", "4006381333979"),
    *scan("CMD-DANGER"), *press("battery"), *scan("SAFE-1"), *press("no_code"), lambda w: w.type("lamp"),
    *press("none"),
    *press("damaged", "broken", "no_photo"), *label(), *scan("TOTE-8"), *press("close", "close"),
    *scan("1Z12345E0205271688"), *press("mistake", "close", "close"), *press("sign_out"),
]  # fmt: skip


def test_a_morning_goes_on_just_as_if_nothing_had_happened(station: World) -> None:
    world = station
    for n, one in enumerate(MORNING):
        one(world)
        state, shown = replace(world.machine.bench, last="", last_ms=0), world.shown()
        world = world.reopen()
        assert replace(world.machine.bench, last="", last_ms=0) == state, n
        assert replace(world.shown(), number=0) == replace(shown, number=0), n
    assert world.name == "signed_out"
    assert len(world.facts("parcel.closed")) == 5
    assert world.verified()


def test_killed_or_not_the_same_inputs_leave_the_same_facts(new_station: Callable[[], World]) -> None:
    killed, whole = new_station(), new_station()
    for one in MORNING:
        one(killed)
        killed = killed.reopen()
        one(whole)
    assert killed.kinds() == whole.kinds()
    assert [f.body for f in killed.facts("parcel.closed")] == [f.body for f in whole.facts("parcel.closed")]


def test_a_step_that_was_not_committed_never_happened(bench: World) -> None:
    bench.scan("1Z12345E0205271688").press("open")
    before, facts = bench.machine.bench, bench.kinds()
    bench.steps.begin()
    bench.steps.append([])
    bench.steps.rollback()
    again = bench.reopen()
    assert again.kinds() == facts
    assert replace(again.machine.bench, last="", last_ms=0) == replace(before, last="", last_ms=0)
