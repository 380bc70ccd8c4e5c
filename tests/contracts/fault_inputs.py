"""The fault matrix of scanners and scales: every driver, every line, every fault -> what was said.

`python -m tests.contracts.fault_inputs` writes it to docs/faults-inputs.md; `test_fault_inputs.py` holds every run
against it. Every run is checked for itself: a scan told is one that was made, whole; a stable weight is the true one.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.contracts import fault_scales, fault_scanners
from tests.contracts.fault_scales import Key

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "faults-inputs.md"

HEAD = """# What scanners' and scales' drivers say when something goes wrong

Written by `python -m tests.contracts.fault_inputs`; the test suite runs every cell again and holds it against this
page. Every real driver speaks to a far end that speaks the wire protocol, over TCP and over a serial line (a pty);
HID-POS to a library that hands out real reports.

"""
SCANNERS = """## Scanners

Each cell: how many of the scans that were made were told, and whether the line was told as lost. What is told is whole
and in order: never a half scan, never noise. After the fault, one more scan was made and told. A plain line has no
check sum: a byte that is hurt there makes another code, which the codes' own check digits have to catch; Zebra's
packets are asked for again.

"""
SCALES = """## Scales

Each cell: what was said while the fault lasted, and, behind the semicolon, of the next weighing without it. A number is
only ever said as stable if it is the weight on the platform, told twice running.

"""


def page(scanners: dict[fault_scanners.Key, str], scales: dict[fault_scales.Key, str]) -> str:
    """The whole document from its cells."""
    return (
        HEAD
        + SCANNERS
        + _table(list(fault_scanners.FAULTS), fault_scanners.COLUMNS, scanners)
        + "\n"
        + SCALES
        + _table(list(fault_scales.FAULTS), fault_scales.COLUMNS, scales)
    )


def _table(faults: list[str], columns: list[str], said: dict[tuple[str, str], str]) -> str:
    rows = ["| fault | " + " | ".join(columns) + " |", "|---|" + "---|" * len(columns)]
    rows += [f"| {one} | " + " | ".join(said.get((one, column), "-") for column in columns) + " |" for one in faults]
    return "\n".join(rows) + "\n"


def written(text: str) -> dict[tuple[str, str], str]:
    """The cells of a page: fault and column -> what was said; a dash is no cell."""
    found: dict[tuple[str, str], str] = {}
    columns: list[str] = []
    for row in text.splitlines():
        cells = [part.strip() for part in row.strip("| ").split("|")] if row.startswith("| ") else []
        if cells[:1] == ["fault"]:
            columns = cells[1:]
        elif cells:
            found |= {(cells[0], column): said for column, said in zip(columns, cells[1:], strict=True) if said != "-"}
    return found


def run_all(at_once: int = 8) -> tuple[dict[fault_scanners.Key, fault_scanners.Run], dict[Key, fault_scales.Run]]:
    """All cells, several at once: they wait more than they work."""
    scanners, scales = fault_scanners.cells(), fault_scales.cells()
    with ThreadPoolExecutor(at_once) as pool:
        told = pool.map(lambda key: fault_scanners.run(*key), scanners)
        weighed = pool.map(lambda key: fault_scales.run(*key), scales)
        return dict(zip(scanners, told, strict=True)), dict(zip(scales, weighed, strict=True))


def main() -> int:
    """Run all, write the page, tell how many were wrong."""
    scanners, scales = run_all(2)
    told = ({key: one.cell for key, one in scanners.items()}, {key: one.cell for key, one in scales.items()})
    DOCUMENT.write_text(page(*told), "utf-8")
    wrong = [f"{key}: {one}\n" for key, one in scanners.items() if not one.right]
    wrong += [f"{key}: {one}\n" for key, one in scales.items() if not one.right]
    sys.stdout.write(f"{len(scanners) + len(scales)} cells, {len(wrong)} wrong\n" + "".join(wrong))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
