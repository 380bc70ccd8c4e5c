"""A fault proxy in front of the service: each request meets one fault of a seeded draw, until it is healed."""

import random
import socket
from threading import Event, Thread

FAULTS = ("refuse", "cut_request", "drop_response", "cut_response", "duplicate", "unavailable", "delay", "none")
UNAVAILABLE = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class FaultProxy:
    """Listens on loopback; `faults` counts what it did. Every request has a connection of its own."""

    def __init__(self, url: str, seed: int) -> None:
        host, port = url.removeprefix("http://").split(":")
        self._target = (host, int(port))
        self._chance = random.Random(seed)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.faults: dict[str, int] = dict.fromkeys(FAULTS, 0)
        self.healed = False
        self._pause = Event()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with client:
                try:
                    self._serve(client)
                except OSError:
                    continue

    def _serve(self, client: socket.socket) -> None:
        fault = "none" if self.healed else self._chance.choice(FAULTS)
        self.faults[fault] += 1
        if fault == "refuse":
            return
        request = read_message(client).replace(b"Connection: keep-alive", b"Connection: close", 1)
        if fault == "unavailable":
            client.sendall(UNAVAILABLE)
            return
        if fault == "cut_request":
            self._forward(request[: self._chance.randrange(1, len(request))], wait=False)
            return
        if fault == "delay":
            self._pause.wait(self._chance.uniform(0.001, 0.02))
        if fault == "duplicate":
            self._forward(request)
        response = self._forward(request)
        cut = self._chance.randrange(1, len(response)) if fault == "cut_response" else len(response)
        client.sendall(b"" if fault == "drop_response" else response[:cut])

    def _forward(self, request: bytes, *, wait: bool = True) -> bytes:
        with socket.create_connection(self._target) as service:
            service.sendall(request)
            return read_message(service) if wait else b""


def read_message(stream: socket.socket) -> bytes:
    """One HTTP message whole: its head, and as much body as Content-Length says."""
    taken = b""
    while b"\r\n\r\n" not in taken:
        taken += _more(stream)
    head, _, body = taken.partition(b"\r\n\r\n")
    sizes = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    while len(body) < int(sizes[0] if sizes else 0):
        body += _more(stream)
    return head + b"\r\n\r\n" + body


def _more(stream: socket.socket) -> bytes:
    chunk = stream.recv(65536)
    if not chunk:
        raise ConnectionResetError
    return chunk
