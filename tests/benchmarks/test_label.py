"""The labels' benchmark runs, on little, and tells what it must; a stand-in that draws nothing answers for blabel."""

import sys
from pathlib import Path

import pytest

from installer import peers
from tests.benchmarks import label
from tests.benchmarks.rows import Row

STAND_IN = """
import sys
for line in sys.stdin:
    shown = line.rstrip("\\n").split("\\t")
    print(1001 if len(shown) == 14 and all(shown[:2]) else 0, flush=True)
"""


@pytest.fixture
def rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Row]:
    (tmp_path / "peer.py").write_text(STAND_IN)
    monkeypatch.setattr(peers, "blabel", lambda: Path(sys.executable))
    monkeypatch.setattr(label, "PEER", tmp_path / "peer.py")
    return {row.name: row for row in label.measure(rounds=1, labels=2)}


def test_every_figure_is_told_and_those_with_a_limit_have_it(rows: dict[str, Row]) -> None:
    limits = {name: row.limit for name, row in rows.items() if row.limit}
    assert limits == {
        "label.203.p50": "<= 40",
        "label.300.p50": "<= 90",
        "label.203.zpl": "<= 8",
        "label.times_blabel": ">= 3",
    }
    told = {f"label.{dpi}.{what}" for dpi in (203, 300, 600) for what in ("p50", "p95", "zpl")}
    assert set(rows) == told | {"label.blabel.p50", "label.times_blabel"}
    assert all(row.value > 0 for name, row in rows.items() if name.startswith(("label.203", "label.300", "label.600")))
    assert rows["label.203.zpl"].holds


def test_no_two_labels_are_alike() -> None:
    made = [label._values(n) for n in range(20)]
    assert len({one.code_1d for one in made}) == len({one.fields["tracking"] for one in made}) == 20
