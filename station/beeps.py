"""Whether a scan was good, told back to the scanner that made it. Responsible for the judgement and for the way back to
the scanner's own thread; not for what a scanner's beep is (`devices`), nor for the sounds of the window."""

from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Protocol

from station.domain.bench.inputs import Input, Scan
from station.domain.bench.snapshot import Told

BAD = ("warn", "error")


class Judge(Protocol):
    """What we need of the engine: its callbacks come on its own thread, a step's before its future is done."""

    def ask(self, event: Input, /) -> "Future[int]": ...

    def subscribe(
        self, *, on_told: Callable[[Told], object] | None = None, on_committed: Callable[[int], object] | None = None
    ) -> None: ...


class Beeps:
    """A scan is bad where its step told a warning or an error, or could not be made durable; else it is good.

    Listening begins with the first scan: notices of the start are kept for a window that opens later.
    """

    def __init__(self, engine: Judge) -> None:
        self._engine = engine
        self._listening = self._bad = False
        self.answers: SimpleQueue[bool] = SimpleQueue()
        """What the scanner's thread is to tell it, in the order of the scans."""

    def scan(self, scan: Scan) -> None:
        """Hand a scan in; from the scanner's thread."""
        if not self._listening:
            self._listening = True
            self._engine.subscribe(on_told=self._told, on_committed=self._committed)
        self._engine.ask(scan).add_done_callback(self._done)

    def _committed(self, _facts: int) -> None:
        self._bad = False

    def _told(self, told: Told) -> None:
        self._bad = self._bad or told.notice.severity in BAD

    def _done(self, future: "Future[int]") -> None:
        self.answers.put(not (self._bad or future.exception() is not None))
