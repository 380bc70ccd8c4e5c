"""The fault matrix of the printers: every driver, every line, every fault -> what was said, and what was true.

`python -m tests.contracts.faults` writes it to docs/faults.md; `test_fault_matrix.py` holds every run against it.
"""

import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from station.devices.link import Link
from station.devices.ports import NotReady, Outcome, Ready
from station.devices.printers.judge import Timing
from tests.contracts import trials
from tests.contracts.printers import LANGUAGES, LINES, Pair, job

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "faults.md"
BRISK = Timing(answer=0.3, poll=0.01, quiet=0.15, patience=0.9)
PACE = 0.04
"""Seconds a label: slow enough to pull a plug in the middle of a job."""

MINE, OTHERS = 1, 2
"""The seeds of our picture and of another station's."""


Scene = Callable[[Pair, int], Outcome]


class Run(msgspec.Struct, frozen=True):
    """What was said of a job of `copies`, and how many of its labels were out, the printer healed and left alone."""

    outcome: Outcome
    truth: int
    copies: int

    @property
    def right(self) -> bool:
        """Whether what was said was true: UNKNOWN claims nothing."""
        match self.outcome.verdict:
            case "PRINTED":
                return self.truth == self.copies
            case "PARTIAL":
                return self.truth == self.outcome.count and 0 < self.truth < self.copies
            case "NOT_PRINTED" | "NOT_SENT":
                return self.truth == 0
            case _:
                return True

    @property
    def cell(self) -> str:
        """For the table: the verdict, and how many labels were out."""
        out = "all" if self.truth == self.copies else "none" if not self.truth else "some"
        return f"{self.outcome.verdict}, {out}"


def _nothing() -> None:
    """Nothing happens."""


class Sprung:
    """A line on which something happens just before the job goes out, after every question of the driver, or just
    behind it, before the next one."""

    def __init__(
        self, link: Link, data: bytes, spring: Callable[[], object], behind: Callable[[], object] = _nothing
    ) -> None:
        self._link, self._data, self._spring, self._behind = link, data, spring, behind

    def read(self, timeout: float) -> bytes:
        return self._link.read(timeout)

    def write(self, data: bytes) -> None:
        if data != self._data:
            self._link.write(data)
            return
        self._spring()
        self._link.write(data)
        self._behind()

    def close(self) -> None:
        self._link.close()


def plain(pair: Pair, copies: int) -> Outcome:
    """Ask, then print, as the station does."""
    before = pair.printer.ready()
    return pair.printer.print(job(pair.language, copies, MINE), copies, before)


def sprung(pair: Pair, copies: int, spring: Callable[[], object], behind: Callable[[], object] = _nothing) -> Outcome:
    """Like `plain`; `spring` happens behind the last question and in front of the job's first byte, `behind` after its
    last one."""
    data = job(pair.language, copies, MINE)
    pair.printer = pair.driver(lambda: Sprung(pair.open(), data, spring, behind))
    return plain(pair, copies)


def faulty(fault: str) -> Callable[[Pair, int], Outcome]:
    """The fault is there before we ask."""

    def scene(pair: Pair, copies: int) -> Outcome:
        pair.virtual.set_fault(fault)
        return plain(pair, copies)

    return scene


def struck(fault: str) -> Callable[[Pair, int], Outcome]:
    """The fault comes with the job."""
    return lambda pair, copies: sprung(pair, copies, lambda: pair.virtual.set_fault(fault))


def refused(pair: Pair, copies: int) -> Outcome:
    """Nobody is there: switched off, or the cable is not plugged in."""
    if pair.bridge:
        pair.bridge.unplug()
    pair.virtual.stop()
    return plain(pair, copies)


def meanwhile(pair: Pair, copies: int, happens: Callable[[], object]) -> Outcome:
    """Something happens when the first label has come out."""

    def watch() -> None:
        if pair.virtual.wait_for(1, 5.0):
            happens()

    thread = threading.Thread(target=watch)
    try:
        return sprung(pair, copies, thread.start)
    finally:
        if thread.ident:
            thread.join()


def unplugged(pair: Pair, copies: int) -> Outcome:
    """The cable comes off in the middle of the job; the printer goes on."""
    return meanwhile(pair, copies, pair.bridge.unplug if pair.bridge else pair.virtual.unplug)


def power_cut(pair: Pair, copies: int) -> Outcome:
    """Power off and on in the middle of the job. A serial line stays up meanwhile."""

    def off_and_on() -> None:
        pair.virtual.stop()
        pair.virtual.start()

    return meanwhile(pair, copies, pair.virtual.cut_power if pair.bridge else off_and_on)


def reloaded(pair: Pair, copies: int) -> Outcome:
    """Paper out after two labels, and new paper soon after."""
    pair.virtual.set_fault("out_after:2")

    def reload() -> None:
        if pair.virtual.wait_for(2, 5.0):
            threading.Event().wait(2.5 * BRISK.answer)
            pair.virtual.set_fault("ok")

    thread = threading.Thread(target=reload)
    thread.start()
    try:
        return plain(pair, copies)
    finally:
        thread.join()


def wrong_baud(pair: Pair, copies: int) -> Outcome:
    """The station speaks at another speed."""
    pair.printer = pair.driver(lambda: pair.open(baud=9600))
    return plain(pair, copies)


def other_between(pair: Pair, copies: int) -> Outcome:
    """Another station prints between our question and our job."""
    before = pair.printer.ready()
    other = pair.driver()
    other.print(job(pair.language, 1, OTHERS), 1, Ready(before.odometer))
    return pair.printer.print(job(pair.language, copies, MINE), copies, before)


def slip_in(pair: Pair, out: int = 1) -> None:
    """Another station's job, sent without asking anything; returns when that many labels are out."""
    link = pair.open_second()
    try:
        link.write(job(pair.language, 1, OTHERS))
        pair.virtual.wait_for(out, 5.0)
    finally:
        link.close()


def other_in_front(pair: Pair, copies: int) -> Outcome:
    """Another station's job slips in front of ours behind our last question."""
    return sprung(pair, copies, lambda: slip_in(pair))


def other_behind(pair: Pair, copies: int) -> Outcome:
    """Another station's job comes right behind ours, before we have looked."""
    return sprung(pair, copies, _nothing, lambda: slip_in(pair, 2))


def other_instead(fault: str) -> Scene:
    """Another station's job slips in front of ours, and ours comes to grief."""

    def scene(pair: Pair, copies: int) -> Outcome:
        def strike() -> None:
            slip_in(pair)
            pair.virtual.set_fault(fault)

        return sprung(pair, copies, strike)

    return scene


def killed(part: float, *, other: bool, trial: bool = False) -> Scene:
    """The station is killed when that part of its job is out; another one prints meanwhile; the next start settles.
    trial: before that, somebody asks the station's doctor for a test label."""

    def scene(pair: Pair, copies: int) -> Outcome:
        before, data = pair.printer.ready(), job(pair.language, copies, MINE)
        if part:
            link = pair.open()
            link.write(data[: int(len(data) * part)])
            pair.virtual.wait_for(1, 5.0 if part == 1 else 0.1)
            link.close()
        if other or (trial and not trials.refused(before.odometer)):
            slip_in(pair, 2 if part == 1 else 1)
        return pair.driver().settle(before.odometer, copies)

    return scene


FAULTS: dict[str, tuple[Scene, int]] = {
    "none": (plain, 3),
    "refused": (refused, 1),
    "silent before": (faulty("noreply"), 1),
    "silent with the job": (struck("noreply"), 1),
    "silent after the job": (struck("mute_after"), 1),
    "takes no bytes": (struck("stall"), 1),
    "slow": (faulty("slow"), 2),
    "split bytes": (faulty("split"), 2),
    "garbage before": (faulty("garbage"), 1),
    "garbage with the job": (struck("garbage"), 1),
    "reset in mid-job": (struck("rst_mid:20"), 1),
    "reset after the job": (struck("rst_after"), 1),
    "swallows the job": (struck("silent_drop"), 1),
    "unplugged in mid-job": (unplugged, 5),
    "wrong baud": (wrong_baud, 1),
    "paper out before": (faulty("paper_out"), 1),
    "paper out with the job": (struck("paper_out"), 1),
    "paper out after 2 of 5": (faulty("out_after:2"), 5),
    "paper out after 2 of 5, reloaded": (reloaded, 5),
    "head open with the job": (struck("head_open"), 1),
    "late reply before": (faulty("late_reply"), 1),
    "late reply with the job": (struck("late_reply"), 1),
    "power-cycle in mid-job": (power_cut, 5),
    "another station in between": (other_between, 1),
    "another station in front": (other_in_front, 1),
    "another station right behind": (other_behind, 1),
    "another station in front, ours is cut off": (other_instead("rst_mid:20"), 1),
    "another station in front, then silence": (other_instead("noreply"), 1),
    "another station in front, then paper out": (other_instead("paper_out"), 1),
    "killed before the first byte": (killed(0, other=False), 1),
    "killed in mid-job": (killed(0.5, other=False), 1),
    "killed after the job": (killed(1, other=False), 1),
    "killed before the first byte, a trial is asked for": (killed(0, other=False, trial=True), 1),
    "killed in mid-job, a trial is asked for": (killed(0.5, other=False, trial=True), 1),
    "killed before the first byte, another station prints": (killed(0, other=True), 1),
    "killed in mid-job, another station prints": (killed(0.5, other=True), 1),
    "killed after the job, another station prints": (killed(1, other=True), 1),
}
RACES = {"paper out after 2 of 5, reloaded"}
"""Whether the paper is there before the driver cancels the rest is a matter of milliseconds, and so is what is said:
the page shows one run; each run must be right about itself."""
SHARED = "shared"
SERIAL_ONLY = {"wrong baud"}
SHARED_ONLY = {fault for fault in FAULTS if "another station" in fault} - {"another station in between"}
"""A serial line is opened for one program alone, and where a printer is said to be ours alone no other prints."""


def possible(fault: str, line: str) -> bool:
    return fault not in (SERIAL_ONLY if line != "pty" else ()) and (line == SHARED or fault not in SHARED_ONLY)


def run(language: str, line: str, fault: str) -> Run:
    """One cell of the matrix."""
    scene, copies = FAULTS[fault]
    with tempfile.TemporaryDirectory() as folder:
        pair = Pair(language, line, Path(folder), BRISK, pace=PACE if scene in (unplugged, power_cut) else 0.0)
        try:
            outcome = _said(scene, pair, copies)
            pair.virtual.set_fault("ok")
            pair.virtual.wait_for(10**9, 0.15)
            return Run(outcome, pair.out(MINE), copies)
        finally:
            pair.close()


Key = tuple[str, str, str]
"""Fault, language, line."""


def cells() -> list[Key]:
    """Every cell that this machine can run."""
    lines = (*LINES, SHARED)
    return [(fault, one, line) for fault in FAULTS for one in LANGUAGES for line in lines if possible(fault, line)]


def _said(scene: Scene, pair: Pair, copies: int) -> Outcome:
    """A printer that is not ready when it is asked gets no byte, whatever was to happen next."""
    try:
        return scene(pair, copies)
    except NotReady as refusal:
        return Outcome("NOT_SENT", 0, refusal.reason)


def run_all(at_once: int = 8) -> dict[Key, Run]:
    """All cells, several at once: they wait more than they work."""
    with ThreadPoolExecutor(at_once) as pool:
        return dict(zip(cells(), pool.map(lambda key: run(key[1], key[2], key[0]), cells()), strict=True))


HEAD = """# What the printers' drivers say when something goes wrong

Each cell: what the driver said of the job, and how many of its labels were out in the end, the printer healed and left
alone. Every real driver speaks to its virtual printer (`station/devices/virtual_*.py`) over TCP and over a serial line
(a pty). Written by `python -m tests.contracts.faults`; the test suite runs every cell again and holds it against this
page. PRINTED is never said of a label that did not come out, NOT_PRINTED and NOT_SENT never of one that did: where it
cannot be known, the driver says UNKNOWN, and the operator is asked.

EPL and Brother printers keep no count: they tell each label by itself, on the line that sent the job. EPL's silence
proves nothing; Brother says of each page whether it came out. An ESC/POS printer that is out of paper cannot be asked
for its count until there is paper again.

`tcp` is a network printer that is said to be this station's alone (`exclusive = true`), `shared` one as it is without
that setting: another station may print there, and its label counts like ours. There a count is taken for our label only
while the line has held from the first byte on, every question was answered and no fault was told; an ESC/POS printer
tells each label of ours by itself. After a kill, a count that has not moved proves that nothing was printed, one that
has moved proves nothing: scanning the label does.

While a label that had begun waits for a count, the station itself prints nothing else there: no trial of the doctor or
the set-up screen and no return label; they say why, and that the station is to be started first.

What no counter can tell: a printer that takes a whole job, answers behind its last byte, and then throws it away
without a word in the very moment in which another station's label is counted. The operator has no label to scan then.

"""


def table(said_of: dict[Key, str]) -> str:
    """Markdown of (fault, language, line) -> cell; two lines with one answer share a row."""
    rows = ["| fault | line | " + " | ".join(LANGUAGES) + " |", "|---|---|" + "---|" * len(LANGUAGES)]
    for fault in FAULTS:
        for line in ("tcp", "pty", SHARED):
            if possible(fault, line):
                said = [said_of[fault, language, line] for language in LANGUAGES]
                rows.append(f"| {fault} | {line} | " + " | ".join(said) + " |")
    return "\n".join(rows) + "\n"


def written(text: str) -> dict[Key, str]:
    """The cells of a page."""
    found: dict[Key, str] = {}
    for row in text[text.index("|---") :].splitlines()[1:]:
        if row.startswith("| "):
            fault, line, *said = [part.strip() for part in row.strip("| ").split("|")]
            found.update({(fault, language, line): cell for language, cell in zip(LANGUAGES, said, strict=True)})
    return found


_KNOWN = {"NOT_SENT": 0, "UNKNOWN": 1}
"""A busy machine knows less: of two runs the page takes the one that knew more."""


def main() -> int:
    """Run all, write the page, and tell how many were wrong."""
    runs, second = run_all(), run_all()
    runs = {
        key: max(found, second[key], key=lambda one: _KNOWN.get(one.outcome.verdict, 2)) for key, found in runs.items()
    }
    DOCUMENT.write_text(HEAD + table({key: found.cell for key, found in runs.items()}), "utf-8")
    wrong = [(key, found) for both in (runs, second) for key, found in both.items() if not found.right]
    sys.stdout.write(f"{len(runs)} cells, {len(wrong)} wrong\n" + "".join(f"{key}: {found}\n" for key, found in wrong))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
