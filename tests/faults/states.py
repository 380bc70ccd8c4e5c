"""What tests of faults look at again and again."""

from station.domain.bench.snapshot import Snapshot
from tests.faults.hands import Hands
from tests.faults.lives import Lives
from tests.faults.place import Place

ONCE = ("parcel.arrived", "parcel.opened", "parcel.closed", "unit.found", "unit.graded", "unit.stowed")


def label_state(lives: Lives) -> str:
    """What the screen says of the label."""
    label = lives.shown.label
    return label.state if label else ""


def begin_to_print(hands: Hands) -> None:
    """Up to a print that has begun; where a busy machine's printer answered too late, the label is asked for again."""
    lives = hands.lives
    hands.move()
    while label_state(lives) != "begun":
        lives.wait(lambda: label_state(lives) in ("begun", "NOT_SENT"), "a print that begins")
        if label_state(lives) == "NOT_SENT":
            hands.move()
            lives.wait(lambda: label_state(lives) != "NOT_SENT", "another label")


def sync_state(lives: Lives) -> str:
    """What the lamps say of the tracking service."""
    return str((lives.lamps.get("sync") or {}).get("state", ""))


def same(shown: Snapshot | None) -> dict[str, object]:
    """What counts of a screen: its number is only a count."""
    assert shown is not None
    return {name: getattr(shown, name) for name in shown.__struct_fields__ if name != "number"}


def arrived_all(place: Place, lives: Lives) -> None:
    """The service holds every fact, once, as it stands in the file; the station has ended."""
    lives.wait(lambda: sync_state(lives) == "idle", "a service that is reached")
    lives.wait(lambda: len(place.stored()) >= lives.head and lives.lamps["sync"]["unsent"] == 0, "the last fact")
    lives.stop()
    assert place.stored() == place.facts()


def finished(hands: Hands, place: Place, labels: int) -> None:
    """The work goes on to its end, with so many labels for the first unit."""
    hands.work()
    arrived_all(place, hands.lives)
    place.assert_sound(ONCE)
    units = len(place.told("unit.stowed"))
    assert units == sum(box.units for box in hands.boxes)
    assert len(place.codes()) == units - 1 + labels
