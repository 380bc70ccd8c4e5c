"""The fault matrix of system printers (IPP): what was said of a page, and what was true.

`python -m tests.contracts.fault_pages` writes it to docs/faults-pages.md; `test_fault_pages.py` holds every run against
it. Real printers and queues (CUPS, ippeveprinter) are asked in `tests/devices/test_ipp_real.py`.
"""

import sys
from pathlib import Path
from typing import NamedTuple

from station.devices.ports import NotReady, Outcome
from station.devices.printers.ipp import IppPrinter
from station.devices.printers.ipp_client import CREATE_JOB, GET_JOB, GET_PRINTER, PRINT_JOB, SEND_DOCUMENT
from station.labels import pdf
from station.labels.dots import Dots
from tests.devices.ipp_peer import IppPeer, timing

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "faults-pages.md"
PAGE = pdf.encode(Dots(808, 1218, bytes((n * n) & 255 for n in range(101)) * 1218), "J1", dpi=203)
CANCELLED, ABORTED, COMPLETED = 7, 8, 9

LINE = {
    "silent": "silent",
    "garbage": "garbage",
    "reset": "reset half-way",
    "lost": "answer lost",
    "http": "HTTP error",
}
STEPS = {
    GET_PRINTER: "when it is first asked",
    CREATE_JOB: "at the opening of the job",
    SEND_DOCUMENT: "with the document",
    PRINT_JOB: "with job and document in one",
    GET_JOB: "after the document",
}


class Case(NamedTuple):
    """What goes wrong, at which operation, and what the printer says of its job."""

    fault: str = ""
    at: int = 0
    state: int = COMPLETED
    began: bool = True

    def truth(self, peer: IppPeer) -> str:
        """Whether the page came out of that printer in the end; one that was stopped may be out in part."""
        if not peer.taken or self.fault == "refuse" or (self.state != COMPLETED and not self.began):
            return "none"
        return "all" if self.state == COMPLETED else "perhaps"


CASES = {
    "none": Case(),
    "none, with job and document in one": Case(at=PRINT_JOB),
    **{f"{said} {STEPS[at]}": Case(fault, at) for at in STEPS for fault, said in LINE.items()},
    "refused at the opening of the job": Case("refuse", CREATE_JOB),
    "refused with job and document in one": Case("refuse", PRINT_JOB),
    "cancelled at the printer before it began": Case(state=CANCELLED, began=False),
    "cancelled at the printer while it printed": Case(state=CANCELLED),
    "aborted by the printer before it began": Case(state=ABORTED, began=False),
    "aborted by the printer while it printed": Case(state=ABORTED),
    "paper out or head open in the middle": Case(state=6),
    "does not get on": Case(state=5),
}
ALLOWED = {
    "PRINTED": {"all"},
    "NOT_PRINTED": {"none"},
    "NOT_SENT": {"none"},
    "UNKNOWN": {"all", "none", "perhaps"},
}

HEAD = """# What is said of a page at a system printer (IPP) when something goes wrong

What the driver said of the job, and whether its page came out in the end. Written by
`python -m tests.contracts.fault_pages`; the test suite runs every row again and holds it against this page. A page that
was stopped while it printed may be out: `perhaps`. A queue's own "completed" is no proof and is asked of the printer
behind it. Of a Windows queue nothing is known from the first byte on: every such job ends UNKNOWN.

| fault | said, true |
|---|---|
"""


def run(name: str) -> tuple[str, str]:
    """One row: verdict and truth."""
    case = CASES[name]
    peer = IppPeer(two_steps=case.at != PRINT_JOB, state=case.state)
    peer.fault, peer.at, peer.began = case.fault, case.at, case.began
    try:
        return _sent(peer).verdict, case.truth(peer)
    finally:
        peer.close()


def _sent(peer: IppPeer) -> Outcome:
    """Ask, then print, as the station does."""
    printer = IppPrinter(peer.uri, lambda: 0xABC, timing(peer))
    try:
        before = printer.ready()
    except NotReady as refusal:
        return Outcome("NOT_SENT", 0, refusal.reason)
    return printer.print(PAGE, 1, before)


def page(rows: dict[str, tuple[str, str]]) -> str:
    """The whole document."""
    return HEAD + "".join(f"| {name} | {', '.join(rows[name])} |\n" for name in CASES)


def main() -> int:
    """Run all, write the page, and tell how many were wrong."""
    rows = {name: run(name) for name in CASES}
    wrong = [name for name, (said, truth) in rows.items() if truth not in ALLOWED[said]]
    DOCUMENT.write_text(page(rows), "utf-8")
    sys.stdout.write(f"{len(rows)} rows, {len(wrong)} wrong\n" + "".join(f"{name}: {rows[name]}\n" for name in wrong))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
