"""The mechanism of the virtual printer: a queue of labels, paper that can run out, an odometer that survives.

Responsible for the truth: which label really came out. Not responsible for lines and answers.
"""

import logging
import re
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from station.devices.png import write_png
from station.devices.virtual_orders import Format

_LOG = logging.getLogger(__name__)

BLOCKS = ("paper_out", "head_open", "ribbon_out", "pause", "wrong_media", "low_battery")


class Label(msgspec.Struct, frozen=True):
    """A label that came out: the odometer's number, the job that the format named, where its picture lies."""

    number: int
    job: str
    path: Path
    problems: tuple[str, ...]


Call = Callable[[], None]


def _nothing() -> None:
    """For labels whose sender wants to hear nothing."""


class _Mark:
    """Something to be done when everything queued before it is out."""

    def __init__(self, call: Call) -> None:
        self.call = call


class _Work:
    def __init__(self, form: Format, done: Call, owner: object) -> None:
        self.form, self.remaining, self.done, self.owner = form, form.copies, done, owner
        self.png = b""

    def picture(self) -> bytes:
        self.png = self.png or write_png(self.form.width, self.form.rows)
        return self.png


class Press:
    """Prints what is queued, `pace` seconds a label, each copy as NNNN-<job>.png in `folder`, NNNN the odometer.

    Every method may be called from any thread.
    """

    def __init__(
        self,
        folder: Path,
        *,
        memory: Path | None,
        pace: float,
        printed: Callable[[Label], None] | None,
        deaf: bool = False,
    ) -> None:
        self.labels: list[Label] = []
        self._folder, self._memory = folder, memory or folder / "odometer.txt"
        self._pace, self._printed, self._deaf = pace, printed, deaf
        self._queue: deque[_Work | _Mark] = deque()
        self._changed = threading.Condition()
        self._off = threading.Event()
        self._off.set()
        self._block, self._media = "", -1
        self._thread: threading.Thread | None = None
        self.odometer = 0

    def switch_on(self) -> None:
        """Start printing; the odometer continues where the pictures and its file end, whichever is further."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._memory.parent.mkdir(parents=True, exist_ok=True)
        self.odometer = max(self.odometer, self._remembered())
        self._off.clear()
        self._thread = threading.Thread(target=self._run, name="virtual-press")
        self._thread.start()

    def switch_off(self) -> None:
        """Stop; what was queued is lost, as in a printer whose power is cut. May be called twice."""
        self._off.set()
        with self._changed:
            self._queue.clear()
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def accept(self, form: Format, done: Call = _nothing, owner: object = None) -> None:
        """Queue one format; `done` is called, on the press's thread, for each copy that came out."""
        with self._changed:
            self._queue.append(_Work(form, done, owner))
            self._changed.notify_all()

    def mark(self, call: Call) -> None:
        """Call it when everything queued so far is out; where the press is deaf, not while it is blocked."""
        with self._changed:
            self._queue.append(_Mark(call))
            self._changed.notify_all()

    def cancel(self, owner: object = None) -> None:
        """Forget everything queued (~JA), or only what `owner` queued."""
        with self._changed:
            kept = [work for work in self._queue if owner and isinstance(work, _Work) and work.owner is not owner]
            self._queue = deque(kept)
            self._changed.notify_all()

    def block(self, why: str, *, after: int = -1) -> None:
        """One of BLOCKS at once, or paper out after that many labels; "" heals and prints on."""
        with self._changed:
            self._block, self._media = why, after
            if after == 0:
                self._block = "paper_out"
            self._changed.notify_all()

    def state(self) -> tuple[str, int, int]:
        """(block, formats waiting, copies of the present one still to print)."""
        with self._changed:
            works = [work for work in self._queue if isinstance(work, _Work)]
            remaining = works[0].remaining if works else 0
            return self._block, max(len(works) - 1, 0), remaining

    def wait_for(self, odometer: int, timeout: float) -> bool:
        """Whether the odometer reached that number within `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self.odometer >= odometer, timeout)

    def _run(self) -> None:
        while (work := self._take()) is not None:
            if isinstance(work, _Mark):
                work.call()
                continue
            picture = work.picture()
            if self._pace:
                self._off.wait(self._pace)
            label = self._finish(work, picture)
            if label:
                work.done()
            if label and self._printed:
                self._printed(label)

    def _take(self) -> _Work | _Mark | None:
        with self._changed:
            self._changed.wait_for(lambda: self._off.is_set() or self._can_go_on())
            if self._off.is_set():
                return None
            return self._queue.popleft() if isinstance(self._queue[0], _Mark) else self._queue[0]

    def _can_go_on(self) -> bool:
        if not self._queue:
            return False
        return not self._block or (isinstance(self._queue[0], _Mark) and not self._deaf)

    def _finish(self, work: _Work, picture: bytes) -> Label | None:
        with self._changed:
            if self._off.is_set() or self._block:
                return None  # stopped within this label: it does not count, and is begun anew when healed
            try:
                label = self._put_out(work.form, picture)
            except OSError as fault:
                _LOG.warning("virtual printer cannot keep a label: %s", fault)
                self._block = "paper_out"  # a full disk is its paper
                return None
            work.remaining -= 1
            if not work.remaining and self._queue and self._queue[0] is work:
                self._queue.popleft()
            self._use_paper()
            self._changed.notify_all()
            return label

    def _put_out(self, form: Format, picture: bytes) -> Label:
        number = self.odometer + 1
        safe = re.sub(r"[^A-Za-z0-9._-]", "_", form.job)[:80] or "label"
        path = self._folder / f"{number:04d}-{safe}.png"
        _write_whole(path, picture)
        with suppress(OSError):  # the picture is out and counts; the pictures are a second memory
            _write_whole(self._memory, b"%d" % number)
        self.odometer = number
        label = Label(number, form.job, path, form.problems)
        self.labels.append(label)
        return label

    def _use_paper(self) -> None:
        if self._media > 0:
            self._media -= 1
            if self._media == 0:
                self._block = "paper_out"

    def _remembered(self) -> int:
        told = self._memory.read_text("ascii").strip() if self._memory.exists() else ""
        seen = (re.match(r"(\d+)-", path.name) for path in self._folder.glob("*.png"))
        return max([int(told) if told.isdigit() else 0, *(int(match[1]) for match in seen if match)])


def _write_whole(path: Path, data: bytes) -> None:
    """All or nothing: a killed process leaves no half picture that would count as a label."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)
