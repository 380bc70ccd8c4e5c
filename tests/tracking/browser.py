"""A real browser without a window, spoken to over a pipe: opens pages, fills forms in, takes pictures. It proves what a
person sees; what the service answers is proved without it."""

import fcntl
import json
import os
import select
import signal
from base64 import b64decode
from pathlib import Path
from time import monotonic
from typing import Any

PHONE, DESK = (390, 780), (1280, 800)
"""Widths and heights in CSS pixels."""
WITHIN_S = 60.0

_ARGUMENTS = (
    "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-pipe",
    "about:blank",
)  # fmt: skip


class Browser:
    """One browser with one page, from here to close(). profile: a folder of its own."""

    def __init__(self, profile: Path) -> None:
        told, heard = os.pipe(), os.pipe()
        ends = [_high(end) for end in (told[0], heard[1])]
        wiring = [(os.POSIX_SPAWN_DUP2, ends[0], 3), (os.POSIX_SPAWN_DUP2, ends[1], 4)]
        arguments = [*_ARGUMENTS[:-1], f"--user-data-dir={profile}", _ARGUMENTS[-1]]
        quiet = [(os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
        self._pid = os.posix_spawnp(arguments[0], arguments, os.environ, file_actions=[*wiring, *quiet], setpgroup=0)
        for end in ends:
            os.close(end)
        self._to, self._from = told[1], heard[0]
        self._asked, self._rest, self._session = 0, b"", ""
        self._until = monotonic() + WITHIN_S
        self._session = self._attach()

    def close(self) -> None:
        """Ends the browser and all that belongs to it."""
        os.killpg(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._to)
        os.close(self._from)

    def look(self, url: str, size: tuple[int, int], language: str, *, dark: bool = False) -> None:
        """Opens a page as a reader of this language (`zh-CN`) sees it, on a screen of this size."""
        self._until = monotonic() + WITHIN_S
        width, height = size
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self._call("Emulation.setDeviceMetricsOverride", **metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._call("Emulation.setEmulatedMedia", features=[scheme])
        self._call("Network.enable")
        self._call("Network.setExtraHTTPHeaders", headers={"Accept-Language": language})
        self._leaving("Page.navigate", url=url)

    def submit(self, form: str, **fields: str) -> None:
        """Fills the form (a CSS selector) in and presses its button (`press`: that button's value)."""
        pressed = fields.pop("press", "")
        button = f"button[value='{pressed}']" if pressed else "button"
        fill = "".join(f"f.querySelector('[name={n}]').value = {json.dumps(v)};" for n, v in fields.items())
        script = f"const f = document.querySelector({json.dumps(form)}); {fill} f.querySelector({json.dumps(button)})"
        self._leaving("Runtime.evaluate", expression=f"(() => {{ {script}.click(); }})()", userGesture=True)

    def value(self, expression: str) -> Any:
        """What a line of script says of the page."""
        told = self._call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def picture(self) -> bytes:
        """The whole page as PNG."""
        return b64decode(self._call("Page.captureScreenshot", format="png", captureBeyondViewport=True)["data"])

    def _attach(self) -> str:
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = str(self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        self._call("Page.enable")
        return self._session

    def _leaving(self, method: str, **told: Any) -> None:
        """Does what leads to another page, and waits until that one is there."""
        number = self._send(method, told)
        answered = loaded = False
        while not (answered and loaded):
            message = self._next()
            assert "error" not in message, message
            answered |= message.get("id") == number
            loaded |= message.get("method") == "Page.loadEventFired"

    def _call(self, method: str, **told: Any) -> dict[str, Any]:
        number = self._send(method, told)
        while True:
            message = self._next()
            if message.get("id") == number:
                assert "error" not in message, message
                return dict(message["result"])

    def _send(self, method: str, told: dict[str, Any]) -> int:
        self._asked += 1
        message = {"id": self._asked, "method": method, "params": told}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        return self._asked

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._from], [], [], max(0.0, self._until - monotonic()))
            assert ready, "the browser says nothing"
            part = os.read(self._from, 1 << 16)
            assert part, "the browser has ended"
            self._rest += part
        line, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(line))


def _high(end: int) -> int:
    """The same end by a number that is none of those that the browser speaks on."""
    moved = fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(end)
    return moved
