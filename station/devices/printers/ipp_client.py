"""Questions to a printer or print queue by IPP over HTTP, each on a connection of its own.

Responsible for the address, for time-outs, and for telling a line that broke before an answer from one that never
carried anything. Not responsible for what an answer means. Certificates of `ipps` are checked against the system's.
"""

import http.client
import itertools
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from urllib.parse import urlsplit

import msgspec

from station.devices.ports import LinkLost
from station.devices.printers import ipp_codec as codec
from station.devices.printers.ipp_codec import Group, Message, Unreadable, Value
from station.devices.printers.talk import Silent

PRINT_JOB, CREATE_JOB, SEND_DOCUMENT = 0x0002, 0x0005, 0x0006
CANCEL_JOB, GET_JOB, GET_JOBS, GET_PRINTER = 0x0008, 0x0009, 0x000A, 0x000B

LARGEST = 1 << 20
"""Bytes of an answer beyond which a peer is no printer."""

Attributes = dict[str, list[Value]]


class Address(msgspec.Struct, frozen=True):
    """Where a printer is: `ipp://host[:port]/path`, or `ipps` for the same over TLS."""

    host: str
    port: int
    path: str
    secure: bool

    @property
    def uri(self) -> str:
        """As the printer wants to be named."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'ipps' if self.secure else 'ipp'}://{host}:{self.port}{self.path}"


def address(uri: str) -> Address:
    """Raises ValueError for what is no `ipp://` or `ipps://` address with a host."""
    parts = urlsplit(uri)
    if parts.scheme not in ("ipp", "ipps") or not parts.hostname or parts.username:
        raise ValueError(f"no printer's address: {uri} (wanted: ipp://host:631/path)")
    return Address(parts.hostname, parts.port or 631, parts.path or "/ipp/print", parts.scheme == "ipps")


class IppClient:
    """Asks one printer. `answer` and `send` are seconds: for an answer, and for a document to be taken."""

    def __init__(self, place: Address, user: str = "returns-station", answer: float = 2.0, send: float = 5.0) -> None:
        self.place = place
        self._user, self._answer, self._send = user, answer, send
        self._requests = itertools.count(1)

    def printer(self, *wanted: str) -> Group:
        """Get-Printer-Attributes. Raises LinkLost or Silent."""
        asked = {"requested-attributes": [Value(codec.KEYWORD, name) for name in wanted]} if wanted else {}
        return self._good(self.ask(GET_PRINTER, asked)).first(codec.PRINTER)

    def job(self, number: int) -> Group | None:
        """Get-Job-Attributes; None for a job that the printer does not know (any more). Raises LinkLost or Silent."""
        answer = self.ask(GET_JOB, {"job-id": [Value(codec.INTEGER, number)]})
        return None if answer.status == 0x0406 else self._good(answer).first(codec.JOB)

    def jobs(self, which: str) -> tuple[Group, ...]:
        """Get-Jobs, only ours: `which` is completed or not-completed. Raises LinkLost or Silent."""
        wanted = [Value(codec.KEYWORD, name) for name in ("job-id", "job-name")]
        asked = {
            "limit": [Value(codec.INTEGER, 500)],
            "requested-attributes": wanted,
            "which-jobs": [Value(codec.KEYWORD, which)],
            "my-jobs": [Value(codec.BOOLEAN, True)],
        }
        return self._good(self.ask(GET_JOBS, asked)).all(codec.JOB)

    def cancel(self, number: int) -> bool:
        """Cancel-Job; whether the printer agreed. Raises LinkLost or Silent."""
        return self.ask(CANCEL_JOB, {"job-id": [Value(codec.INTEGER, number)]}).good

    def ask(
        self, operation: int, attributes: Attributes, job: Attributes | None = None, document: bytes = b""
    ) -> Message:
        """Any operation. Raises LinkLost where the line broke (`gave_up`: we stopped waiting), Silent for noise."""
        groups = [(codec.OPERATION, self._head(operation, attributes))]
        if job:
            groups.append((codec.JOB, job))
        body = codec.encode(operation, next(self._requests), groups) + document
        try:
            return codec.decode(self._post(body, self._send if document else self._answer))
        except Unreadable as noise:
            raise Silent("printer.unreadable") from noise

    def _head(self, operation: int, attributes: Attributes) -> Attributes:
        """The order of the first ones is laid down (RFC 8011 section 4.1.4): charset, language, target, job, user."""
        head = {
            "attributes-charset": [Value(codec.CHARSET, "utf-8")],
            "attributes-natural-language": [Value(codec.LANGUAGE, "en")],
            "printer-uri": [Value(codec.URI, self.place.uri)],
        }
        rest = dict(attributes)
        if "job-id" in rest:
            head["job-id"] = rest.pop("job-id")
        user = {} if operation == GET_PRINTER else {"requesting-user-name": [Value(codec.NAME, self._user)]}
        return {**head, **user, **rest}

    def _post(self, body: bytes, timeout: float) -> bytes:
        kind = http.client.HTTPSConnection if self.place.secure else http.client.HTTPConnection
        connection = kind(self.place.host, self.place.port, timeout=timeout)
        try:
            connection.connect()
            with _within(connection.sock, timeout):
                connection.request("POST", self.place.path, body, {"Content-Type": "application/ipp"})
                answer = connection.getresponse()
                data = answer.read(LARGEST + 1)
        except (OSError, http.client.HTTPException, ValueError) as fault:
            raise LinkLost(f"{self.place.uri}: {fault}", gave_up=isinstance(fault, TimeoutError)) from fault
        finally:
            connection.close()
        if answer.status in (401, 403):
            raise Silent("printer.refused")
        if answer.status != 200 or len(data) > LARGEST:
            raise Silent("printer.unreadable")
        return data

    def _good(self, answer: Message) -> Message:
        if not answer.good:
            raise Silent("printer.unreadable" if answer.status < 0x0500 else "printer.fault")
        return answer


@contextmanager
def _within(line: socket.socket, seconds: float) -> Iterator[None]:
    """A time-out for the whole: one for each read never ends with a peer that sends a byte now and then."""

    def cut() -> None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
