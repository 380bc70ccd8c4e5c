"""A day that one can count on one's fingers, and what undoing, splitting and the site's clock do to it."""

from datetime import date

import pytest
from msgspec.structs import replace

from station.reports import days
from station.reports.figures import When, compared, figures
from station.reports.values import Figures, Hour
from tests.reports.samples import DAY, TZ, Teller, unit, when


def small_day() -> Teller:
    """Two parcels: a shoe and ten socks, three of them worn; one blind, a wrong item, not closed."""
    teller = Teller()
    teller.product("shoe", 9950)
    teller.product("sock", 450)
    teller.product("pot", 3000, currency="JPY")
    teller.tell("07:05", "parcel.arrived", "parcel/p1", tracking="T1", carrier="ups")
    teller.tell("07:06", "parcel.arrived", "parcel/p2", tracking="T2", carrier="dhl")
    teller.tell("08:00", "parcel.opened", "parcel/p1")
    unit(teller, "u1", "08:05", "A", "restock", "shoe")
    teller.tell("08:10", "unit.found", "unit/u2", merchant="northwind", parcel="p1", quantity=10)
    teller.tell("08:10", "unit.identified", "unit/u2", product="sock", match="expected")
    teller.tell("08:11", "unit.found", "unit/u3", merchant="northwind", parcel="p1", quantity=3)
    teller.tell("08:11", "unit.identified", "unit/u3", product="sock", match="expected")
    teller.tell("08:11", "unit.split", "unit/u2", "unit/u3", into=[["u3", 3]])
    teller.tell("08:12", "unit.graded", "unit/u3", merchant="northwind", grade="D")
    teller.tell("08:12", "unit.routed", "unit/u3", route="recycle", reasons=["worn"])
    teller.tell("08:13", "unit.graded", "unit/u2", merchant="northwind", grade="A")
    teller.tell("08:13", "unit.routed", "unit/u2", route="restock", reasons=["as_new"])
    teller.tell("08:14", "unit.stowed", "unit/u2", "container/c1", container="c1", quantity=7)
    teller.tell("09:00", "parcel.closed", "parcel/p1", lines=[["a/0", 2, 1], ["a/1", 10, 10]])
    teller.tell("09:05", "parcel.opened", "parcel/p2")
    teller.tell("09:05", "parcel.unmatched", "parcel/p2")
    unit(
        teller,
        "u4",
        "09:10",
        "incorrect_item",
        "quarantine",
        "pot",
        operator="operator-8",
        merchant="hillside",
        reason="wrong_item",
        match="wrong_item",
    )
    return teller


def of(teller: Teller, as_of: str = "2026-11-20T17:00:00.000000Z") -> Figures:
    return figures(teller.facts, teller.records(), when(as_of))


def test_every_figure_of_a_small_day() -> None:
    found = of(small_day())
    told = {name: count for name, count in found.counts.items() if count}
    assert told == {
        "received": 2, "opened": 2, "closed": 1, "blind": 1, "found": 12, "graded": 12, "routed": 12, "stowed": 7,
        "wrong_item": 1, "missing": 1,
    }  # fmt: skip
    assert found.grid == {"restock": {"A": 8}, "recycle": {"D": 3}, "quarantine": {"incorrect_item": 1}}
    assert found.by_grade() == {"A": 8, "D": 3, "incorrect_item": 1}
    assert {name: table for name, table in found.tables.items() if table} == {
        "reason": {"as_new": 8, "worn": 3, "wrong_item": 1}, "merchant": {"northwind": 11, "hillside": 1},
        "carrier": {"dhl": 1, "ups": 1}, "operator": {"operator-7": 11, "operator-8": 1},
    }  # fmt: skip
    assert found.value_in == {"EUR": 9950 + 10 * 450, "JPY": 3000}
    assert found.value_by_route == {
        "restock": {"EUR": 9950 + 7 * 450},
        "recycle": {"EUR": 3 * 450},
        "quarantine": {"JPY": 3000},
    }
    assert found.hours == (Hour(8, 2, 0, 0), Hour(9, 0, 0, 11), Hour(10, 0, 1, 1))
    assert [(need.kind, need.name, need.count) for need in found.needs] == [("missing", "T1", 1)]


def test_what_was_undone_never_happened() -> None:
    teller = small_day()
    wanted = {"unit.graded", "unit.routed", "unit.found", "unit.identified"}
    gone = [fact.id for fact in teller.facts if fact.about[0].id == "u4" and fact.kind in wanted]
    teller.tell("10:00", "fact.undone", "unit/u4", facts=gone, scope="unit", reason="wrong parcel")
    found = of(teller)
    assert (found.counts["graded"], found.counts["wrong_item"], found.counts["undone"]) == (11, 0, 1)
    assert "quarantine" not in found.grid
    assert found.value_in == {"EUR": 14450}


def test_an_undo_of_the_next_morning_counts_for_yesterday_too_but_is_todays_step() -> None:
    teller = small_day()
    closed = next(fact.id for fact in teller.facts if fact.kind == "parcel.closed")
    teller.tell("2026-11-21T07:00:00.000000Z", "fact.undone", "parcel/p1", facts=[closed], scope="step", reason="slip")
    found = of(teller)
    assert (found.counts["closed"], found.counts["missing"], found.counts["undone"]) == (0, 0, 0)


def test_taken_out_reopened_and_overridden() -> None:
    teller = small_day()
    teller.tell("10:00", "unit.taken_out", "unit/u2", "container/c1", container="c1", quantity=7)
    teller.tell("10:01", "parcel.reopened", "parcel/p1", why="one more")
    teller.tell("10:02", "route.overridden", "unit/u1", **{"from": "restock", "to": "donate", "reason": "box_open"})
    found = of(teller)
    assert {name: found.counts[name] for name in ("stowed", "closed", "reopened", "overrides", "missing")} == {
        "stowed": 0, "closed": 0, "reopened": 1, "overrides": 1, "missing": 0,
    }  # fmt: skip
    assert found.grid["donate"] == {"A": 1}
    assert found.tables["reason"]["override"] == 1


def test_a_regrade_counts_once_and_as_it_ended() -> None:
    teller = small_day()
    teller.tell("11:00", "unit.graded", "unit/u1", grade="B", round=2, merchant="northwind", operator="operator-9")
    teller.tell("11:00", "unit.routed", "unit/u1", route="resale", reasons=["light_wear"])
    found = of(teller)
    assert found.counts["graded"] == 12
    assert found.grid["resale"] == {"B": 1}
    assert found.tables["operator"]["operator-9"] == 1


def test_what_needs_a_person_comes_in_order() -> None:
    teller = small_day()
    teller.tell("10:00", "lpn.assigned", "unit/u1", lpn="7KQ2M9XB41TZ")
    teller.tell("10:00", "print.asked", "unit/u1", job="j1", revision=1)
    teller.tell("10:01", "print.ended", "unit/u1", job="j1", verdict="UNKNOWN")
    teller.tell(
        "10:02", "hold.placed", "unit/u3", reason="serial", decider="merchant", due="2026-11-23T08:00:00.000000Z"
    )
    teller.tell(
        "10:03", "hold.placed", "parcel/p2", reason="unclear", decider="supervisor", due="2026-11-20T12:00:00.000000Z"
    )
    teller.tell("10:04", "exception.raised", "parcel/p2", type="two_stations")
    teller.tell("10:05", "exception.raised", "parcel/p1", type="unknown_rma")
    teller.tell("10:06", "exception.settled", "parcel/p1", how="matched")
    found = of(teller)
    assert [(need.kind, need.id, need.why) for need in found.needs] == [
        ("hold", "p2", "unclear"), ("hold", "u3", "serial"), ("label", "u1", "UNKNOWN"), ("missing", "p1", ""),
        ("exception", "p2", "two_stations"),
    ]  # fmt: skip
    assert found.holds == {"overdue": 1, "today": 0, "later": 1}
    assert (found.counts["unproven"], found.counts["unknown"], found.counts["held"], found.counts["exceptions"]) == (
        1,
        1,
        2,
        1,
    )
    teller.tell("10:10", "label.verified", "unit/u1", label="unit", revision=1)
    assert of(teller).counts["unproven"] == 0


def test_a_label_that_was_printed_and_never_read_back_is_not_proven() -> None:
    teller = small_day()
    for id, verdict in (("u1", "PRINTED"), ("u2", "NOT_PRINTED"), ("u3", "PARTIAL")):
        teller.tell("10:00", "print.asked", f"unit/{id}", job=f"j-{id}", revision=1)
        teller.tell("10:01", "print.ended", f"unit/{id}", job=f"j-{id}", verdict=verdict)
    assert [(need.id, need.why) for need in of(teller).needs if need.kind == "label"] == [
        ("u1", "PRINTED"),
        ("u3", "PARTIAL"),
    ]


def test_the_backlog_by_age() -> None:
    teller = Teller()
    for n, at in enumerate(
        ("2026-11-20T15:00", "2026-11-20T06:00", "2026-11-18T20:00", "2026-11-17T16:59", "2026-11-01T10:00")
    ):
        teller.tell(f"{at}:00.000000Z", "parcel.arrived", f"parcel/p{n}", tracking=f"T{n}")
    assert of(teller).waiting == {"under_4h": 1, "under_24h": 1, "under_72h": 1, "over_72h": 2}


@pytest.mark.parametrize(
    ("tz", "cutoff", "start", "end"),
    [
        ("UTC", 0, "2026-11-20T00:00", "2026-11-21T00:00"),
        ("Europe/Madrid", 0, "2026-11-19T23:00", "2026-11-20T23:00"),
        ("Asia/Shanghai", 5, "2026-11-19T21:00", "2026-11-20T21:00"),
        ("America/Los_Angeles", 4, "2026-11-20T12:00", "2026-11-21T12:00"),
    ],
)
def test_a_day_belongs_to_the_site(tz: str, cutoff: int, start: str, end: str) -> None:
    assert days.bounds(DAY, tz, cutoff) == (f"{start}:00.000000Z", f"{end}:00.000000Z")
    assert days.day_of(f"{start}:00.000000Z", tz, cutoff) == DAY
    assert days.day_of(f"{end}:00.000000Z", tz, cutoff) == date(2026, 11, 21)


def test_the_day_the_clock_goes_back_has_25_hours_and_each_shows_its_own() -> None:
    start, end = days.bounds(date(2026, 10, 25), TZ)
    assert days.hours_between(start, end) == 25
    assert [days.hour_after(start, n, TZ) for n in range(5)] == [0, 1, 2, 2, 3]


def test_facts_of_other_days_do_not_count() -> None:
    teller = small_day()
    found = figures(teller.facts, teller.records(), When(date(2026, 11, 19), TZ))
    assert not any(count for name, count in found.counts.items() if name not in ("unproven", "unknown"))
    assert found.hours == ()


def test_yesterday_and_the_mean_of_the_worked_days() -> None:
    today = of(small_day())

    def earlier(day: str, received: int) -> Figures:
        return replace(today, day=day, counts={name: received if name == "received" else 0 for name in today.counts})

    week = [earlier("2026-11-19", 3), earlier("2026-11-18", 4), earlier("2026-11-15", 0), earlier("2026-11-01", 99)]
    found = compared(today, week)
    assert found.yesterday is not None
    assert found.mean is not None
    assert (found.yesterday["received"], found.mean["received"]) == (3, 35)
    alone = compared(today, [])
    assert (alone.yesterday, alone.mean) == (None, None)
