"""What must not stand in a fact: badges, PINs, raw scans, words. And the lock-out of a PIN outlives the process."""

import json
from collections.abc import Iterator
from contextlib import closing

import pytest

from station.domain import codes
from station.domain.records import Operator
from station.pins import hash_pin
from station.store.journal import Journal
from station.store.reference import ReferenceStore
from tests.faults.hands import Hands
from tests.faults.lives import Lives
from tests.faults.place import Place
from tests.faults.states import arrived_all
from tests.stories import goods

PIN, WRONG = "402917", "135790"
JUNK = "Erika Mustersatz, Teststrasse 9"
WORDS = "rain jacket with a name inside"


@pytest.fixture
def numbered(lives: Lives, place: Place) -> Iterator[Lives]:
    """Operator 5 has a PIN."""
    with closing(ReferenceStore(place.journal)) as reference:
        reference.put([Operator("5", "Operator 5", codes.badge_hash("BDG-FIVE"), pin=hash_pin(PIN))])
    yield lives.start()


def typed(lives: Lives, text: str) -> None:
    """Words, and their answer."""
    before = lives.shown.question
    lives.type(text)
    lives.wait(lambda: lives.shown.question != before and not lives.shown.busy, f"an answer to {text}")


def test_nothing_that_was_scanned_or_typed_stands_in_a_fact(numbered: Lives, hands: Hands, place: Place) -> None:
    lives = numbered
    typed(lives, "5")
    typed(lives, WRONG)
    typed(lives, PIN)
    assert lives.shown.step == "ready"
    place.scan(JUNK)
    lives.wait(lambda: bool(place.told("scan.unresolved")), "an unknown scan", 10)
    while lives.shown.step != "identify":
        hands.step()
    place.scan(next(choice.code for choice in lives.shown.choices if choice.key == "no_code"))
    lives.wait(lambda: lives.shown.step == "describe", "a question for words")
    lives.type(WORDS)
    lives.wait(lambda: any(choice.key == "none" for choice in lives.shown.choices), "candidates")
    place.scan(next(choice.code for choice in lives.shown.choices if choice.key == "none"))
    lives.wait(lambda: lives.shown.step != "describe", "the next step")
    arrived_all(place, lives)
    place.assert_sound()
    everything = "\n".join(record for _, record, _ in place.facts()).casefold()
    for secret in (PIN, WRONG, goods.BADGE, JUNK, "mustersatz", "name inside", goods.BADGE[4:], hash_pin(PIN)[:20]):
        assert secret.casefold() not in everything, secret


def make_longer(place: Place, name: str) -> None:
    """The wait that was kept, ten minutes longer: a busy machine may take longer than the wait to start again."""
    with closing(Journal(place.journal)) as journal:
        tries, until = json.loads(journal.cursor(name))
        assert tries >= 3
        journal.set_cursor(name, json.dumps([tries, until + 600]))


def test_a_lock_out_is_there_after_a_kill(numbered: Lives, place: Place) -> None:
    lives = numbered
    typed(lives, "5")
    for _ in range(5):
        typed(lives, WRONG)
    lives.kill()
    make_longer(place, "pin:5")
    lives.start()
    told = len(lives.told)
    if lives.shown.entry != "pin":
        typed(lives, "5")
    typed(lives, PIN)
    assert lives.shown.step == "signed_out", "the right one, too early"
    lives.wait(lambda: "notice.pin_wrong" in lives.told[told:], "a notice with the wait")
    assert place.told("session.opened") == []
