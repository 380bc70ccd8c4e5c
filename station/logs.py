"""The station's own log: a small file in its home, so that a fault can be looked at later. Each line holds the words of
the program and, apart from them, what they were said of: a support file takes the first and leaves the second.

Not for facts: what happened to goods stands in the journal only."""

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

import msgspec

FOLDER, FILE = "log", "station.log"
LARGEST, KEPT = 1_000_000, 3
OURS = ("station", "ui", "tracking")


class Line(msgspec.Struct, frozen=True):
    """at: local time; words: the program's own, its values left out; said: with them; trace: files and lines of a
    fault, without its message."""

    at: str
    level: str
    name: str
    words: str
    said: str
    trace: tuple[str, ...] = ()


class _AsLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        trace = _frames(record.exc_info[1]) if record.exc_info and record.exc_info[1] else ()
        line = Line(self.formatTime(record), record.levelname, record.name, str(record.msg), record.getMessage(), trace)
        return msgspec.json.encode(line).decode()


def _frames(fault: BaseException) -> tuple[str, ...]:
    frames = traceback.extract_tb(fault.__traceback__)
    return (*(f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames[-12:]), type(fault).__name__)


def begin(home: Path) -> logging.Handler | None:
    """From now on warnings of all and what the station says of itself go to the file; None where it cannot be written:
    a station without a log works."""
    try:
        (home / FOLDER).mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(home / FOLDER / FILE, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(_AsLines())
    logging.getLogger().addHandler(handler)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    return handler


def end(handler: logging.Handler | None) -> None:
    """Close the file."""
    if handler:
        logging.getLogger().removeHandler(handler)
        handler.close()


def last(home: Path, count: int) -> tuple[Line, ...]:
    """The newest lines, oldest first; what cannot be read is left out."""
    try:
        texts = (home / FOLDER / FILE).read_bytes().splitlines()[-count:]
    except OSError:
        return ()
    return tuple(line for text in texts if (line := _line(text)))


def _line(text: bytes) -> Line | None:
    try:
        return msgspec.json.decode(text, type=Line)
    except msgspec.DecodeError:
        return None
