"""The reader thread: look-ups are asked from any thread and answered beside the engine, in the order asked, on a
read-only connection of their own. Responsible for that thread alone."""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from station import texts
from station.config import Config
from station.domain.answers import Answer, Question
from station.lookup import LIMIT, Found, Lookup
from station.store.connect import StoreRefused


class Reader:
    """One thread and one connection, both from the first question to close()."""

    def __init__(self, path: Path, config: Config | None = None) -> None:
        """config: asked by ask() alone."""
        self._path, self._config = path, config
        self._lookup: Lookup | None = None
        self._thread = ThreadPoolExecutor(1, "reader")

    def find(self, text: str, limit: int = LIMIT) -> Future[Found]:
        """The answer, or StoreRefused, in the future; one that is cancelled in time is never looked up."""
        return self._thread.submit(self._find, text, limit)

    def ask(self, question: Question) -> Future[Answer]:
        """Everything that a window shows of it, in words; what the file refuses is said in the answer."""
        return self._thread.submit(self._ask, question)

    def _find(self, text: str, limit: int) -> Found:
        return self._opened().find(text, limit)

    def _ask(self, question: Question) -> Answer:
        from station.answering import answer

        try:
            return answer(self._path, self._config or Config(self._path.parent), self._opened(), question)
        except StoreRefused as refused:
            return Answer(question, problem=texts.say(question.lang, f"store.{refused.reason}"))

    def _opened(self) -> Lookup:
        if self._lookup is None:
            self._lookup = Lookup(self._path)
        return self._lookup

    def close(self) -> None:
        """Questions that wait are dropped."""
        self._thread.shutdown(cancel_futures=True)
        if self._lookup is not None:
            self._lookup.close()
