"""Labels: the printer's verdicts, the read-back, adopted plates, old revisions, other routes, voided after all."""

import pytest

from station.domain.bench.effects import Job
from station.domain.bench.inputs import DeviceChanged, PrintBegun, PrintEnded
from tests.stories import goods
from tests.stories.world import World


@pytest.fixture
def label(bench: World) -> World:
    """A sneaker, graded A, whose label has been ordered."""
    return bench.scan("1Z12345E0205271688").press("open").scan("4006381333931").press("yes")


def hint(world: World) -> str:
    shown = world.shown().hint
    return shown.key if shown else ""


@pytest.mark.parametrize(
    ("verdict", "told", "shown"),
    [
        ("PRINTED", "notice.printed", "print.printed"),
        ("PARTIAL", "notice.print_partial", "print.partial"),
        ("NOT_PRINTED", "notice.print_failed", "print.not_printed"),
        ("NOT_SENT", "notice.print_not_sent", "print.not_sent"),
        ("UNKNOWN", "notice.print_unknown", "print.unknown"),
    ],
)
def test_each_verdict_is_told_and_nothing_is_printed_again_by_itself(
    label: World, verdict: str, told: str, shown: str
) -> None:
    assert (hint(label), label.offered()) == ("print.asked", ["other_route"])
    label.prints_out(verdict)
    assert (label.name, label.heard, hint(label)) == ("labelling", told, shown)
    assert len(label.prints) == 1
    assert label.offered() == ["not_printed", "unreadable", "other_route"]
    label.scan(label.label())
    assert label.heard == "notice.label_proven"


def test_paper_out_then_printed_anew_with_a_new_revision(label: World) -> None:
    first = label.label()
    label.prints_out("NOT_PRINTED").press("not_printed")
    assert (label.prints[-1].revision, label.facts("print.asked")[-1].body["reason"]) == (2, "not_printed")
    label.prints_out().scan(first)
    assert (label.name, label.heard) == ("labelling", "notice.old_label")
    label.scan(label.label(), "TOTE-1")
    assert (label.heard, label.verified()) == ("notice.stowed_new", True)


def test_a_tenth_label_bears_a_new_plate_as_the_old_one_would_not_fit(label: World) -> None:
    plate, first = label.unit().lpn, label.label()
    for revision in range(2, 10):
        label.prints_out("NOT_PRINTED").press("not_printed")
        assert (label.unit().lpn, label.prints[-1].revision) == (plate, revision)
    ninth = label.label()
    label.prints_out("NOT_PRINTED").press("not_printed")
    assert (label.unit().lpn != plate, label.unit().retired, label.prints[-1].revision) == (True, (plate,), 1)
    assert [f.body["why"] for f in label.facts("lpn.retired")] == ["used_up"]
    for old in (first, ninth):
        label.scan(old)
        assert (label.name, label.heard) == ("labelling", "notice.old_label")
    label.prints_out().scan(label.label(), "TOTE-1")
    assert (label.heard, label.verified()) == ("notice.stowed_new", True)


def test_a_late_result_of_an_older_label_is_a_fact_and_changes_no_newer_one(label: World) -> None:
    first = label.prints[0].job
    label.give(PrintBegun(first, "printer", 10, "00" * 32)).press("unreadable")
    label.give(PrintEnded(first, "PRINTED", "odometer 10 -> 11"))
    assert [f.body["verdict"] for f in label.facts("print.ended")] == ["PRINTED"]
    assert (label.unit().label, label.unit().revision, label.unit().verdict) == ("asked", 2, "")


def test_a_job_that_was_withdrawn_must_not_begin(label: World) -> None:
    label.scan("CMD-UNDO").give(PrintBegun(label.prints[0].job, "printer", 10, "00" * 32))
    assert (label.last.told, label.facts("print.begun")) == (0, [])


@pytest.mark.parametrize("way", [("other_route", "liquidate", "wrong_rule"), ("hold", "unclear")])
def test_a_label_that_was_withdrawn_is_ordered_again_where_undo_comes_back_to_it(
    label: World, way: tuple[str, ...]
) -> None:
    route = label.unit().route
    if way[0] == "hold":
        label.scan("CMD-HOLD").press(*way[1:])
    else:
        label.press(*way)
    label.press("undo", "undo")
    assert (label.name, label.unit().route, label.unit().hold, hint(label)) == ("labelling", route, None, "print.asked")
    assert [job.state for job in jobs(label)] == ["withdrawn", "withdrawn", "asked"]
    assert label.last.effects == (label.prints[-1],)
    label.prints_out().scan(label.label(), "TOTE-1")
    assert (label.heard, label.verified()) == ("notice.stowed_new", True)


def test_undo_takes_back_a_label_that_was_ordered_again(label: World) -> None:
    label.press("other_route", "liquidate", "wrong_rule", "undo", "undo", "undo")
    assert (label.name, label.unit().label, label.unit().revision) == ("checking", "none", 0)
    assert {job.state for job in jobs(label)} == {"withdrawn"}


def jobs(world: World) -> list[Job]:
    return [world.steps.read(("job", ordered.job)) for ordered in world.prints]


def test_a_job_ends_once(label: World) -> None:
    label.prints_out().give(PrintEnded(label.prints[0].job, "UNKNOWN", "late"))
    assert (label.last.told, label.unit().verdict) == (0, "PRINTED")


def test_a_pre_printed_plate_is_adopted_when_the_printer_is_down(label: World) -> None:
    label.prints_out("NOT_SENT").scan(goods.plate())
    assert (label.name, label.heard) == ("stowing", "notice.plate_adopted")
    assert (label.unit().lpn, label.unit().label) == (goods.plate(), "verified")
    card = label.shown().label
    assert card is not None
    assert goods.plate() in card.code_2d
    label.scan("TOTE-1").scan("CMD-UNDO").scan("TOTE-1").scan(goods.plate())
    assert label.heard == "notice.taken_out"


def test_after_an_adopted_plate_a_label_that_came_out_late_is_to_be_destroyed(label: World) -> None:
    label.prints_out("UNKNOWN").scan(goods.plate())
    assert label.heard == "notice.plate_adopted_destroy"


def test_a_plate_that_another_unit_bears_is_refused(bench: World) -> None:
    bench.scan("RB123456785GB").press("open").scan("4006381333955").press("yes").scan(goods.plate(), "TOTE-1")
    bench.scan("4006381333955").press("yes").scan(goods.plate())
    assert (bench.name, bench.heard) == ("labelling", "notice.label_of_other")


def test_another_route_needs_a_reason_and_a_new_label(label: World) -> None:
    label.prints_out()
    old = label.label()
    label.press("other_route")
    assert "restock" not in label.offered()
    label.press("resale", "damage_seen")
    assert (label.unit().route, label.unit().reasons) == ("resale", ("damage_seen",))
    label.prints_out().scan(old)
    assert label.heard == "notice.old_label"
    label.scan(label.label())
    assert label.name == "stowing"


def test_a_label_is_voided_after_the_unit_was_stowed(label: World) -> None:
    label.finish_unit("TOTE-1")
    lpn = label.unit().lpn
    label.scan("CMD-UNDO")
    assert label.name == "taking_out"
    label.scan("TOTE-2")
    assert label.heard == "notice.does_not_fit"
    label.scan("TOTE-1").scan(label.label())
    assert (label.name, label.heard) == ("stowing", "notice.taken_out")
    label.scan("CMD-UNDO")
    assert label.name == "voiding"
    label.press("back")
    assert label.name == "stowing"
    label.scan("CMD-UNDO").press("void")
    assert (label.name, label.heard, label.unit().retired) == ("checking", "notice.label_voided", (lpn,))
    assert (label.unit().grade, label.unit().route, label.unit().lpn) == ("", "", "")
    label.press("opened", "worn", "yes")
    assert label.unit().lpn not in ("", lpn)
    label.prints_out().scan(f"{lpn}-1")
    assert label.heard == "notice.old_label"
    label.scan(label.label(), "TOTE-2")
    assert (label.heard, label.verified()) == ("notice.stowed_new", True)


def test_undo_before_the_first_byte_takes_the_label_back(label: World) -> None:
    label.scan("CMD-UNDO")
    assert (label.name, label.unit().lpn, label.unit().grade, label.heard) == ("checking", "", "", "notice.undone")
    job = label.record("job", label.prints[0].job)
    assert job.state == "withdrawn"
    label.scan("CMD-UNDO").scan("CMD-UNDO")
    assert label.name == "opening"
    label.scan("CMD-UNDO")
    assert (label.name, label.kinds().count("parcel.arrived"), label.verified()) == ("ready", 1, True)
    label.scan("CMD-UNDO")
    assert label.heard == "notice.nothing_to_undo"


def test_what_was_taken_back_once_is_not_taken_back_again(label: World) -> None:
    label.scan("CMD-UNDO").scan("CMD-UNDO").scan("CMD-UNDO")
    taken = [i for fact in label.facts("fact.undone") for i in fact.body["facts"]]
    assert len(taken) == len(set(taken))


def test_a_reprint_that_is_taken_back_is_ordered_again_as_the_first_one_was_withdrawn_for_it(label: World) -> None:
    label.press("not_printed").scan("CMD-UNDO")
    assert (label.name, label.offered()) == ("labelling", ["other_route"])
    assert [job.state for job in jobs(label)] == ["withdrawn", "withdrawn", "asked"]
    label.prints_out().scan(label.label(), "TOTE-1")
    assert (label.heard, label.verified()) == ("notice.stowed_new", True)


def test_a_hold_whose_label_is_out_is_voided_as_a_whole(bench: World) -> None:
    bench.scan("1Z12345E0205271688").press("open").scan("4006381333931").scan("CMD-HOLD").press("unclear")
    bench.prints_out().scan(bench.label())
    assert bench.name == "hold_place"
    bench.scan("CMD-UNDO").press("void")
    assert (bench.name, bench.unit().hold, bench.unit().lpn) == ("checking", None, "")
    assert bench.verified()


def test_a_product_that_bears_no_label_is_stowed_and_taken_out_by_its_own_code(bench: World) -> None:
    bench.scan("9102000000008").press("open").scan("4006381334013").press("yes")
    assert (bench.name, bench.prints) == ("stowing", [])
    bench.scan("CMD-UNDO")
    assert bench.name == "checking"
    bench.press("yes").scan("TOTE-1", "CMD-UNDO", "TOTE-1", "4006381333993")
    assert bench.heard == "notice.does_not_fit"
    bench.scan("4006381334013")
    assert (bench.name, bench.heard, bench.unit().retired) == ("stowing", "notice.taken_out", ())


def test_a_device_that_goes_down_is_told_by_name(bench: World) -> None:
    bench.give(DeviceChanged("printer", "up", "trouble", "printer.paper_out"))
    assert (bench.heard, bench.notice.text.args) == (
        "notice.device_down",
        {"device": "@device.printer", "why": "@printer.paper_out"},
    )
    bench.give(DeviceChanged("scale", "up", "down", "device.lost"))
    assert (bench.heard, bench.notice.text.args) == ("device.lost", {"device": "@device.scale"})
    bench.give(DeviceChanged("scale", "down", "up"))
    assert bench.heard == "notice.device_up"
    assert bench.kinds().count("device.changed") == 3


def test_a_label_that_is_out_is_to_be_destroyed_when_a_new_one_is_printed(label: World) -> None:
    label.prints_out().press("unreadable")
    assert label.heard == "notice.destroy_old_label"
    label.press("other_route", "donate", "merchant_asked")
    assert label.heard == ""


def test_a_hold_label_that_comes_once_more_tells_no_route_either(label: World) -> None:
    first = label.scan("CMD-HOLD").press("unclear").prints[-1]
    again = label.prints_out("NOT_PRINTED").press("not_printed").prints[-1]
    assert label.unit().route
    assert (again.fields["route"], again.fields["position"]) == (first.fields["route"], "") == ("@label.hold", "")
