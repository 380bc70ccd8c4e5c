"""What no label of this trade carries: told what was expected, journaled as a commitment, nothing else happens."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.stories import goods
from tests.stories.world import World

ZPL = "^XA^FO50,50^A0N,50,50^FDhello^FS^PQ999^XZ"
BAD = {
    "unknown": ("NO SUCH THING AT ALL", "notice.unknown_scan"),
    "empty": ("", "notice.bad_empty"),
    "blank": (" \t \r\n", "notice.bad_empty"),
    "4_kb": ("7" * 4096, "notice.bad_too_long"),
    "control_characters": ("AB\x02CD\x1b[2JEF", "notice.bad_unprintable"),
    "another_script": ("退货标签一号", "notice.unknown_scan"),
    "right_to_left": ("ارجاع\u202e123", "notice.bad_unprintable"),
    "half_a_surrogate": ("AB\ud83dCD!", "notice.unknown_scan"),
    "zpl": (ZPL, "notice.unknown_scan"),
    "sql": ("'; DROP TABLE fact; --", "notice.unknown_scan"),
    "gs1_of_nothing": ("]d2019999", "notice.unknown_scan"),
}
STEPS: dict[str, Callable[[World], World]] = {
    "ready": lambda w: w,
    "dock": lambda w: w.press("mode_dock"),
    "opening": lambda w: w.scan("1Z12345E0205271688"),
    "identify": lambda w: w.scan("1Z12345E0205271688").press("open"),
    "checking": lambda w: w.scan("1Z12345E0205271688").press("open").scan("4006381333931"),
    "labelling": lambda w: w.scan("1Z12345E0205271688").press("open").scan("4006381333931").press("yes"),
    "locked": lambda w: w.scan("CMD-LOCK"),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("what", BAD)
def test_a_bad_scan_changes_nothing_and_only_a_commitment_is_journaled(bench: World, step: str, what: str) -> None:
    raw, told = BAD[what]
    STEPS[step](bench)
    before, facts, printed = bench.machine.bench, bench.kinds(), len(bench.prints)
    bench.scan(raw)
    assert bench.heard == told
    assert bench.notice.text.args["expected"]
    assert bench.kinds(len(facts)) == ["scan.unresolved"]
    assert replace(bench.machine.bench, last="", last_ms=0) == replace(before, last="", last_ms=0)
    assert len(bench.prints) == printed
    if raw.strip():
        assert raw.encode("utf-8", "replace").decode() not in str(bench.facts("scan.unresolved"))


def test_the_same_scan_within_400_ms_is_one_scan(bench: World) -> None:
    bench.scan("1Z12345E0205271688").press("open").scan("4006381333931")
    bench.again(after_ms=399)
    assert (bench.name, bench.heard, bench.last.told) == ("checking", "notice.same_scan", 0)
    bench.again(after_ms=400)
    assert bench.heard == "notice.does_not_fit"


def test_the_code_of_an_answered_question_says_so(bench: World) -> None:
    bench.scan("1Z12345E0205271688").press("open").scan("4006381333931")
    codes = {choice.key: choice.code for choice in bench.shown().choices}
    bench.scan(codes["opened"])
    assert bench.shown().title.key == "check.shoe_soles"
    bench.scan(codes["opened"])
    assert (bench.heard, bench.last.told) == ("notice.already_answered", 0)
    bench.scan(codes["yes"])
    assert (bench.heard, bench.shown().title.key) == ("notice.already_answered", "check.shoe_soles")


def test_everything_can_be_done_by_scanning(bench: World) -> None:
    bench.scan("1Z12345E0205271688")
    for key in ("open",):
        bench.scan(next(c.code for c in bench.shown().choices if c.key == key))
    bench.scan("4006381333931").scan("CMD-YES").prints_out().scan(bench.label(), "TOTE-1")
    bench.wait(1).scan("CMD-CLOSE").wait(1).scan("CMD-CLOSE")
    assert (bench.name, bench.heard) == ("ready", "notice.parcel_closed")


@pytest.mark.parametrize(
    "code", ["CMD-", "CMD-²", "CMD-NO-SUCH", "ANS-", "ANS--", "ANS-1", "ANS-99999999999-YES", "ANS-²-1"]
)
def test_broken_codes_of_our_own_change_nothing(bench: World, code: str) -> None:
    bench.scan("1Z12345E0205271688").press("open").scan("4006381333931")
    before = bench.machine.bench.question
    bench.scan(code)
    assert (bench.name, bench.machine.bench.question, bench.last.told) == ("checking", before, 0)
    assert bench.notice.severity in {"info", "warn"}


def test_two_benches_given_the_same_inputs_decide_the_same(new_station: Callable[[], World]) -> None:
    def morning() -> list[str]:
        world = new_station().scan(goods.BADGE, "RB123456785GB").press("open").scan("4006381333955").press("yes")
        return [fact.id for kind in ("unit.found", "unit.graded", "print.asked") for fact in world.facts(kind)]

    assert morning() == morning()
