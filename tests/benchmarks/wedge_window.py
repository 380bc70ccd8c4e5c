"""The process that `bench wedge` measures: a window with a field, a wedge before it. Tells what became of the scans."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

LENGTH = 39
BLOCKED_S = 1.0
PATIENCE_S = 300.0
SETTLE_S = 0.7
"""What is still on its way comes within this time."""


def main() -> int:
    """`posted` or `x11`, and how many scans. Prints JSON."""
    how, number = sys.argv[1], int(sys.argv[2])
    if how == "posted":
        print(json.dumps(_measured(_post, number)))
        return 0
    with _screen() as display:
        os.environ |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        print(json.dumps(_measured(_type, number)))
    return 0


def real_keys_possible() -> bool:
    """Whether there is an X server and something that types on it."""
    return bool(shutil.which("Xvfb") and shutil.which("xdotool"))


def _measured(feed: Callable[[Any, list[str]], threading.Thread], number: int) -> dict[str, float]:
    from PySide6.QtWidgets import QApplication, QLineEdit

    from tests.ui.typing_feed import codes
    from ui.devices.wedge import Wedge

    app, field, typed = QApplication([]), QLineEdit(), codes(number, LENGTH)
    scans: list[bytes] = []
    broken: list[bytes] = []
    wedge = Wedge(scans.append, broken.append)
    wedge.install(app)
    field.show()
    field.activateWindow()
    until(field.hasFocus)
    blocked: list[float] = []
    begun, thread = time.perf_counter(), feed(field.windowHandle(), typed)
    until(lambda: len(scans) >= number // 2)
    blocked.append(_block())
    until(lambda: len(scans) + len(broken) >= number or not thread.is_alive())
    until(lambda: False, SETTLE_S)
    taken = time.perf_counter() - begun - blocked[0]
    wedge.remove(app)
    thread.join()
    return {
        "whole": _in_order(scans, typed),
        "broken": len(broken),
        "leaked": len(field.text()),
        "blocked_s": blocked[0],
        "us_per_key": taken / number / (LENGTH + 1) * 1e6,
    }


def _in_order(scans: list[bytes], typed: list[str]) -> int:
    """How many of the codes were told whole, in their order, none twice."""
    rest = iter(typed)
    return sum(any(scan == code.encode() for code in rest) for scan in scans)


def until(so: Callable[[], bool], patience: float = PATIENCE_S) -> None:
    """Handle events, as a window does, until it is so or patience ends."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, timer, deadline = QEventLoop(), QTimer(interval=5), time.monotonic() + patience
    timer.timeout.connect(lambda: loop.quit() if so() or time.monotonic() > deadline else None)
    timer.start()
    loop.exec()


def _block() -> float:
    """The window's thread does nothing for a while."""
    begun = time.monotonic()
    threading.Event().wait(BLOCKED_S)
    return time.monotonic() - begun


def _post(window: Any, typed: list[str]) -> threading.Thread:
    from tests.ui.typing_feed import START, post

    def run() -> None:
        for index, code in enumerate(typed):
            post(window, code, START + index)

    thread = threading.Thread(target=run, name="keyboard")
    thread.start()
    return thread


def _type(_window: Any, typed: list[str]) -> threading.Thread:
    """Real keys; xdotool takes a scan and its Enter as one command of a script."""
    script = "".join(f"type --delay 0 {code}\nkey --delay 0 Return\n" for code in typed)

    def run() -> None:
        subprocess.run(["xdotool", "-"], input=script, text=True, check=True, timeout=PATIENCE_S)

    thread = threading.Thread(target=run, name="keyboard")
    thread.start()
    return thread


@contextmanager
def _screen() -> Iterator[str]:
    """A screen of our own, on a number that is free."""
    server, number = _started()
    try:
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def _started(tries: int = 5) -> "tuple[subprocess.Popen[bytes], str]":
    """Two servers that start at once may want the same number: one of them then ends without telling any."""
    for _ in range(tries):
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "800x600x24", "-nolisten", "tcp"]
        server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as told:
            if number := told.readline().strip():
                return server, number
        server.wait()
    raise RuntimeError("no X server could be started")


if __name__ == "__main__":
    sys.exit(main())
