"""Files in and out: reference values as JSON lines, the log as JSON lines; and a fresh service to try things with."""

from collections.abc import Iterable
from typing import BinaryIO

import msgspec

from tracking import stations
from tracking.clock import SystemClock
from tracking.problems import refuse
from tracking.reference import Item, Put, put_items
from tracking.settings import TrackingSettings
from tracking.store import log
from tracking.store.store import Store, open_store

PAGE = 1000

_item = msgspec.json.Decoder(Item)


def import_lines(store: Store, lines: Iterable[bytes]) -> Put:
    """Puts {type, body} lines into the feed, page by page; raises Refusal naming the line that is wrong."""
    page: list[Item] = []
    total = Put(0, 0, 0)
    for n, line in enumerate(lines, 1):
        if line.strip():
            page.append(_read(n, line))
        if len(page) == PAGE:
            total = _add(total, put_items(store, page))
            page = []
    return _add(total, put_items(store, page))


def _read(n: int, line: bytes) -> Item:
    try:
        return _item.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise refuse(422, "malformed", "A line is no value.", f"line {n}: {error}") from error


def _add(total: Put, put: Put) -> Put:
    return Put(total.changed + put.changed, total.same + put.same, put.version)


def export_lines(store: Store, out: BinaryIO) -> int:
    """Writes every fact with its station, epoch, seq and hash, in order of the log; how many there were."""
    position = count = 0
    while True:
        with store.read() as connection:
            page = log.after(connection, position, PAGE)
            names = {mark.key: mark.id for mark in log.marks(connection)}
        if not page:
            return count
        for one in page:
            told = {
                "station": one.station,
                "epoch": names[one.epoch],
                "seq": one.seq,
                "hash": one.hash,
                "record": one.record,
            }
            out.write(msgspec.json.encode(told) + b"\n")
        position, count = page[-1].position, count + len(page)


def prepare_demo(settings: TrackingSettings) -> tuple[str, str]:
    """A station's code and an office token in a fresh database."""
    store, now = open_store(settings.database_url), SystemClock().now()
    try:
        return stations.new_code(store, "Demo station", now), stations.grant(store, "Demo office", now)
    finally:
        store.close()
