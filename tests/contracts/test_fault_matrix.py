"""Every cell of the fault matrix, run again: never wrong, and what docs/faults.md says."""

import pytest

from tests.contracts import faults

TRIES = 4
"""A busy machine makes a driver say UNKNOWN or NOT_SENT where an idle one would know more; it is asked again."""


@pytest.fixture(scope="module")
def runs() -> dict[faults.Key, faults.Run]:
    return faults.run_all()


@pytest.mark.timeout(300)
def test_nothing_is_ever_said_that_is_not_true_and_the_page_tells_it(runs: dict[faults.Key, faults.Run]) -> None:
    page = faults.written(faults.DOCUMENT.read_text("utf-8"))
    for key in faults.cells():
        wanted = page[key].partition(",")[0]
        if key[0] in faults.RACES:
            assert verdict(key, runs[key], 0) in ("PRINTED", "PARTIAL", "UNKNOWN")
            continue
        assert any(verdict(key, runs[key], again) == wanted for again in range(TRIES)), (key, wanted, runs[key])


def verdict(key: faults.Key, first: faults.Run, again: int) -> str:
    fault, language, line = key
    found = faults.run(language, line, fault) if again else first
    assert found.right, (key, found)
    return found.outcome.verdict


def test_the_page_is_written_by_the_matrix_alone() -> None:
    text = faults.DOCUMENT.read_text("utf-8")
    assert text == faults.HEAD + faults.table(faults.written(text))
    assert set(faults.cells()) <= set(faults.written(text))


def test_no_cell_of_the_page_is_wrong() -> None:
    allowed = {
        "PRINTED": {"all"},
        "PARTIAL": {"some"},
        "NOT_PRINTED": {"none"},
        "NOT_SENT": {"none"},
        "UNKNOWN": {"all", "some", "none"},
    }
    for key, cell in faults.written(faults.DOCUMENT.read_text("utf-8")).items():
        said, truth = cell.split(", ")
        assert truth in allowed[said], (key, cell)
