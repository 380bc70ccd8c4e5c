"""A whole station and its service play the wholesaler's returns: nothing lost, nothing double, killed or not."""

from pathlib import Path

import pytest

from tests.replay.__main__ import differences
from tests.replay.kills import Killed
from tests.replay.office import make_plan
from tests.replay.play import play, straight

pytestmark = [pytest.mark.shared_data, pytest.mark.timeout(240)]


def test_days_killed_ten_times_end_like_those_that_were_not(shared_data: Path, tmp_path: Path) -> None:
    plan = make_plan(shared_data, "2011-01", days=2)
    work = Killed(10, longest_s=0.1)  # so short that a fast machine is not through before the tenth
    whole, killed = play(tmp_path / "whole", plan, straight), play(tmp_path / "killed", plan, work)
    assert whole.figures.faults == killed.figures.faults == ()
    assert differences(whole.figures, killed.figures) == []
    assert (work.killed, work.lives) == (10, 11)
    assert whole.figures.facts == whole.figures.facts_at_service > 500
    assert whole.figures.labels == whole.figures.lpns == whole.figures.units


def test_three_days_at_a_stretch(shared_data: Path, tmp_path: Path) -> None:
    played = play(tmp_path, make_plan(shared_data, "2011-01", days=3), straight)
    assert played.figures.faults == ()
    assert (played.figures.parcels, played.figures.blind, played.figures.units) == (43, 13, 314)
    assert played.figures.facts == played.figures.facts_at_service
