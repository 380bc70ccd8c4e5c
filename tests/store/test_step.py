"""What a step writes is what the next one reads."""

from station import wire
from station.domain.bench.effects import Job, Print, Secret
from station.domain.bench.inputs import EpochOpened
from station.domain.bench.state import Bench, Identify, Locked, Saved, Session
from station.domain.facts import Ref
from station.domain.records import Container, Parcel, Unit
from station.store.step import StepStore
from tests.store.facts import fact, write

P, U, V, C = Ref("parcel", "p1"), Ref("unit", "u1"), Ref("unit", "u2"), Ref("container", "c1")


def test_the_first_start_opens_an_epoch_and_an_empty_journal(step: StepStore) -> None:
    assert step.head() == (0, wire.genesis(step.station))
    assert step.opening() == EpochOpened("created", "", 0)
    assert step.top() is None
    assert step.open_jobs() == ()


def test_facts_records_and_codes_of_one_step_are_read_by_the_next(step: StepStore) -> None:
    told = write(
        step,
        ("parcel.arrived", (P,), {"tracking": "1z999", "carrier": "ups"}),
        ("unit.found", (U,), {"parcel": "p1"}),
        ("unit.found", (V,), {"parcel": "p1", "quantity": 3}),
        ("unit.identified", (U,), {"product": "shoe", "serial": "sn-1"}),
    )
    assert step.head()[0] == 4
    assert step.read(("parcel", "p1")) == Parcel(
        "p1", "1z999", "ups", merchant="northwind", dock="arrived", arrived_at=told[0].at
    )
    assert step.read(("code", "1Z999")) == (P,)
    assert step.read(("code", "SN-1")) == (U,)
    assert [unit.id for unit in step.read(("units_of", "p1"))] == ["u1", "u2"]
    assert step.read(("facts_from", 3)) == tuple(told[2:])
    assert step.facts_about("u1") == (told[1], told[3])
    assert step.read(("unit", "nobody")) is None


def test_a_changed_code_is_found_no_more(step: StepStore) -> None:
    step.begin()
    before, after = Unit("u1", serial="OLD"), Unit("u1", serial="NEW", parcel="p1")
    step.save(before, None)
    step.save(after, before)
    assert step.read(("code", "OLD")) == ()
    assert step.read(("code", "NEW")) == (U,)
    assert step.read(("units_of", "p1")) == (after,)
    step.drop(U)
    assert step.read(("code", "NEW")) == ()
    assert step.read(("unit", "u1")) is None
    step.rollback()


def test_open_totes_of_a_merchant_and_route(step: StepStore) -> None:
    step.begin()
    mine = Container("c1", "T-1", "northwind", "restock")
    step.save(mine, None)
    step.save(Container("c2", "T-2", "northwind", "resale"), None)
    step.save(Container("c3", "T-3", "northwind", "restock", state="closed"), None)
    assert step.read(("totes", "northwind", "restock")) == (mine,)
    step.rollback()


def test_an_undone_identification_is_folded_away(step: StepStore) -> None:
    told = write(step, ("unit.found", (U,), {"parcel": "p1"}), ("unit.identified", (U,), {"serial": "SN"}))
    write(step, ("fact.undone", (U,), {"facts": [told[1].id]}))
    assert step.read(("unit", "u1")).serial == ""
    assert step.read(("code", "SN")) == ()


def test_the_session_comes_back_row_by_row(step: StepStore) -> None:
    session = Session("s1", "op7", "Operator 7", "en", "staff", "bench", "2026-11-22T08:00:00.000000Z")
    low = Saved(Bench(Identify(), session, "p1"), 5)
    high = Saved(Bench(Locked(Identify("u1")), session, "p1", 3, 1), 7)
    step.begin()
    step.push(0, low)
    step.push(1, high)
    step.commit()
    assert step.top() == high
    assert step.read(("saved", 0)) == low
    step.begin()
    step.cut(1)
    step.commit()
    assert step.top() == low
    assert step.read(("saved", 1)) is None


def test_open_jobs_are_those_asked_or_begun(step: StepStore) -> None:
    label = Print("j1", "u1", 1, "lpn", "en", "LPN", "LPN.1", {"route": "restock"})
    asked, begun = Job("j1", "u1", "asked", label), Job("j2", "u2", "begun", label, "zebra", 41)
    step.begin()
    for job in (asked, begun, Job("j3", "u3", "asked", label), Job("j3", "u3", "ended", label, verdict="PRINTED")):
        step.put_job(job)
    step.put_secrets([Secret("c", "scan", "salt", "what was scanned")])
    step.commit()
    assert step.open_jobs() == (asked, begun)
    assert step.read(("job", "j3")).verdict == "PRINTED"
    assert step.read(("job", "j9")) is None


def test_a_rolled_back_step_leaves_nothing(step: StepStore) -> None:
    step.begin()
    record = wire.text(fact(1, "parcel.arrived", P))
    step.append([(fact(1, "parcel.arrived", P), record, "00")])
    step.save(Parcel("p1", "T1"), None)
    step.rollback()
    step.rollback()
    assert step.head()[0] == 0
    assert step.read(("code", "T1")) == ()


def test_a_count_of_arrivals_sees_the_open_step(step: StepStore) -> None:
    step.begin()
    step.save(Parcel("p-9", "T9", authorizations=("a-9",), arrived_at="2026-11-22T09:00:00.000000Z"), None)
    assert step.read(("unit", "u-none")) is None
    assert step._waiting is not None, "a record that is asked for by its id needs no row"
    step.read(("returns_of", "nobody", ""))
    assert step._waiting is None, "what counts rows finds those of the open step"
    step.rollback()
