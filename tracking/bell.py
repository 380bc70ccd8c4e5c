"""Wakes whoever waits for something new, in threads and in the event loop. It carries no news: look for yourself."""

import asyncio
from threading import Condition


class Bell:
    """Counts its rings, so that one which rang before the waiting began is not missed."""

    def __init__(self) -> None:
        self._condition = Condition()
        self._rings = 0
        self._listeners: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}
        self._closed = False

    @property
    def rings(self) -> int:
        return self._rings

    @property
    def closed(self) -> bool:
        """True once nobody shall wait any more, since the service stops."""
        return self._closed

    def ring(self) -> None:
        with self._condition:
            self._rings += 1
            self._condition.notify_all()
            for event, loop in self._listeners.items():
                loop.call_soon_threadsafe(event.set)

    def close(self) -> None:
        self._closed = True
        self.ring()

    def wait(self, seen: int, timeout: float) -> int:
        """Blocks a thread until there was a ring after `seen`, or for timeout seconds; the number of rings by now."""
        with self._condition:
            self._condition.wait_for(lambda: self._rings != seen or self._closed, timeout)
            return self._rings

    async def heard(self, seen: int, timeout: float) -> None:
        """The same for the event loop."""
        event = asyncio.Event()
        with self._condition:
            if self._rings != seen or self._closed:
                return
            self._listeners[event] = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                await event.wait()
        except TimeoutError:
            return
        finally:
            with self._condition:
                self._listeners.pop(event, None)
