"""The tracking service is away, and an old copy of the file is put back: the bench goes on, and no fact is lost."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from station import cli
from station.store.backup import backup
from tests.faults.hands import BOXES, Box, Hands
from tests.faults.lives import Lives
from tests.faults.place import Place, tracking
from tests.faults.states import ONCE, arrived_all, finished, same, sync_state


def test_nothing_changes_at_the_bench_while_the_service_is_away(lives: Lives, hands: Hands, place: Place) -> None:
    lives.start().wait(lambda: sync_state(lives) == "idle", "the service")
    place.service_goes()
    while hands.at == 0:
        hands.step()
        assert hands.done is False
    lives.wait(lambda: sync_state(lives) == "waiting", "a lamp that says so")
    lives.wait(lambda: lives.lamps["sync"]["unsent"] > 20, "a count of what waits")
    assert lives.lamps["sync"]["oldest_unsent_at"]
    assert not [key for key in lives.told if "sync" in key or "service" in key]
    lives.kill()
    lives.start()
    place.service_comes()
    finished(hands, place, labels=1)


def test_a_service_that_was_away_at_every_start_gets_all_in_the_end(lives: Lives, hands: Hands, place: Place) -> None:
    place.service_goes()
    lives.start()
    for _ in range(3):
        hands.step()
        lives.kill()
        lives.start()
    place.service_comes()
    finished(hands, place, labels=1)


@pytest.fixture
def forked(lives: Lives, hands: Hands, place: Place, tmp_path: Path) -> Hands:
    """Killed after its second box, put back to a copy from before it, and worked on until the service says so."""
    copy = tmp_path / "copy.db"
    lives.start()
    while hands.at == 0:
        hands.step()
        _ = hands.done
    backup(place.home, copy)
    hands.work()
    lives.wait(lambda: len(place.stored()) == lives.head, "the service's copy")
    lives.kill()
    for side in ("", "-wal", "-shm"):
        place.journal.with_name(place.journal.name + side).unlink(missing_ok=True)
    place.journal.write_bytes(copy.read_bytes())
    hands.boxes, hands.at = (BOXES[0], BOXES[1], Box(tracking(1), 2)), 1
    lives.start()
    hands.step()
    lives.wait(lambda: sync_state(lives) == "stopped", "a red lamp")
    return hands


def continue_after_fork(place: Place, *words: str, answer: str = "") -> tuple[int, str]:
    said = CliRunner().invoke(
        cli.app, ["continue-after-fork", *words], input=answer, env={"RETURNS_STATION_HOME": str(place.home)}
    )
    return said.exit_code, said.output


def test_an_old_copy_is_told_as_a_fork_and_goes_on_in_a_new_epoch(forked: Hands, lives: Lives, place: Place) -> None:
    before = place.stored()
    sync = lives.lamps["sync"]
    assert (sync["stopped_reason"], 0 < sync["forked_at"] <= lives.head + 1) == ("forked", True)
    forked.step()
    code, said = continue_after_fork(place, "--yes")
    assert (code, "open" in said) == (1, True), "the station is open"
    lives.stop()
    code, said = continue_after_fork(place, answer="n\n")
    assert (code, "Nothing was changed" in said) == (1, True)
    code, said = continue_after_fork(place, "--yes")
    assert (code, "new epoch" in said) == (0, True)
    lives.start()
    forked.work()
    lives.wait(lambda: place.facts()[-1] in place.stored(), "a service that takes all")
    lives.stop()
    stored, facts = place.stored(), place.facts()
    assert stored[: len(before)] == before, "what the service held is there"
    assert set(facts) <= set(stored), "and so is all that this file tells"
    assert len(stored) == len(set(stored))
    place.assert_sound(ONCE)
    assert [fact.body["why"] for fact in place.told("epoch.started")] == ["created", "forked"]


def test_while_forked_the_bench_works_and_nothing_is_deleted(forked: Hands, lives: Lives, place: Place) -> None:
    before = place.stored()
    forked.work()
    screen = same(lives.shown)
    lives.kill()
    lives.start()
    assert same(lives.first) == screen
    lives.wait(lambda: sync_state(lives) == "stopped", "a red lamp after a start, too")
    assert place.stored() == before
    lives.stop()
    place.assert_sound(ONCE)


def test_without_a_fork_there_is_nothing_to_continue(lives: Lives, place: Place) -> None:
    lives.start()
    arrived_all(place, lives)
    facts = place.facts()
    code, said = continue_after_fork(place, "--yes")
    assert (code, "Nothing to do" in said) == (0, True)
    place.service_goes()
    code, said = continue_after_fork(place, "--yes")
    assert (code, "Nothing was changed" in said, "does not answer" in said) == (1, True, True)
    assert place.facts() == facts
