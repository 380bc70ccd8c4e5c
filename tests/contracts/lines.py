"""The far end of a serial line for tests: a pty with a thread that listens and answers."""

import os
import re
import select
import threading
from collections.abc import Callable

KINDS = ["tcp", "pty"] if os.name == "posix" else ["tcp"]
"""The lines that a contract suite runs over; ptys are a POSIX thing."""


_SPEED = re.compile(r"B\d+").fullmatch


class PtyPeer:
    """`hear` gets what the station writes and returns the answer.

    The slave side is held open: a port that nobody has open is still plugged in.
    """

    def __init__(self, hear: Callable[[bytes], bytes]) -> None:
        self._hear = hear
        self._master, self._slave = os.openpty()
        self.path = os.ttyname(self._slave)
        self._wake, self._poke = os.pipe()
        self._plugged = True
        self._thread = threading.Thread(target=self._run, name="pty-peer")
        self._thread.start()

    def send(self, raw: bytes) -> None:
        os.write(self._master, raw)

    def speed(self) -> int:
        """The baud rate at which the station has opened it."""
        import termios

        if not self._plugged:
            return 0
        code: int = termios.tcgetattr(self._slave)[5]
        return next((int(name[1:]) for name, value in vars(termios).items() if _SPEED(name) and value == code), 0)

    def unplug(self) -> None:
        """Stop and close the far end. May be called twice."""
        if not self._plugged:
            return
        self._plugged = False
        os.write(self._poke, b"!")
        self._thread.join()
        for handle in (self._master, self._slave, self._wake, self._poke):
            os.close(handle)

    def _run(self) -> None:
        while True:
            readable, _, _ = select.select([self._master, self._wake], [], [])
            if self._wake in readable:
                return
            if answer := self._hear(os.read(self._master, 65536)):
                os.write(self._master, answer)
