"""Labels that are no unit's: a parcel's at the dock, a tote's, the route of goods without a plate. Nothing waits for
them; what fails is told, and asked for again with a reason."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from station.domain.bench.effects import Print
from station.domain.bench.inputs import PrintBegun, PrintEnded
from station.domain.gs1.digits import checks_out
from station.domain.stationery import Company, Labels
from station.labels import make
from station.labels.layout import load
from station.labels.values import LabelValues
from station.lookup import Lookup
from station.printing import worded
from tests.stories import goods, words
from tests.stories.world import World

UPS = "1Z12345E0205271688"
SNEAKER, POSTER = "4006381333931", "4006381334013"
ALL = Labels("all", "all", container=True)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Callable[..., World]]:
    """Operator 7 at the bench of a site with these wishes and this company prefix."""
    made: list[World] = []

    def of(labels: Labels = ALL, prefix: str = "9521234", digits: str = "") -> World:
        made.append(World(tmp_path / f"home{len(made)}", labels=labels, company=Company(prefix, digits)).stock())
        return made[-1].scan(goods.BADGE)

    yield of
    for world in made:
        world.last_life().close()
        assert words.lacking([text for life in world.lives() for text in life.said]) == []


def ordered(world: World, label: str) -> list[Print]:
    return [one for one in world.prints if one.label == label]


def out(world: World, job: Print, verdict: str = "PRINTED") -> World:
    return world.prints_out(verdict, job.job)


def drawn(job: Print, layout: str = "") -> set[bytes]:
    """What every code of the label says, read back from its dots."""
    said = worded(job)
    values = LabelValues(layout=job.layout, lang=job.lang, fields=said.fields, code_1d=job.code_1d,
                         code_2d=job.code_2d, gs1_1d=job.gs1_1d, gs1_2d=job.gs1_2d)  # fmt: skip
    return {code.data for code in make.make(values, load(layout or job.layout), 203).codes}


def sneaker(world: World, tote: str = "TOTE-1") -> World:
    """A sneaker lies in the tote."""
    return world.scan(UPS).press("open").scan(SNEAKER).press("yes").prints_out().scan(world.label(), tote)


# ------------------------------------------------------------ parcels at the dock


def test_no_parcel_gets_a_label_where_none_is_wanted(bench: World) -> None:
    assert bench.press("mode_dock").scan(UPS, "1Z999AA10123456784").prints == []


def test_only_those_that_nobody_announced_get_one(site: Callable[..., World]) -> None:
    dock = site(Labels("unknown")).press("mode_dock").scan("POOL-1", UPS, "1Z999AA10123456784")
    (label,) = dock.prints
    assert (label.of, label.label, label.fields["note"]) == ("parcel", "received", "@label.received.unknown")
    assert drawn(label) == {b"1Z999AA10123456784"}


def test_a_parcels_label_tells_what_it_is_and_leads_back_to_it(site: Callable[..., World]) -> None:
    dock = site().press("mode_dock").scan("CAGE-1", UPS)
    (label,) = ordered(dock, "received")
    told = {"place": "CAGE-1", "merchant": "Northwind Shoes", "authorization": "RMA-20418", "tracking": UPS}
    assert {key: label.fields[key] for key in told} == told
    assert drawn(label, "received-4x2in") == drawn(label, "parcel-4x6in") == {UPS.encode()}
    assert out(dock, label).heard == "notice.ticket_printed"
    assert dock.scan(UPS).heard == "notice.here_already"
    assert dock.verified()


def test_a_parcels_label_that_failed_is_told_and_asked_for_again(site: Callable[..., World]) -> None:
    dock = site().press("mode_dock").scan(UPS)
    assert dock.offered() == []
    out(dock, ordered(dock, "received")[0], "NOT_PRINTED")
    assert (dock.heard, dock.name, dock.offered()) == ("notice.ticket_failed", "dock", ["not_printed", "unreadable"])
    dock.press("not_printed")
    again = ordered(dock, "received")[1]
    told = dock.facts("print.asked")[-1]
    assert (again.revision, told.body["reason"], told.about[0].type) == (2, "not_printed", "parcel")
    dock.scan("RB123456785GB")  # the work goes on
    assert (dock.heard, dock.record("parcel", again.unit).revision) == ("notice.arrived", 2)


def test_the_label_of_an_earlier_parcel_is_asked_for_by_its_scan(site: Callable[..., World]) -> None:
    dock = site().press("mode_dock").scan(UPS, "RB123456785GB")
    for label in ordered(dock, "received"):
        out(dock, label)
    dock.scan(UPS).press("unreadable")
    assert ordered(dock, "received")[2].fields["tracking"] == UPS


def test_a_parcel_that_came_by_its_slip_has_the_slips_code(site: Callable[..., World]) -> None:
    dock = site().press("mode_dock").scan("RMA-20418")
    assert ordered(dock, "received")[0].code_2d == "RMA-20418"
    assert dock.scan("RMA-20418").heard == "notice.here_already"


# ------------------------------------------------------------ parcels that come straight to the bench


def test_a_bench_scan_takes_in_as_the_dock_does(site: Callable[..., World]) -> None:
    bench = site().scan(UPS)
    (label,) = ordered(bench, "received")
    assert (label.of, label.fields["authorization"]) == ("parcel", "RMA-20418")
    assert (bench.name, bench.heard, drawn(label)) == ("opening", "notice.parcel_found", {UPS.encode()})
    out(bench, label).press("open")
    assert (bench.name, len(ordered(bench, "received")), bench.verified()) == ("identify", 1, True)


def test_what_came_over_the_dock_gets_none_at_the_bench(site: Callable[..., World]) -> None:
    bench = site().press("mode_dock").scan(UPS).press("mode_bench").scan(UPS)
    assert (bench.name, len(ordered(bench, "received"))) == ("opening", 1)


@pytest.mark.parametrize(("wish", "labels"), [("none", 0), ("unknown", 1), ("all", 1)])
def test_a_blind_return_at_the_bench_gets_one_where_the_dock_would(
    site: Callable[..., World], wish: str, labels: int
) -> None:
    bench = site(Labels(wish)).scan("1Z999AA10123456784").press("nobody")
    assert (bench.name, len(ordered(bench, "received"))) == ("opening", labels)
    assert len(site(Labels(wish)).scan(UPS).prints) == int(wish == "all")


def test_at_the_bench_it_is_asked_for_again_before_the_parcel_is_opened(site: Callable[..., World]) -> None:
    bench = site().scan(UPS)
    assert bench.offered() == ["open", "refuse"]
    out(bench, ordered(bench, "received")[0], "NOT_SENT")
    assert (bench.heard, bench.offered()[2:]) == ("notice.ticket_not_sent", ["not_printed", "unreadable"])
    bench.press("not_printed")
    assert [one.revision for one in ordered(bench, "received")] == [1, 2]
    assert (bench.name, bench.offered()) == ("opening", ["open", "refuse"])
    out(bench, ordered(bench, "received")[1])
    assert (bench.press("open").name, bench.verified()) == ("identify", True)


def test_undo_of_a_bench_scan_takes_its_label_back(site: Callable[..., World]) -> None:
    bench = site().scan(UPS)
    (label,) = ordered(bench, "received")
    assert bench.press("undo").heard == "notice.undone"
    begun = bench.give(PrintBegun(label.job, "printer", 7, "00" * 32)).last
    assert begun.told == 0, "withdrawn: nothing may be sent"
    bench.scan(UPS)
    out(bench, ordered(bench, "received")[1]).press("undo")
    assert (bench.name, bench.heard, bench.verified()) == ("ready", "notice.undone_destroy", True)


# ------------------------------------------------------------ totes


def test_a_closed_tote_has_an_sscc_that_finds_it(site: Callable[..., World]) -> None:
    bench = sneaker(site(Labels())).press("full")
    (label,) = ordered(bench, "container")
    tote = bench.record("container", bench.behind("TOTE-1", "container"))
    assert checks_out(tote.sscc)
    assert tote.sscc[1:8] == "9521234"
    assert bench.facts("container.closed")[0].body == {"count": 1, "sscc": tote.sscc}
    assert drawn(label) == drawn(label, "container-4x6in") == {b"00" + tote.sscc.encode()}
    with Lookup(bench.store.path) as lookup:
        (hit,) = lookup.find(f"]C100{tote.sscc}").hits
    assert (hit.type, hit.id, hit.field) == ("container", tote.id, "sscc")
    assert bench.verified()


def test_without_a_prefix_that_is_said_and_nothing_is_invented(bench: World) -> None:
    sneaker(bench).press("full")
    (label,) = ordered(bench, "container")
    assert [told.text.key for told in bench.last.notices] == ["notice.no_company_prefix", "notice.tote_shut"]
    assert (bench.facts("container.closed")[0].body, label.fields["kind"]) == ({"count": 1}, "@label.container.own")
    assert drawn(label) == {b"TOTE-1"}


def test_ssccs_are_never_given_twice_in_a_file(site: Callable[..., World]) -> None:
    """A prefix of twelve digits with three of the station leaves room for a hundred."""
    bench = site(Labels(), "952123400000", "731").scan(UPS).press("open")
    for n in range(1, 9):
        bench.scan(SNEAKER).press("yes").finish_unit(f"TOTE-{n}").press("full")
    given = [fact.body["sscc"] for fact in bench.facts("container.closed")]
    assert len(set(given)) == 8
    assert all(one.startswith("7952123400000" + "31") and checks_out(one) for one in given)


def test_no_free_sscc_is_said(site: Callable[..., World]) -> None:
    bench = sneaker(site(Labels(), "952123400000", "73199")).press("full")
    assert "sscc" in bench.facts("container.closed")[0].body
    bench.scan(SNEAKER).press("yes").finish_unit("TOTE-2").press("full")
    assert "notice.no_sscc_left" in [told.text.key for told in bench.last.notices]
    assert bench.facts("container.closed")[1].body == {"count": 1}


@pytest.mark.parametrize("verdict", ["PARTIAL", "NOT_PRINTED", "NOT_SENT", "UNKNOWN"])
def test_a_totes_label_that_failed_blocks_nobody(site: Callable[..., World], verdict: str) -> None:
    bench = sneaker(site(Labels())).press("full")
    out(bench, ordered(bench, "container")[0], verdict)
    assert (bench.name, bench.heard.partition("_")[0]) == ("identify", "notice.ticket")
    assert bench.offered()[-2:] == ["not_printed", "unreadable"]
    bench.scan(SNEAKER).press("yes").finish_unit("TOTE-2").press("close", "close")
    assert (bench.name, bench.verified()) == ("ready", True)


def test_it_comes_again_from_the_step_after_it(site: Callable[..., World]) -> None:
    bench = sneaker(site(Labels())).press("full")
    first = ordered(bench, "container")[0]
    out(bench, first, "NOT_PRINTED").press("not_printed")
    second = ordered(bench, "container")[1]
    assert (second.revision, second.code_1d) == (first.revision + 1, first.code_1d)
    out(bench, second)
    assert (bench.heard, bench.name) == ("notice.ticket_printed", "identify")
    assert "not_printed" not in bench.offered()


def test_a_tote_that_is_scanned_without_a_parcel_gets_its_label_again(site: Callable[..., World]) -> None:
    bench = sneaker(site(Labels())).press("full", "close", "close")
    label = ordered(bench, "container")[0]
    out(bench, label)
    bench.scan("]C1" + label.code_1d.replace("(00)", "00"))
    assert (bench.name, bench.heard, bench.offered()) == ("ready", "notice.tote_here", ["not_printed", "unreadable"])
    bench.press("unreadable")
    assert (bench.heard, ordered(bench, "container")[1].code_1d) == ("notice.destroy_old_label", label.code_1d)
    bench.scan("RB123456785GB")
    assert bench.name == "opening"


def test_the_other_tote_is_closed_while_a_unit_waits(site: Callable[..., World]) -> None:
    bench = sneaker(site(Labels())).scan(SNEAKER).press("yes").prints_out()
    bench.scan(bench.label()).press("full").scan("TOTE-1")
    label = ordered(bench, "container")[0]
    assert (bench.name, bench.heard) == ("stowing", "notice.tote_now_closed")
    out(bench, label, "NOT_PRINTED").press("not_printed")
    assert (bench.name, ordered(bench, "container")[1].revision) == ("stowing", 2)
    bench.scan("TOTE-2")
    assert bench.name == "identify"


def test_a_tote_opened_again_keeps_its_sscc_and_its_old_label_is_void(site: Callable[..., World]) -> None:
    bench = sneaker(site(Labels())).scan(SNEAKER).press("yes").prints_out()
    bench.scan(bench.label()).press("full").scan("TOTE-1")
    out(bench, ordered(bench, "container")[0])
    bench.scan("CMD-UNDO", goods.BADGE_S)
    assert [told.text.key for told in bench.last.notices] == ["notice.destroy_tote_label", "notice.tote_reopened"]
    bench.scan("TOTE-1").press("full")
    first, second = ordered(bench, "container")
    assert (second.code_1d, second.fields["pieces"], second.revision) == (first.code_1d, "2", 2)
    assert bench.verified()


def test_a_label_that_has_not_begun_is_not_sent_for_a_tote_opened_again(site: Callable[..., World]) -> None:
    bench = sneaker(site(Labels())).scan(SNEAKER).press("yes").prints_out()
    bench.scan(bench.label()).press("full").scan("TOTE-1").scan("CMD-UNDO", goods.BADGE_S)
    bench.give(PrintBegun(ordered(bench, "container")[0].job, "printer", 10, "00" * 32))
    assert bench.last.told == 0


def test_what_comes_out_of_a_closed_tote_changes_its_label(site: Callable[..., World]) -> None:
    bench = sneaker(site(Labels())).press("full")
    out(bench, ordered(bench, "container")[0])
    plate = f"{bench.units()[0].lpn}-1"
    bench.scan("CMD-UNDO", goods.BADGE_S, "TOTE-1", plate)
    assert "notice.destroy_old_label" in [told.text.key for told in bench.last.notices]
    assert ordered(bench, "container")[1].fields["pieces"] == "0"
    assert bench.facts("print.asked")[-1].body["reason"] == "taken_out"


def test_no_tote_gets_a_label_where_none_is_wanted(site: Callable[..., World]) -> None:
    bench = sneaker(site(Labels(container=False))).press("full")
    assert ordered(bench, "container") == []
    assert "sscc" in bench.facts("container.closed")[0].body


def test_a_late_verdict_of_an_older_label_is_a_fact_and_changes_nothing(site: Callable[..., World]) -> None:
    bench = sneaker(site(Labels())).press("full")
    first = ordered(bench, "container")[0]
    bench.give(PrintBegun(first.job, "printer", 1, "00" * 32)).press("close", "close").scan("TOTE-1")
    bench.press("unreadable").give(PrintEnded(first.job, "PRINTED", "odometer 1 -> 2"))
    tote = bench.record("container", first.unit)
    assert (tote.revision, tote.verdict) == (2, "")
    assert bench.facts("print.ended")[-1].about[0].type == "container"


# ------------------------------------------------------------ routes


def test_an_opened_tote_says_its_route(site: Callable[..., World]) -> None:
    bench = sneaker(site(Labels(route="totes")))
    (label,) = ordered(bench, "route")
    assert (label.of, label.fields["route"], label.fields["position"]) == ("container", "@route.restock", "B-01")
    assert drawn(label) == {b"TOTE-1"}
    out(bench, label, "NOT_PRINTED").press("not_printed")
    assert [one.revision for one in ordered(bench, "route")] == [1, 2]


def poster(world: World) -> World:
    """A poster, which bears no plate, is to be stowed."""
    return world.scan("9102000000008").press("open").scan(POSTER).press("yes")


def test_goods_without_a_plate_get_their_route_on_paper(site: Callable[..., World]) -> None:
    bench = poster(site(Labels(route="units")))
    (label,) = bench.prints
    assert (label.of, label.label, bench.name, bench.unit().label) == ("unit", "route", "stowing", "none")
    assert drawn(label) == drawn(label, "route-4x2in") == {POSTER.encode()}
    out(bench, label, "NOT_PRINTED").press("unreadable")
    assert ordered(bench, "route")[1].revision == 2
    bench.scan("TOTE-1")
    assert (bench.heard, bench.unit().revision, bench.verified()) == ("notice.stowed_new", 0, True)


def test_undo_of_the_grade_takes_back_the_route_on_paper(site: Callable[..., World]) -> None:
    bench = poster(site(Labels(route="units"))).scan("CMD-UNDO")
    assert (bench.name, bench.heard) == ("checking", "notice.undone")
    assert bench.give(PrintBegun(bench.prints[0].job, "printer", 1, "00" * 32)).last.told == 0
    bench.press("yes")
    out(bench, bench.prints[-1]).scan("CMD-UNDO")
    assert (bench.name, bench.heard, bench.verified()) == ("checking", "notice.undone_destroy", True)


def test_what_was_ordered_is_ordered_still_after_a_kill(site: Callable[..., World]) -> None:
    bench = sneaker(site()).press("full")
    waiting = {job.id for job in bench.steps.open_jobs()}
    again = bench.reopen()
    assert {job.id for job in again.steps.open_jobs()} == waiting
    assert {job.print.label for job in again.steps.open_jobs()} == {"received", "route", "container"}
