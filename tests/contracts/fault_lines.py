"""Lines that are ill: what comes in is late, in pieces, hurt or cut off before the driver reads it."""

import threading
from collections.abc import Callable

from station.devices.link import Link
from station.devices.ports import LinkLost


class Whole:
    """Hands everything on; the ill ones change what comes in."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def read(self, timeout: float) -> bytes:
        return self._link.read(timeout)

    def write(self, data: bytes) -> None:
        self._link.write(data)

    def close(self) -> None:
        self._link.close()


class Dripping(Whole):
    """One byte at a time, `pause` seconds apart."""

    def __init__(self, link: Link, pause: float = 0.0) -> None:
        super().__init__(link)
        self._held, self._pause = b"", pause

    def read(self, timeout: float) -> bytes:
        self._held = self._held or self._link.read(timeout)
        if self._held and self._pause:
            threading.Event().wait(self._pause)
        byte, self._held = self._held[:1], self._held[1:]
        return byte


class Bent(Whole):
    """What comes in goes through `bend` first."""

    def __init__(self, link: Link, bend: Callable[[bytes], bytes]) -> None:
        super().__init__(link)
        self._bend = bend

    def read(self, timeout: float) -> bytes:
        data = self._link.read(timeout)
        return self._bend(data) if data else data


class Once:
    """Changes the first bytes that come in, on whichever line, and none after."""

    def __init__(self, change: Callable[[bytes], bytes]) -> None:
        self._change, self._done = change, False

    def __call__(self, data: bytes) -> bytes:
        if self._done:
            return data
        self._done = True
        return self._change(data)


def hurt_digit(data: bytes) -> bytes:
    """The last digit is another one."""
    at = max((index for index, byte in enumerate(data) if byte & 0x7F in b"0123456789"), default=-1)
    return data if at < 0 else data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :]


def cut_off(data: bytes) -> bytes:
    """The line breaks."""
    raise LinkLost(f"reset behind {len(data) // 2} bytes")


class Late:
    """The answer to the first question comes only when the next one has been asked: `line` wraps each line opened."""

    def __init__(self) -> None:
        self._stash = b""
        self._asked = 0

    def line(self, link: Link) -> Link:
        late = self

        class Delayed(Whole):
            def write(self, data: bytes) -> None:
                late._asked += 1
                super().write(data)

            def read(self, timeout: float) -> bytes:
                if late._asked == 1:
                    late._stash += self._link.read(timeout)
                    return b""
                if late._asked > 1 and late._stash:
                    stale, late._stash = late._stash, b""
                    return stale
                return self._link.read(timeout)

        return Delayed(link)
