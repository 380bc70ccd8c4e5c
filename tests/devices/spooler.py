"""A real print system for tests, all of it on loopback and in one folder: ippeveprinter with label stock, and CUPS with
queues. Nobody else's spooler is touched. `mode` is what befalls the printer; `sheets` are the documents that came out.
"""

import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE_S = 20.0
MODES = ("ok", "paper_out", "abort", "slow")

_BUS = """<busconfig><type>session</type><listen>unix:path={folder}/bus</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""

_COLUMN = (
    "{{ MEMBER collection media-size {size} MEMBER integer media-bottom-margin 0 MEMBER integer media-left-margin 0 "
    "MEMBER integer media-right-margin 0 MEMBER integer media-top-margin 0 MEMBER keyword media-type labels "
    "MEMBER keyword media-source main }}"
).format(size="{ MEMBER integer x-dimension 10160 MEMBER integer y-dimension 15240 }")

_STOCK = f"""ATTR mimeMediaType document-format-supported application/pdf,image/pwg-raster,application/octet-stream
ATTR mimeMediaType document-format-default application/pdf
ATTR keyword media-supported oe_4x6-label_4x6in
ATTR keyword media-default oe_4x6-label_4x6in
ATTR keyword media-ready oe_4x6-label_4x6in
ATTR collection media-size-supported {{ MEMBER integer x-dimension 10160 MEMBER integer y-dimension 15240 }}
ATTR integer media-bottom-margin-supported 0
ATTR integer media-left-margin-supported 0
ATTR integer media-right-margin-supported 0
ATTR integer media-top-margin-supported 0
ATTR keyword media-type-supported labels
ATTR keyword media-source-supported main
ATTR keyword media-col-supported media-size,media-size-name,media-type,media-source
ATTR collection media-col-default {_COLUMN}
ATTR collection media-col-ready {_COLUMN}
ATTR collection media-col-database {_COLUMN}
ATTR resolution printer-resolution-default 203dpi
ATTR resolution printer-resolution-supported 203dpi
ATTR resolution pwg-raster-document-resolution-supported 203dpi
ATTR keyword pwg-raster-document-type-supported black_1,sgray_8
ATTR keyword print-color-mode-supported monochrome
ATTR keyword print-color-mode-default monochrome
ATTR boolean color-supported false
ATTR keyword sides-supported one-sided
ATTR keyword sides-default one-sided
"""

_A4 = {"10160": "21000", "15240": "29700", "oe_4x6-label_4x6in": "iso_a4_210x297mm"}
"""Of the stock: label -> page."""

_PRESS = """#!/bin/sh
for document; do :; done
case "$(cat {folder}/mode)" in
abort) exit 1 ;;
paper_out)
    echo "STATE: +media-empty-error" >&2
    while [ "$(cat {folder}/mode)" = paper_out ]; do sleep 0.05; done
    echo "STATE: -media-empty-error" >&2 ;;
slow) while [ "$(cat {folder}/mode)" = slow ]; do sleep 0.05; done ;;
esac
cp "$document" "{folder}/coming" && mv "{folder}/coming" "{folder}/sheets/$IPP_JOB_NAME"
"""

_CUPSD = """Listen 127.0.0.1:{port}
Listen {folder}/cups.sock
Browsing Off
DefaultAuthType None
WebInterface No
<Location />
Order allow,deny
Allow localhost
</Location>
<Policy default>
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def wait(until: Callable[[], bool], what: str) -> None:
    """Looks until it holds; a clear failure after a while."""
    deadline, pause = time.monotonic() + PATIENCE_S, threading.Event()
    while not until():
        assert time.monotonic() < deadline, f"{what} did not come"
        pause.wait(0.02)


class Spooler:
    """All of it. `printer` and `queue` are ipp addresses; `raw` is a queue that throws bytes at a port. a4: it has
    office paper instead of labels."""

    def __init__(self, folder: Path, *, a4: bool = False) -> None:
        self.folder, self._stock = folder, _STOCK
        for label, page in _A4.items() if a4 else ():
            self._stock = self._stock.replace(label, page)
        self._processes: list[subprocess.Popen[bytes]] = []
        self._environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/bus", "LC_ALL": "C"}
        self._printer_port, self._cups_port = free_port(), free_port()
        self.printer = f"ipp://localhost:{self._printer_port}/ipp/print"
        self.queue = f"ipp://127.0.0.1:{self._cups_port}/printers/labels"
        self.raw = f"ipp://127.0.0.1:{self._cups_port}/printers/raw"
        self.mode("ok")
        self._bus()
        self._ippeveprinter()
        self._cups()

    def mode(self, mode: str) -> None:
        assert mode in MODES
        new = self.folder / "mode.new"
        new.write_text(mode)
        new.replace(self.folder / "mode")

    def sheets(self) -> dict[str, bytes]:
        """What came out, by the job's name."""
        return {path.name: path.read_bytes() for path in (self.folder / "sheets").iterdir()}

    def stop(self) -> None:
        self.mode("ok")
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            try:
                process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _bus(self) -> None:
        """ippeveprinter does not start without a system bus: this one is its own."""
        config = self.folder / "bus.conf"
        config.write_text(_BUS.format(folder=self.folder))
        self._start("dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile")
        wait((self.folder / "bus").exists, "the bus")

    def _ippeveprinter(self) -> None:
        (self.folder / "sheets").mkdir()
        (self.folder / "held").mkdir()
        stock, press = self.folder / "stock.conf", self.folder / "press.sh"
        stock.write_text(self._stock)
        press.write_text(_PRESS.format(folder=self.folder))
        press.chmod(0o755)
        where = ("-r", "off", "-n", "localhost", "-p", str(self._printer_port), "-d", str(self.folder / "held"))
        self._start("ippeveprinter", *where, "-a", str(stock), "-c", str(press), "Labels")
        wait(lambda: _listens(self._printer_port), "the printer")

    def _cups(self) -> None:
        (self.folder / "cupsd.conf").write_text(_CUPSD.format(folder=self.folder, port=self._cups_port))
        places = ("ServerRoot", "RequestRoot", "TempDir", "CacheDir", "StateDir")
        for place in places:
            (self.folder / place).mkdir()
        rows = [f"{place} {self.folder / place}" for place in places]
        rows += [f"{log} {self.folder / log}" for log in ("AccessLog", "ErrorLog", "PageLog")]
        (self.folder / "cups-files.conf").write_text("\n".join([*rows, "SystemGroup root", ""]))
        self._start("cupsd", "-f", "-c", str(self.folder / "cupsd.conf"), "-s", str(self.folder / "cups-files.conf"))
        wait(lambda: _listens(self._cups_port), "CUPS")
        self._add("labels", self.printer, "everywhere")

    def add_raw(self, port: int) -> None:
        """The queue `raw`, which throws bytes at a port of loopback."""
        self._add("raw", f"socket://127.0.0.1:{port}", "raw")

    def _add(self, name: str, device: str, model: str) -> None:
        server = {**self._environment, "CUPS_SERVER": f"127.0.0.1:{self._cups_port}"}
        command = [_tool("lpadmin"), "-p", name, "-E", "-v", device, "-m", model]
        done = subprocess.run(command, env=server, capture_output=True, check=False, timeout=PATIENCE_S)
        assert done.returncode == 0, done.stderr.decode()

    def _start(self, name: str, *arguments: str) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [_tool(name), *arguments], stdout=log, stderr=log, env=self._environment, cwd=self.folder
            )
        self._processes.append(process)


def _tool(name: str) -> str:
    """Where Debian keeps it; /usr/sbin is in nobody's path but root's."""
    found = next((p for p in (Path("/usr/sbin", name), Path("/usr/bin", name)) if p.exists()), None)
    assert found, f"{name} is not installed (Debian packages cups, cups-ipp-utils, dbus)"
    return str(found)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
