"""The demo's hands keep a picture of what it is about, not of the moment before."""

from pathlib import Path

from station.demo.morning import dock, service_away
from station.demo.show import staged
from station.sync.worker import SyncStatus


def test_the_picture_of_a_service_that_is_away_shows_that_it_is_away(tmp_path: Path) -> None:
    with staged(tmp_path, lambda line: None) as (stage, _, _):
        dock(stage)
        service_away(stage)
        picture = stage.player.pictures[-1]
    assert picture.name == "17-offline"
    assert isinstance(picture.status.sync, SyncStatus)
    assert (picture.status.sync.state, picture.status.sync.unsent > 0) == ("waiting", True)
