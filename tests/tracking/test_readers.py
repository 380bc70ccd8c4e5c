import msgspec
import pytest

from station import wire
from station.domain.apply import fold
from station.domain.facts import Ref
from station.domain.records import Authorization, Container, Line, Parcel, Unit
from tests.tracking.conftest import Caller, Sender
from tracking.readers import doubts, records
from tracking.readers.runner import Runner, behind
from tracking.store import log, values
from tracking.verify import verify

PARCEL, UNIT, TOTE = Ref("parcel", "x1"), Ref("unit", "u1"), Ref("container", "c1")


def kept(caller: Caller, ref: Ref) -> str:
    with caller.store.read() as connection:
        return values.load(connection, [(ref.type, ref.id)]).get((ref.type, ref.id), "")


def types(caller: Caller) -> list[str]:
    return [doubt["type"] for doubt in caller.doubts()]


def story(sender: Sender) -> None:
    sender.tell("parcel.arrived", PARCEL, tracking="T1", kind="customer_return")
    sender.tell("parcel.opened", PARCEL)
    sender.tell("unit.found", UNIT, parcel="x1", quantity=1)
    sender.tell("unit.graded", UNIT, round=1, grade="A", function="works", cosmetic=1)
    sender.tell("unit.routed", UNIT, route="restock", reasons=["new"])
    sender.tell("lpn.assigned", UNIT, lpn="L1", source="new")
    sender.tell("container.opened", TOTE, type="tote", rule={"route": "restock", "merchant": "northwind"})
    sender.tell("unit.stowed", UNIT, TOTE, container="c1", quantity=1)


def test_records_are_what_the_stations_own_fold_makes(sender: Sender, caller: Caller) -> None:
    story(sender)
    sender.send()
    caller.read()
    facts = [wire.read(record) for record in sender.records]
    for ref in (PARCEL, UNIT, TOTE):
        mine = fold(ref, [fact for fact in facts if ref in fact.about])
        assert kept(caller, ref) == wire.encode(mine)
    assert types(caller) == [] and verify(caller.store).faults == ()


@pytest.mark.parametrize("sent", [1, 2, 3, 5, 100])
def test_an_undone_fact_is_folded_away_whatever_the_pages(
    sender: Sender, caller: Caller, monkeypatch: pytest.MonkeyPatch, sent: int
) -> None:
    monkeypatch.setattr(records, "PAGE", sent)
    story(sender)
    graded = wire.read(sender.records[3]).id
    sender.tell("fact.undone", UNIT, facts=[graded], scope="step", reason="wrong key")
    sender.tell("unit.graded", UNIT, round=2, grade="C", function="partly", cosmetic=4)
    sender.send()
    caller.read()
    unit = msgspec.json.decode(kept(caller, UNIT), type=Unit)
    assert (unit.grade, unit.route, unit.container) == ("C", "restock", "c1")
    facts = [wire.read(record) for record in sender.records]
    assert unit == fold(UNIT, [fact for fact in facts if UNIT in fact.about])
    assert verify(caller.store).faults == ()


def test_a_record_whose_facts_were_all_taken_back_is_gone(sender: Sender, caller: Caller) -> None:
    found = sender.tell("unit.found", UNIT, parcel="x1", quantity=1)
    sender.send()
    caller.read()
    assert kept(caller, UNIT)
    sender.tell("fact.undone", UNIT, facts=[found], scope="step", reason="")
    sender.send(2)
    caller.read()
    assert fold(UNIT, [wire.read(record) for record in sender.records]) is None
    assert kept(caller, UNIT) == "" and verify(caller.store).faults == ()


def test_a_senseless_body_leaves_the_record_and_later_facts_go_on(sender: Sender, caller: Caller) -> None:
    sender.tell("unit.found", UNIT, parcel="x1", quantity=1)
    sender.tell("unit.graded", UNIT, answers=7)
    sender.tell("unit.measured", UNIT, grams="heavy")
    sender.tell("unit.measured", UNIT, grams=250)
    sender.send()
    caller.read()
    unit = msgspec.json.decode(kept(caller, UNIT), type=Unit)
    assert (unit.grams, unit.grade, unit.parcel) == (250, "", "x1")
    assert types(caller) == ["fact.senseless", "fact.senseless"]


def test_unknown_authorizations_are_pointed_out(sender: Sender, caller: Caller) -> None:
    caller.put(("authorization", Authorization("a1", "northwind", "RMA-1", (Line("p1", 1),))))
    sender.tell("parcel.matched", PARCEL, authorizations=["a1"])
    sender.tell("parcel.matched", PARCEL, authorizations=["a1", "a9"])
    sender.send()
    caller.read()
    assert [(d["type"], d["about_id"]) for d in caller.doubts()] == [("authorization.unknown", "x1")]
    assert '"a9"' in caller.doubts()[0]["detail"]


def test_two_stations_with_one_parcel_and_one_unit_are_pointed_out(sender: Sender, caller: Caller) -> None:
    other = Sender(caller, "st2")
    story(sender)
    sender.send()
    caller.read()
    other.tell("parcel.arrived", Ref("parcel", "x2"), tracking="T1", kind="customer_return")
    other.tell("unit.graded", UNIT, round=1, grade="D")
    other.send()
    caller.read()
    assert types(caller) == ["parcel.arrived_twice", "unit.graded_twice"]


@pytest.mark.parametrize("together", [False, True])
def test_one_sscc_on_two_containers_is_pointed_out_where_it_came_second(
    sender: Sender, caller: Caller, together: bool
) -> None:
    """However many facts are read at once; a tote that is closed again keeps its number, one without says nothing."""
    other, number = Sender(caller, "st2"), "095212340000000426"
    for ref in (TOTE, Ref("container", "c2")):
        sender.tell("container.opened", ref, type="tote", rule={})
        sender.tell("container.closed", ref, count=1, sscc=number if ref == TOTE else "")
    sender.tell("container.reopened", TOTE, why="taken_out")
    sender.tell("container.closed", TOTE, count=1, sscc=number)
    sender.send()
    if not together:
        caller.read()
        assert types(caller) == []
    other.tell("container.opened", Ref("container", "c9"), type="pallet", rule={})
    other.tell("container.closed", Ref("container", "c9"), count=4, sscc=number)
    other.send()
    caller.read()
    assert [(doubt["type"], doubt["about_id"]) for doubt in caller.doubts()] == [("container.numbered_twice", "c9")]
    detail = msgspec.json.decode(caller.doubts()[0]["detail"])
    assert (detail["sscc"], detail["others"], detail["stations"]) == (number, ["c1"], ["st1"])


def test_exceptions_that_stations_raise_are_kept_until_settled(sender: Sender, caller: Caller) -> None:
    raised = sender.tell("exception.raised", UNIT, type="serial.differs")
    sender.send()
    caller.read()
    assert types(caller) == ["serial.differs"]
    fact = wire.read(sender.records[0])
    settled = type(fact)(
        1, 2, "z", fact.at, "UTC", "op7", "s1", "exception.settled", (UNIT,), {"how": "ok"}, corrects=raised
    )
    sender.keep(wire.text(settled))
    sender.send(2)
    caller.read()
    assert types(caller) == []


def test_reading_again_from_the_start_doubles_no_exception(sender: Sender, caller: Caller) -> None:
    sender.tell("parcel.matched", PARCEL, authorizations=["a9"])
    sender.send()
    caller.read()
    with caller.store.write() as connection:
        connection.exec_driver_sql("UPDATE reader SET position = 0 WHERE name = 'doubts'")
    assert doubts.step(caller.store) == 1
    assert types(caller) == ["authorization.unknown"]


def test_the_thread_catches_up_and_ends(sender: Sender, caller: Caller) -> None:
    runner = Runner(caller.store)
    runner.start()
    story(sender)
    sender.send()
    runner.stop()
    caller.read()
    assert set(behind(caller.store).values()) == {0}
    assert msgspec.json.decode(kept(caller, PARCEL), type=Parcel).dock == "opened"
    assert msgspec.json.decode(kept(caller, TOTE), type=Container).count == 1


def test_verify_finds_what_was_changed(sender: Sender, caller: Caller) -> None:
    story(sender)
    sender.send()
    caller.read()
    with caller.store.write() as connection:
        connection.exec_driver_sql("UPDATE value SET body = replace(body, 'restock', 'destroy') WHERE type = 'unit'")
        connection.exec_driver_sql("UPDATE fact SET record = replace(record, 'op7', 'op8') WHERE seq = 3")
    faults = verify(caller.store).faults
    assert len(faults) == 2 and "fact 3" in faults[0] and "unit u1" in faults[1]


def test_records_of_a_former_fold_are_folded_anew_once(sender: Sender, caller: Caller) -> None:
    story(sender)
    sender.tell("unit.routed", UNIT, route="quarantine")
    sender.send()
    caller.read()
    now = {ref: kept(caller, ref) for ref in (PARCEL, UNIT, TOTE)}
    with caller.store.write() as connection:
        former = msgspec.json.encode({**msgspec.json.decode(now[UNIT]), "route": "restock", "lpn": "OLD"}).decode()
        values.put(connection, [values.Value("unit", "u1", former, "", ("OLD",), ("L1",))])
        log.set_cursor(connection, records.FOLDED_BY, 0)
        before = values.newest(connection)
    assert verify(caller.store).faults != ()
    caller.read()
    with caller.store.read() as connection:
        assert (values.find(connection, "L1"), values.find(connection, "OLD")) == ([("unit", "u1")], [])
        assert values.newest(connection) == before + 1
    assert {ref: kept(caller, ref) for ref in now} == now
    assert verify(caller.store).faults == ()
    assert types(caller) == []
