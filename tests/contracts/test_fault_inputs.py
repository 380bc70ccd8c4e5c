"""Every cell of the scanners' and scales' fault matrix, run again: never wrong, and what docs/faults-inputs.md says."""

import pytest

from tests.contracts import fault_inputs, fault_scales, fault_scanners

TRIES = 4
"""A busy machine makes a driver say "silent" where an idle one would know more; it is asked again."""


@pytest.fixture(scope="module")
def page() -> dict[tuple[str, str], str]:
    return fault_inputs.written(fault_inputs.DOCUMENT.read_text("utf-8"))


Runs = tuple[dict[fault_scanners.Key, fault_scanners.Run], dict[fault_scales.Key, fault_scales.Run]]


@pytest.fixture(scope="module")
def runs() -> Runs:
    return fault_inputs.run_all()


@pytest.mark.timeout(300)
def test_every_scanner_tells_only_what_was_scanned_and_the_page_says_so(
    runs: Runs, page: dict[tuple[str, str], str]
) -> None:
    for key, first in runs[0].items():
        assert any(scanner_said(key, first, again) == page[key] for again in range(TRIES)), (key, page[key], first)


def scanner_said(key: fault_scanners.Key, first: fault_scanners.Run, again: int) -> str:
    found = fault_scanners.run(*key) if again else first
    assert found.true, (key, found)
    return found.cell if found.right else ""


@pytest.mark.timeout(300)
def test_every_scale_tells_only_the_true_weight_and_the_page_says_so(
    runs: Runs, page: dict[tuple[str, str], str]
) -> None:
    for key, first in runs[1].items():
        assert any(scale_said(key, first, again) == page[key] for again in range(TRIES)), (key, page[key], first)


def scale_said(key: fault_scales.Key, first: fault_scales.Run, again: int) -> str:
    found = fault_scales.run(*key) if again else first
    assert found.true, (key, found)
    return found.cell if found.right else ""


def test_the_page_is_written_by_the_matrix_alone(page: dict[tuple[str, str], str]) -> None:
    text = fault_inputs.DOCUMENT.read_text("utf-8")
    scanners = {key: said for key, said in page.items() if key[1] in fault_scanners.COLUMNS}
    scales = {key: said for key, said in page.items() if key[1] in fault_scales.COLUMNS}
    assert {*fault_scanners.cells(), *fault_scales.cells()} <= page.keys()
    assert text == fault_inputs.page(scanners, scales)
