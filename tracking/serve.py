"""Runs the service: in the foreground for the command, or in a thread for the demo, the replay and tests."""

import asyncio
import os
import socket
from collections.abc import Callable
from threading import Event, Thread

import uvicorn
from fastapi import FastAPI

from tracking import stations
from tracking.app import create_app
from tracking.clock import SystemClock
from tracking.settings import TrackingSettings
from tracking.store.store import Store, open_store

READY_WITHIN = 30.0


class _Server(uvicorn.Server):
    """Tells when it is ready; wakes those who wait for the feed when it stops, so that it need not wait for them."""

    def __init__(self, config: uvicorn.Config, store: Store, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._store = store
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._store.changes.close()
        await super().shutdown(sockets)


def _config(app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        app, log_config=None, log_level="warning", access_log=False, timeout_graceful_shutdown=5, server_header=False
    )


class Running:
    """A service on loopback. `url` has no slash at its end; `store` is open until stop()."""

    def __init__(self, url: str, store: Store, server: uvicorn.Server, thread: Thread) -> None:
        self.url = url
        self.store = store
        self._server = server
        self._thread = thread

    def new_code(self, name: str = "station") -> str:
        """A one-time code to enrol a station with."""
        return stations.new_code(self.store, name, SystemClock().now())

    def stop(self) -> None:
        """Ends the service; all that was answered is stored."""
        self._server.should_exit = True
        self._thread.join()
        self.store.close()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Its protocol is named, since asyncio sends small answers at once only on sockets that say
    TCP; else each answer would wait 40 ms for the other side's acknowledgement. Raises OSError."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    listener = socket.socket(family, kind, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def serve(settings: TrackingSettings, port: int = 0) -> Running:
    """Starts the service in a thread, on the settings' host and any free port (or `port`); returns when it answers.
    Raises OSError where the port is taken and RuntimeError where it does not come up."""
    store = open_store(settings.database_url)
    try:
        listener = listen(settings.host, port)
    except OSError:
        store.close()
        raise
    ready = Event()
    server = _Server(_config(create_app(settings, store)), store, ready.set)
    thread = Thread(target=_run, args=(server, listener, ready), name="tracking", daemon=True)
    thread.start()
    if not ready.wait(READY_WITHIN) or not server.started:
        server.should_exit = True
        thread.join()
        store.close()
        raise RuntimeError("the tracking service did not start")
    host, bound = listener.getsockname()[:2]
    return Running(f"http://{host}:{bound}", store, server, thread)


def _run(server: uvicorn.Server, listener: socket.socket, ready: Event) -> None:
    try:
        with listener:
            asyncio.run(server.serve(sockets=[listener]))
    finally:
        ready.set()  # whoever waits for the start must not wait for ever


def serve_forever(settings: TrackingSettings) -> bool:
    """Runs the service here until it is told to end by a signal; False where it could not start."""
    store = open_store(settings.database_url)
    try:
        with listen(settings.host, settings.port) as listener:
            server = _Server(_config(create_app(settings, store)), store, lambda: None)
            asyncio.run(server.serve(sockets=[listener]))
            return server.started
    finally:
        store.close()
