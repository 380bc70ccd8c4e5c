"""Scanner and scale are pulled out and plugged in again: told once, and the bench goes on by itself."""

from tests.faults.hands import GTINS, WEIGHED, Hands
from tests.faults.lives import Lives
from tests.faults.place import Place
from tests.faults.states import arrived_all, finished


def device(lives: Lives, name: str) -> str:
    """The lamp of a device."""
    return next((str(state) for n, state, _ in lives.lamps.get("devices", ()) if n == name), "")


def test_a_scanner_that_was_pulled_out_scans_again(lives: Lives, hands: Hands, place: Place) -> None:
    lives.start().wait(lambda: device(lives, "scanner") == "up", "a scanner")
    hands.step()
    place.scanner.stop()
    lives.wait(lambda: device(lives, "scanner") == "down", "a lamp that says so")
    place.scanner.start()
    lives.wait(lambda: device(lives, "scanner") == "up", "a lamp that says so")
    finished(hands, place, labels=1)
    changes = [fact.body for fact in place.told("device.changed") if fact.body["device"] == "scanner"]
    assert [change["to"] for change in changes] == ["up", "down", "up"]


def test_half_a_scan_before_the_plug_is_no_scan(lives: Lives, hands: Hands, place: Place) -> None:
    lives.start().wait(lambda: device(lives, "scanner") == "up", "a scanner")
    hands.step()
    place.scanner.send(b"1Z12345E02052")
    place.scanner.unplug()
    finished(hands, place, labels=1)
    assert place.told("scan.unresolved") == []


def test_a_scale_that_is_silent_is_no_weight_and_weighs_again_when_asked(
    lives: Lives, hands: Hands, place: Place
) -> None:
    hands.boxes = (WEIGHED,)
    place.scale.stop()
    lives.start()
    while lives.shown.step != "identify":
        hands.step()
    place.scan(GTINS["Table lamp, brass"])
    lives.wait(lambda: "notice.scale_error" in lives.told, "news of the scale", 10)
    assert lives.shown.step == "capture"
    assert place.told("unit.measured") == []
    place.scale.start()
    place.scale.put(1210)
    place.scan(next(choice.code for choice in lives.shown.choices if choice.key == "again"))
    lives.wait(lambda: lives.shown.step == "checking", "a weight")
    assert [fact.body["grams"] for fact in place.told("unit.measured")] == [1210]
    arrived_all(place, lives)
    place.assert_sound()
