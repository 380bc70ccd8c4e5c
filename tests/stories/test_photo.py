"""Pictures that an answer wants: taken, missed and tried again, gone without, late, and after a kill."""

import pytest

from station.domain.bench.effects import TakePhoto
from station.domain.bench.inputs import PhotoMissed, PhotoTaken
from tests.stories.world import World

SHA = "ab" * 32


@pytest.fixture
def photo(bench: World) -> World:
    """One shoe alone: the answer wants a picture."""
    return bench.scan("1Z12345E0205271688").press("open").scan("4006381333931").press("opened", "yes", "single")


def test_the_camera_is_asked_and_its_picture_is_evidence(photo: World) -> None:
    asked = photo.effects[-1]
    assert asked == TakePhoto(str(photo.machine.bench.question), photo.unit().id, "shoe_pair.single")
    photo.give(PhotoTaken(photo.unit().id, SHA, "image/jpeg"))
    assert (photo.name, photo.heard, photo.unit().photos) == ("labelling", "notice.photo_taken", (SHA,))
    (told,) = photo.facts("evidence.added")
    assert told.body == {"sha256": SHA, "type": "image/jpeg", "why": "shoe_pair.single"}
    assert photo.verified()


def test_without_a_camera_it_is_tried_again_or_gone_without_and_told(photo: World) -> None:
    assert photo.offered() == ["no_photo"]
    photo.give(PhotoMissed(photo.unit().id, "photo.no_camera"))
    assert (photo.name, photo.heard, photo.offered()) == ("photo", "notice.photo_missed", ["again", "no_photo"])
    asked = len(photo.effects)
    photo.press("again")
    assert isinstance(photo.effects[asked], TakePhoto)
    photo.press("no_photo")
    assert (photo.name, photo.unit().signals) == ("labelling", ("photo_missing",))


def test_a_kill_asks_the_camera_again_unless_it_has_answered(photo: World) -> None:
    again = photo.reopen()
    assert [type(effect) for effect in again.machine.pending()] == [TakePhoto]
    again.give(PhotoMissed(again.unit().id, ""))
    assert again.reopen().machine.pending() == ()


def test_a_late_picture_is_evidence_and_moves_nothing(photo: World) -> None:
    photo.press("no_photo").give(PhotoTaken(photo.unit().id, SHA, "image/jpeg"))
    assert (photo.name, photo.unit().photos, len(photo.prints)) == ("labelling", (SHA,), 1)
    photo.give(PhotoTaken(photo.unit().id, SHA, "image/jpeg")).give(PhotoTaken("nobody", SHA, "image/jpeg"))
    photo.give(PhotoMissed(photo.unit().id, "late"))
    assert (photo.last.told, len(photo.facts("evidence.added"))) == (0, 1)


def test_what_leads_back_to_a_picture_asks_the_camera_anew(photo: World) -> None:
    asked = photo.effects.count
    first = photo.effects[-1]
    photo.press("danger").press("undo")
    assert photo.name == "photo"
    again = photo.effects[-1]
    assert isinstance(again, TakePhoto)
    assert again != first
    assert asked(first) == 1
