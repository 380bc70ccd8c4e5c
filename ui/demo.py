"""The demo with a display: the station's real window over simulated devices, and beside it a guide that plays the
morning beat by beat or scans what its user picks. Starts and stops everything; the beats are station/demo's."""

import sys
import traceback
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from station.demo.morning import MORNING, Beat, Stage
from station.demo.show import Say, fresh, leave_results, staged
from station.workshop import Workshop
from ui.__main__ import now_in
from ui.desk import Desk
from ui.ending import end_by_signal
from ui.faults import watched
from ui.lamps import Fitter, plain
from ui.picture import application
from ui.screens.guide import Guide


class _Hands(QObject):
    """Plays beats on a thread of its own, so that the window stays alive; tells how each one went."""

    done = Signal(int, str)

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._thread: Thread | None = None

    @property
    def busy(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def play(self, first: int, last: int) -> None:
        """Plays the beats first to last; one at a time."""
        if not self.busy:
            self._thread = Thread(target=self._run, args=(first, last), name="demo-hands")
            self._thread.start()

    def scan(self, code: str) -> None:
        """One pull of the trigger."""
        self._stage.player.bench.scanner.scan(code.encode())

    def wait(self) -> None:
        """Until the beat at hand is over."""
        if self._thread:
            self._thread.join()

    def _run(self, first: int, last: int) -> None:
        for n in range(first, last + 1):
            problem = self._one(MORNING[n])
            self.done.emit(n, problem)
            if problem:
                return

    def _one(self, beat: Beat) -> str:
        try:
            beat.play(self._stage)
        except Exception as error:  # whatever goes wrong is shown in the guide, the window stays usable
            traceback.print_exc()
            return str(error)
        return ""


def main(out: Path, say: Say = print) -> int:
    """Opens the demo until its window is closed; leaves the results in the folder. 0 ok, 1 something went wrong."""
    fresh(out)
    app = application()
    with staged(out, say) as (stage, config, token):
        station, zone = stage.player.station, ZoneInfo(config.tz)
        desk = Desk(station.engine, config.name, lambda: now_in(zone))
        with watched(desk.bridge.show_fault):
            station.lamps.subscribe(lambda status: desk.bridge.show_status(plain(status)))
            desk.fit(Fitter(Workshop(station)))
            desk.look_up(station.reader)
            station.offer_scans(desk.bridge.take_scan)
            desk.open(app)
            end_by_signal(app)
            hands = _Hands(stage)
            guide = _guide(stage, hands, desk.window)
            code = int(app.exec())
            hands.wait()
            guide.close()
            desk.close(app)
        leave_results(stage, config, token, out)
    return code


def _guide(stage: Stage, hands: _Hands, window: QWidget) -> Guide:
    codes = {badge.operator.name: badge.code for badge in stage.people.values()}
    guide = Guide([beat.title for beat in MORNING], codes)
    guide.play.connect(hands.play)
    guide.scan.connect(hands.scan)
    hands.done.connect(guide.played, Qt.ConnectionType.QueuedConnection)
    guide.stand_beside(window)
    return guide


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).absolute()))
