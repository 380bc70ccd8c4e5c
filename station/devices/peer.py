"""A small TCP server on loopback: what the simulated devices are the far end of.

Responsible for its threads and sockets only; what is said on a connection is the device's own.
"""

import os
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

HOST = "127.0.0.1"

Serve = Callable[[socket.socket], None]
"""Talks on one connection, on a thread of its own, until `recv` returns nothing or raises OSError."""


class Peer:
    """Listens on loopback; `port` 0 takes any free one and keeps it over stop and start."""

    def __init__(self, name: str, serve: Serve, port: int = 0) -> None:
        self.port = port
        self.stopping = threading.Event()
        self._name, self._serve = name, serve
        self._listener: socket.socket | None = None
        self._changed = threading.Condition()
        self._talks: dict[socket.socket, threading.Thread] = {}
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen from now on. Raises OSError where the port is taken."""
        self.stopping.clear()
        listener = self._listener = socket.create_server((HOST, self.port))
        self.port = listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, args=(listener,), name=f"{self._name}-listen")
        self._thread.start()

    def stop(self) -> None:
        """Hang up everywhere and wait for the threads. May be called twice."""
        if self._thread is None or self._listener is None:
            return
        self.stopping.set()
        with suppress(OSError), socket.create_connection((HOST, self.port), timeout=1.0):
            pass  # wakes the accept on every platform
        self._thread.join()
        self._thread = None
        self._listener.close()
        self.drop()

    def drop(self) -> None:
        """Pull the plug on every connection, as an unplugged cable would, and wait until they have ended."""
        with self._changed:
            talks = dict(self._talks)
        for connection, thread in talks.items():
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            thread.join()

    def connections(self) -> list[socket.socket]:
        """The connections open now."""
        with self._changed:
            return list(self._talks)

    def wait_connected(self, timeout: float) -> bool:
        """Whether anyone is connected, waiting up to `timeout` seconds for it."""
        with self._changed:
            return self._changed.wait_for(lambda: bool(self._talks), timeout)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            connection, _ = listener.accept()
            if self.stopping.is_set():
                connection.close()
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            thread = threading.Thread(target=self._talk, args=(connection,), name=f"{self._name}-talk")
            with self._changed:
                self._talks[connection] = thread
                thread.start()
                self._changed.notify_all()

    def _talk(self, connection: socket.socket) -> None:
        try:
            with suppress(OSError):
                self._serve(connection)
        finally:
            with self._changed:
                self._talks.pop(connection, None)
            connection.close()


def reset(connection: socket.socket) -> NoReturn:
    """End a connection with RST instead of an orderly goodbye, and with it the talk that calls this."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("hh" if os.name == "nt" else "ii", 1, 0))
    connection.close()
    raise ConnectionResetError
