"""The demo's surroundings: a tracking service in its own process, a label printer, a scanner and a scale on loopback
that speak the wire protocols to the real drivers."""

import socket
import subprocess
import sys
import time
import urllib.request
from importlib.metadata import entry_points
from pathlib import Path
from threading import Event

from station.devices.simulated import VirtualScale, VirtualScanner
from station.devices.virtual_printer import VirtualPrinter

PATIENCE_S = 30.0


class Service:
    """The tracking service as its users run it; it can be away for a while."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._pause = Event()
        (part,) = entry_points(group="returns_station.parts", name="service")
        self._command = [sys.executable, "-m", part.module]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def run(self, *words: str) -> str:
        """One of its commands; what it printed."""
        done = subprocess.run(
            [*self._command, *words, "--home", str(self._home)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"tracking service: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout.strip()

    def start(self) -> None:
        """Starts serving; returns when it answers."""
        log = (self._home / "service.log").open("ab")
        with log:
            words = ["serve", "--port", str(self._port), "--home", str(self._home)]
            # A session of its own: Ctrl-C at the demo must not end the service before the demo has finished with it.
            self._process = subprocess.Popen([*self._command, *words], stdout=log, stderr=log, start_new_session=True)
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and self._process.poll() is None:
            if self._answers():
                return
            self._pause.wait(0.05)
        raise RuntimeError(f"the tracking service did not start; see {self._home / 'service.log'}")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/v1/health", timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self) -> None:
        """Goes away, as after a power cut."""
        if self._process:
            self._process.terminate()
            self._process.wait(PATIENCE_S)
            self._process = None


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Bench:
    """Scanner, scale and printer, plugged in."""

    def __init__(self, labels: Path) -> None:
        self.printer = VirtualPrinter(labels, port=0, memory=labels.parent / "printer-odometer.txt")
        self.scanner = VirtualScanner()
        self.scale = VirtualScale()

    def plug_in(self) -> None:
        for device in (self.printer, self.scanner, self.scale):
            device.start()

    def unplug(self) -> None:
        for device in (self.scanner, self.scale, self.printer):
            device.stop()
