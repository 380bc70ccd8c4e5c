"""How the station itself is: its file, disk, clock, database library, fonts, keys and sync. Reads only, writes nothing;
each question is answered by itself, so that one that fails hides no other. Not for devices."""

import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from station.config import Config

if TYPE_CHECKING:
    from station.store.connect import FileRefused

Grade = Literal["ok", "warn", "bad"]

SHORT_MB, SCARCE_MB = 2_000, 200
"""Free space: below the first it is said, below the second the station is about to stop."""

FILE_REASONS = ("newer", "damaged", "read_only", "busy", "io_error", "disk_full")
"""Reasons why a file is refused that have a text of their own of what to do."""

UNSENT_H = 24
LIBRARIES = ("returns-station", "PySide6-Essentials", "pyserial", "pysqlite3", "reportlab", "pypdfium2", "zxing-cpp")
AHEAD = timedelta(minutes=2)


class Check(Struct, frozen=True):
    """One answer. name: file, disk, clock, sqlite, fonts, keyring, sync; key and given: what to say of it, a given
    word that begins with @ being a text's key."""

    name: str
    grade: Grade
    key: str
    given: dict[str, str] = {}


def checks(config: Config, now: datetime) -> tuple[Check, ...]:
    """All of them, in the order in which they are read. now: UTC."""
    asked: tuple[tuple[str, Callable[[Config, datetime], Check]], ...] = (
        ("file", _file),
        ("disk", _disk),
        ("clock", _clock),
        ("sqlite", _sqlite),
        ("fonts", _fonts),
        ("keyring", _keyring),
        ("sync", _sync),
    )
    return tuple(_answered(name, ask, config, now) for name, ask in asked)


def _answered(name: str, ask: Callable[[Config, datetime], Check], config: Config, now: datetime) -> Check:
    try:
        return ask(config, now)
    except Exception as error:  # a question that cannot be asked is an answer, too
        return Check(name, "bad", "health.failed", {"what": type(error).__name__})


def _file(config: Config, _: datetime) -> Check:
    from station.store.check import sound
    from station.store.connect import FileRefused
    from station.store.schema import FILE

    path = config.home / FILE
    if not path.is_file():
        return Check("file", "warn", "health.file.none", {"path": str(path)})
    try:
        sound(path, whole=False)
    except FileRefused as refused:
        return file_wrong(refused)
    return Check("file", "ok", "health.file.ok", {"mb": f"{path.stat().st_size / 1e6:.1f}"})


def file_wrong(refused: "FileRefused") -> Check:
    """What is wrong with the file and what to do: a backup is only for a damaged one, as it loses what came after."""
    todo = refused.reason if refused.reason in FILE_REASONS else "other"
    given = {"path": str(refused.path), "why": refused.detail, "todo": f"@health.file.todo.{todo}"}
    return Check("file", "bad", "health.file.bad", given)


def _disk(config: Config, _: datetime) -> Check:
    place = next(one for one in (config.home, *config.home.parents) if one.exists())
    free = shutil.disk_usage(place).free // 1_000_000
    grade: Grade = "bad" if free < SCARCE_MB else "warn" if free < SHORT_MB else "ok"
    return Check("disk", grade, f"health.disk.{grade}", {"mb": str(free)})


def _clock(config: Config, now: datetime) -> Check:
    """A clock behind the newest fact was set back; one before this program was made has never been set."""
    newest = _newest(config)
    if now < datetime(2026, 1, 1, tzinfo=UTC):
        return Check("clock", "bad", "health.clock.unset", {"now": _minute(now)})
    if newest and newest > now + AHEAD:
        return Check("clock", "bad", "health.clock.back", {"now": _minute(now), "fact": _minute(newest)})
    return Check("clock", "ok", "health.clock.ok", {"now": _minute(now), "tz": config.tz})


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


def _newest(config: Config) -> datetime | None:
    """The time of the last fact."""
    from station.store.glance import glance

    at = glance(config.home).last_at
    return datetime.fromisoformat(at) if at else None


def _sqlite(_: Config, __: datetime) -> Check:
    from station.store.connect import StoreRefused, check_version
    from station.store.glance import sqlite

    try:
        check_version()
    except StoreRefused as refused:
        return Check("sqlite", "bad", "health.sqlite.old", {"why": refused.detail})
    return Check("sqlite", "ok", "health.sqlite.ok", {"version": sqlite()})


def _fonts(_: Config, __: datetime) -> Check:
    from station.fontfiles import CHINESE, LATIN, find

    latin, chinese = find(LATIN), find(CHINESE)
    if latin and chinese:
        return Check("fonts", "ok", "health.fonts.ok", {"latin": latin.name, "chinese": chinese.name})
    return Check(
        "fonts", "bad" if latin is None else "warn", "health.fonts.none", {"names": CHINESE[0] if latin else LATIN[0]}
    )


def _keyring(config: Config, _: datetime) -> Check:
    from station import keys
    from station.store.glance import glance

    if not config.tracking:
        return Check("keyring", "ok", "health.keyring.none")
    try:
        keys.load(config.home, glance(config.home).station)
    except keys.KeysMissing as missing:
        return Check("keyring", "bad", "health.keyring.bad", {"why": str(missing)})
    place = "file" if (config.home / keys.FILE).is_file() else "system"
    return Check("keyring", "ok", f"health.keyring.{place}")


def _sync(config: Config, now: datetime) -> Check:
    """What is unsent, from the file; whether the service answers, by asking it."""
    from station.store.glance import glance

    if not config.tracking:
        return Check("sync", "ok", "health.sync.none")
    file = glance(config.home)
    unsent, oldest = file.unsent, file.oldest_unsent_at
    said = _service(config)
    if said:
        return Check("sync", "warn" if said == "away" else "bad", f"health.sync.{said}", {"n": str(unsent)})
    late = bool(oldest) and datetime.fromisoformat(oldest) < now - timedelta(hours=UNSENT_H)
    return Check("sync", "warn" if late else "ok", "health.sync.late" if late else "health.sync.ok", {"n": str(unsent)})


def _service(config: Config) -> str:
    """Empty: it answers and knows us; else away, stranger (wrong or revoked token) or wrong."""
    from station import keys
    from station.store.glance import glance
    from station.sync.client import HttpService

    try:
        token = keys.load(config.home, glance(config.home).station).token
    except keys.KeysMissing:
        return "stranger"
    service = HttpService(config.tracking, token)
    try:
        status = service.get_feed(0, 1).status
    finally:
        service.close()
    return {0: "away", 200: "", 401: "stranger", 403: "stranger"}.get(status, "away" if status >= 500 else "wrong")


def versions() -> Iterator[tuple[str, str]]:
    """Program, Python, system and the libraries that matter; for the support file."""
    import platform
    from importlib.metadata import PackageNotFoundError, version

    yield "python", platform.python_version()
    yield "system", f"{platform.system()} {platform.release()} {platform.machine()}"
    yield "frozen", str(bool(getattr(sys, "frozen", False)))
    for name in (
        "returns-station",
        "PySide6-Essentials",
        "pyserial",
        "pysqlite3",
        "reportlab",
        "pypdfium2",
        "zxing-cpp",
    ):
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, "-"
