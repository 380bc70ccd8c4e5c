"""All rows of the GS1 syntax engine that apply to us pass; the table in the documents is what the command prints."""

from collections import Counter
from pathlib import Path

import pytest

from tests.conformance.gs1 import results, table

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "scans.md"
FEWEST = {"bracketed_ai": 14, "bracketed_ai_lint": 57, "unbracketed_ai": 37, "ai_associations": 40,
          "digital_link_parse": 66, "digital_link_generate": 9, "scan_data_with_aim_prefix": 28}  # fmt: skip


@pytest.mark.shared_data
def test_every_row_that_applies_passes(shared_data: Path) -> None:
    found = list(results(shared_data / "gs1" / "engine_vectors.json"))
    assert [r for r in found if not r.left_out and not r.passed] == []
    run = Counter(r.group for r in found if not r.left_out)
    assert {group: run[group] for group in FEWEST} == FEWEST


@pytest.mark.shared_data
def test_the_document_tells_the_same_figures(shared_data: Path) -> None:
    found = list(results(shared_data / "gs1" / "engine_vectors.json"))
    assert table(found) in DOCUMENT.read_text("utf-8")
