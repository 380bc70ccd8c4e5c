"""A pair of hands for the demo: scans through the simulated scanner, puts things on the simulated scale, sticks on what
the printer put out, and looks at the screen (the snapshots) before going on."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Condition

from msgspec import Struct

from station.app import Station
from station.demo.peers import Bench
from station.demo.reading import read_codes
from station.domain.bench.inputs import Press, Typed
from station.domain.bench.snapshot import Snapshot, Told
from station.lamps import Status
from station.store.connect import read_only
from station.store.schema import FILE
from station.store.statements import OPEN_JOBS

PATIENCE_S = 20.0


class Astray(Exception):
    """The bench did not do what the morning expects; says what was on the screen."""


class Picture(Struct, frozen=True):
    """A moment kept for a screenshot: its name, what was on the screen, the last notice, the lamps, and what the screen
    showed since the picture before."""

    name: str
    snapshot: Snapshot
    told: tuple[Told, ...]
    status: Status
    before: tuple[Snapshot, ...]


class Player:
    """Drives one station. Every method waits until the bench has answered; raises Astray where it does not."""

    def __init__(self, station: Station, bench: Bench) -> None:
        self.station, self.bench = station, bench
        self.pictures: list[Picture] = []
        self._news = Condition()
        self._snapshot: Snapshot | None = None
        self._told: list[Told] = []
        self._since: list[Snapshot] = []
        station.engine.subscribe(self._saw, self._heard)
        station.lamps.subscribe(self._lit)

    def _saw(self, snapshot: Snapshot) -> None:
        with self._news:
            self._snapshot = snapshot
            self._since.append(snapshot)
            self._news.notify_all()

    def _heard(self, told: Told) -> None:
        with self._news:
            self._told.append(told)
            self._news.notify_all()

    def _lit(self, status: Status) -> None:
        with self._news:
            self._news.notify_all()

    def until_service_is_away(self) -> None:
        """Until the status bar tells that the service does not answer: sync notices it a moment later."""
        self.wait(self._tells_of_absence, "the lamp of a service that is away")

    def _tells_of_absence(self) -> bool:
        sync = self.station.lamps.status.sync
        return sync is not None and sync.state == "waiting" and sync.unsent > 0

    @property
    def screen(self) -> Snapshot:
        """What is on the screen."""
        if self._snapshot is None:
            raise Astray("nothing is on the screen yet")
        return self._snapshot

    def scan(self, code: str, to: str = "", hears: str = "") -> None:
        """One scan; waits for the step `to`, or for the notice `hears`."""
        self._do(lambda: self._trigger(code), f"scan {code!r}", to, hears)

    def _trigger(self, code: str) -> None:
        if not self.bench.scanner.wait_connected(PATIENCE_S) or not self.bench.scanner.scan(code.encode()):
            raise Astray("the scanner is not connected")

    def press(self, key: str, to: str = "", hears: str = "") -> None:
        """One choice by touch; waits until its question is settled, too: a label that comes out beside it draws the
        screen anew as well."""
        question = self.screen.question
        self._do(lambda: self.station.engine.post(Press(question, key)), f"press {key}", to, hears)
        self.wait(lambda: hears != "" or self.screen.question != question, f"press {key} -> another question")

    def type(self, text: str, to: str = "", hears: str = "") -> None:
        """Words or numbers."""
        self._do(lambda: self.station.engine.post(Typed(text)), f"type {text!r}", to, hears)

    def _do(self, act: Callable[[], object], what: str, to: str, hears: str) -> None:
        with self._news:
            number, told = self.screen.number, len(self._told)
        act()
        self.wait(lambda: self._answered(number, told, to, hears), f"{what} -> {to or hears}")

    def _answered(self, number: int, told: int, to: str, hears: str) -> bool:
        if hears:
            return any(t.notice.text.key == hears for t in self._told[told:])
        return self.screen.number > number and (not to or self.screen.step == to)

    def wait(self, good: Callable[[], bool], what: str) -> None:
        """Until good() holds; looked at with every snapshot and notice."""
        with self._news:
            if not self._news.wait_for(good, PATIENCE_S):
                heard = self._told[-1].notice.text.key if self._told else "nothing"
                raise Astray(f"{what}: the screen shows {self.screen.step!r}, heard {heard}")

    def label(self) -> str:
        """The unit's code, read from the label that came out last, once the printer's verdict is on the screen."""
        card = self.screen.label
        job_done = ("PRINTED", "PARTIAL", "NOT_PRINTED", "UNKNOWN", "verified")
        self.wait(lambda: bool(self.screen.label and self.screen.label.state in job_done), "the printer's verdict")
        card = self.screen.label
        codes = read_codes(self.newest_label())
        mine = [c for c in codes if card and c.startswith(card.lpn)]
        if not mine:
            raise Astray(f"the label reads {codes}, not {card.lpn if card else '?'}")
        return min(mine, key=len)

    def wait_for_printer(self) -> None:
        """Until every label that was ordered has come out or failed: a fault then meets the label that it is meant
        for."""
        self.wait(lambda: not self._ordered(), "the printer's last label")

    def _ordered(self) -> list[tuple[str]]:
        with closing(read_only(self.station.config.home / FILE)) as connection:
            return list(connection.execute(OPEN_JOBS).fetchall())

    def newest_label(self) -> Path:
        """The picture of the label that came out last."""
        labels = self.bench.printer.labels
        if not labels:
            raise Astray("no label has come out")
        return Path(labels[-1].path)

    def stick_and_stow(self, tote: str, to: str = "identify") -> None:
        """Label on, read back, into the tote."""
        self.scan(self.label(), to="stowing")
        self.scan(tote, to=to)

    def grade(self, *answers: str) -> None:
        """Answers the checklist; the last answer orders the label. A picture that an answer wants is taken by the
        bench's camera; without one it is gone without."""
        for n, answer in enumerate(answers, 1):
            to = "labelling" if n == len(answers) else "checking"
            self.press(answer)
            if self.screen.step == "photo":
                self.wait(self._camera_has_answered, "the camera's word")
            if self.screen.step == "photo":
                self.press("no_photo")
            self.wait(lambda: self.screen.step == to, f"answer {answer} -> {to}")  # noqa: B023  # waited for at once

    def _camera_has_answered(self) -> bool:
        return self.screen.step != "photo" or any(choice.key == "again" for choice in self.screen.choices)

    def close(self) -> None:
        """Closes the parcel."""
        self.press("close", to="closing")
        self.press("close", to="ready")

    def keep(self, name: str) -> None:
        """Remembers what is on the screen, for a screenshot."""
        before, self._since = tuple(self._since), []
        status = self.station.lamps.status
        self.pictures.append(Picture(name, self.screen, tuple(self._told[-1:]), status, before))
