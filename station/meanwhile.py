"""What may be worked out on a second thread while the engine's thread waits for the disk. Knows nothing of what that
is; used by one thread."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

T = TypeVar("T")


class Meanwhile(Generic[T]):
    """One piece of work at a time; its thread ends with this object."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "meanwhile")
        self._work: Future[T] | None = None

    def begin(self, work: Callable[[], T]) -> None:
        """work: must never raise; what was begun before is dropped."""
        self.take()
        self._work = self._thread.submit(work)

    def take(self) -> T | None:
        """What came of it, once; None where nothing was begun, or the thread has not come to it: who asks is faster."""
        work, self._work = self._work, None
        return None if work is None or work.cancel() else work.result()
