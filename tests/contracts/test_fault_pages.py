"""Every row of the system printers' fault matrix, run again: never wrong, and what docs/faults-pages.md says."""

import pytest

from tests.contracts import fault_pages

TRIES = 3
"""A busy machine makes a driver say UNKNOWN or NOT_SENT where an idle one would know more; it is asked again."""


@pytest.fixture(scope="module")
def told() -> str:
    return fault_pages.DOCUMENT.read_text("utf-8")


@pytest.mark.parametrize("name", fault_pages.CASES)
def test_nothing_is_said_that_is_not_true_and_the_page_tells_it(name: str, told: str) -> None:
    for _ in range(TRIES):
        said, truth = fault_pages.run(name)
        assert truth in fault_pages.ALLOWED[said], (name, said, truth)
        if f"| {name} | {said}, {truth} |\n" in told:
            return
    pytest.fail(f"{name}: {said}, {truth} stands not in the page")


def test_the_page_holds_these_rows_and_no_others(told: str) -> None:
    rows = [row.split(" | ")[0].removeprefix("| ") for row in told.removeprefix(fault_pages.HEAD).splitlines()]
    assert rows == list(fault_pages.CASES)
