"""What printer languages of text lines with pictures in them share: lines, counted picture data, and immediate commands
that are obeyed wherever they stand. Pure; what a line means is each language's own."""

import re

from station.devices.virtual_orders import MAX_HELD, Cancel, Order


class LineStream:
    """A virtual_orders.Stream but for `answer` and `obey`. immediate: the commands that wait for no line; picture: the
    head of a picture, its groups 3 and 4 being bytes a row and rows; head: bytes that such a head may have; tail: bytes
    that an immediate command may reach back."""

    immediate: re.Pattern[bytes]
    picture: re.Pattern[bytes]
    opening: bytes
    head: int
    tail: int

    def __init__(self) -> None:
        self._held = bytearray()
        self._tail = b""
        self._began = False

    @property
    def partial(self) -> int:
        """See Stream.partial."""
        return len(self._held) + self._began

    def feed(self, data: bytes) -> list[Order]:
        """See Stream.feed."""
        orders, rest = self._immediate(data)
        self._held += rest
        if len(self._held) > MAX_HELD:
            self._held.clear()
        while (line := self._next()) is not None:
            orders.extend(self.obey(line))
        return orders

    def answer(self, match: re.Match[bytes]) -> Order:
        """The order of an immediate command."""
        raise AssertionError(f"{match[0]!r} belongs to a language")

    def obey(self, line: bytes) -> list[Order]:
        """The orders of one whole line."""
        raise AssertionError(f"{line[:20]!r} belongs to a language")

    def _immediate(self, data: bytes) -> tuple[list[Order], bytes]:
        """Immediate commands in whatever has come in, and what is left of it: a cancel takes all that came before.

        A match that ends within the tail has been told before.
        """
        seen, old, orders = self._tail + data, len(self._tail), list[Order]()
        for match in self.immediate.finditer(seen):
            if match.end() <= old:
                continue
            order = self.answer(match)
            orders.append(order)
            if isinstance(order, Cancel):
                self._held.clear()
                self._began = False
                data = seen[match.end() :]
        self._tail = seen[-self.tail :]
        return orders, data

    def _next(self) -> bytes | None:
        """The next whole line; a picture's data are counted, not searched."""
        if immediate := self.immediate.match(self._held):
            del self._held[: immediate.end()]
        if picture := self.picture.match(self._held):
            end = picture.end() + int(picture[3]) * int(picture[4])
            return self._take(end) if len(self._held) >= end + 2 else None
        if self._held.startswith(self.opening) and len(self._held) < self.head:
            return None
        end = self._held.find(b"\r\n")
        return None if end < 0 else self._take(end)

    def _take(self, end: int) -> bytes:
        line = bytes(self._held[:end])
        del self._held[: end + 2]
        return line
