"""What nobody caught: to the log and to a red banner. Never a dead thread behind a living window."""

import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

LOG = logging.getLogger(__name__)


@contextmanager
def watched(tell: Callable[[str], None]) -> Iterator[None]:
    """While this lasts, every uncaught exception of any thread is logged and told in one line."""
    before, before_threads = sys.excepthook, threading.excepthook
    sys.excepthook = _main_hook(tell)
    threading.excepthook = _thread_hook(tell)
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = before, before_threads


def _main_hook(
    tell: Callable[[str], None],
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        LOG.error("uncaught", exc_info=(kind, error, trace))
        tell(f"{kind.__name__}: {error}"[:200])

    return hook


def _thread_hook(tell: Callable[[str], None]) -> Callable[[threading.ExceptHookArgs], None]:
    def hook(given: threading.ExceptHookArgs) -> None:
        name = given.thread.name if given.thread else "?"
        if given.exc_value is not None:
            LOG.error("uncaught in thread %s", name, exc_info=(given.exc_type, given.exc_value, given.exc_traceback))
        tell(f"{name}: {given.exc_type.__name__}: {given.exc_value}"[:200])

    return hook
