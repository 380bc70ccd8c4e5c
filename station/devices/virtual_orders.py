"""What the virtual printers' languages have in common: what comes in on one connection -> jobs, questions, cancels.

Pure. A language reads bytes into these; the virtual printer carries them out, with the faults that are set.
"""

from typing import Protocol

import msgspec

MAX_DOTS = 20_000
MAX_HELD = 8_000_000


class Format(msgspec.Struct, frozen=True):
    """One label as sent: dots (rows of packed bits, set = black), how often, and whose job (a comment in the job)."""

    job: str
    width: int
    rows: list[bytes]
    copies: int
    problems: tuple[str, ...] = ()


class Print(msgspec.Struct, frozen=True):
    """Put this label out, and send `receipt` back for each copy that came out."""

    form: Format
    receipt: bytes = b""


class Ask(msgspec.Struct, frozen=True):
    """A question; one that is not `ordered` is answered at once, an ordered one behind everything sent before it."""

    question: bytes
    ordered: bool = False


class Cancel(msgspec.Struct, frozen=True):
    """Forget everything queued, or with `own` only what this connection has sent, and say `reply`."""

    reply: bytes = b""
    own: bool = False


Order = Print | Ask | Cancel


class State(msgspec.Struct, frozen=True):
    """What a printer could tell of itself: a block ("paper_out" …, empty for none), what waits, labels ever put out."""

    block: str = ""
    formats: int = 0
    remaining: int = 0
    partial: bool = False
    odometer: int = 0


class Stream(Protocol):
    """One connection's bytes -> orders, whatever the pieces they come in."""

    @property
    def partial(self) -> int:
        """Bytes of a job that has begun and not ended."""

    def feed(self, data: bytes) -> list[Order]:
        """The orders that `data` completes."""


class Tongue(Protocol):
    """A printer language, from the printer's side."""

    @property
    def name(self) -> str:
        """As in the settings: zpl, tspl, epl, escpos, brother."""

    @property
    def deaf_when_blocked(self) -> bool:
        """Whether a blocked printer obeys only what is immediate, as receipt printers that are offline do."""

    def stream(self) -> Stream:
        """For one new connection."""

    def answer(self, question: bytes, state: State) -> bytes:
        """To a question that the stream told."""

    def power_cut(self, state: State) -> None:
        """The power went off and on: what is volatile is forgotten."""

    def trouble(self, state: State) -> bytes:
        """What it says by itself, to whoever sent a job, when something stops it; empty where it says nothing."""
