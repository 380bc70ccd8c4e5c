"""An IPP printer for tests that can be made to misbehave on the line: its faults are those of cables and firmware."""

import socket
import struct
import threading
from typing import Any

from station.devices.printers import ipp_codec as codec
from station.devices.printers.ipp import IppTiming
from station.devices.printers.ipp_client import CREATE_JOB, GET_JOB, GET_JOBS, GET_PRINTER, PRINT_JOB, SEND_DOCUMENT
from station.devices.printers.ipp_codec import Value

LABEL, A4 = (10160, 15240), (21000, 29700)
"""Paper, in hundredths of a millimetre."""


def whole(number: int) -> list[Value]:
    return [Value(codec.INTEGER, number)]


def more(line: socket.socket) -> bytes:
    """At least one byte; a far end that hung up is an OSError."""
    if not (data := line.recv(65536)):
        raise OSError("hung up")
    return data


SILENCE_S = 1.2
"""How long a silent printer keeps a line before it hangs up: longer than a driver waits for it."""


class IppPeer:
    """`fault` at the operation `at`: silent, garbage, reset (after reading half), lost (takes it, never answers),
    refuse, http. `two_steps`: whether it knows Create-Job. `state` is what it says of its job; `paper` lies in
    it."""

    def __init__(self, *, two_steps: bool = True, state: int = 9, paper: tuple[int, int] = LABEL) -> None:
        self._sides = {
            side: Value(codec.INTEGER, n) for side, n in zip(("x-dimension", "y-dimension"), paper, strict=True)
        }
        self.fault, self.at, self.state, self.two_steps, self.began = "", 0, state, two_steps, True
        self.taken: list[bytes] = []
        self.asked: list[int] = []
        self.name = ""
        self._ending = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.uri = f"ipp://127.0.0.1:{self._listener.getsockname()[1]}/ipp/print"
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def close(self) -> None:
        self._ending.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()

    def _run(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            with line:
                line.settimeout(5)
                try:
                    self._serve(line)
                except OSError:
                    continue

    def _serve(self, line: socket.socket) -> None:
        got = b""
        while b"\r\n\r\n" not in got:
            got += more(line)
        head, _, body = got.partition(b"\r\n\r\n")
        size = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        while len(body) < 4:
            body += more(line)
        operation = struct.unpack_from(">H", body, 2)[0]
        fault = self.fault if operation == self.at else ""
        while len(body) < (size // 2 if fault == "reset" else size):
            body += more(line)
        if fault == "reset":
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return
        self.asked.append(operation)
        self._take(operation, body)
        if fault == "silent":
            self._ending.wait(SILENCE_S)
        elif fault != "lost":
            line.sendall(self._answer(operation, fault))

    def _take(self, operation: int, body: bytes) -> None:
        group = codec.decode(body).first(codec.OPERATION)
        self.name = group.get("job-name", [self.name])[0]
        if operation in (PRINT_JOB, SEND_DOCUMENT):
            self.taken.append(body[body.index(b"%PDF") :])

    def _answer(self, operation: int, fault: str) -> bytes:
        groups: list[tuple[int, dict[str, list[Value]]]] = [(codec.OPERATION, {})]
        if operation == GET_PRINTER:
            groups.append((codec.PRINTER, self._printer()))
        elif operation in (PRINT_JOB, CREATE_JOB, SEND_DOCUMENT, GET_JOB, GET_JOBS):
            groups.append((codec.JOB, self._job()))
        status = 0x040B if fault == "refuse" else 0
        data = b"\x16\x03\x01 no printer" if fault == "garbage" else codec.encode(status, 1, groups)
        code = b"500 Broken" if fault == "http" else b"200 OK"
        return b"HTTP/1.1 %b\r\nContent-Type: application/ipp\r\nContent-Length: %d\r\n\r\n%b" % (code, len(data), data)

    def _printer(self) -> dict[str, list[Value]]:
        operations = [PRINT_JOB, *([CREATE_JOB, SEND_DOCUMENT] if self.two_steps else [])]
        return {
            "printer-state": [Value(codec.ENUM, 3)],
            "printer-state-reasons": [Value(codec.KEYWORD, "none")],
            "queued-job-count": whole(0),
            "operations-supported": [Value(codec.ENUM, one) for one in operations],
            "document-format-supported": [Value(codec.MIME, "application/pdf")],
            "media-size-supported": [Value(codec.COLLECTION, self._sides)],
        }

    def _job(self) -> dict[str, list[Value]]:
        began: list[Any] = whole(5) if self.began else [Value(0x13, "")]
        state = {"job-state": [Value(codec.ENUM, self.state)], "time-at-processing": began}
        return {"job-id": whole(3), "job-name": [Value(codec.NAME, self.name)], **state}


def timing(peer: IppPeer) -> IppTiming:
    """Of a driver: long where an answer is to come, so that a busy machine is no fault of the printer's."""
    brisk = peer.fault == "silent"
    return IppTiming(
        answer=0.6 if brisk else 10.0, send=0.8 if brisk else 10.0, poll=0.01, patience=0.1, letting_go=0.05
    )
