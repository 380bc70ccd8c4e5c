"""Sheets to print: command codes to hang up at the bench, codes for shelves, new badges."""

from pathlib import Path
from typing import Any

from msgspec.structs import replace as replaced

from station import people, texts
from station.clock import SystemClock
from station.domain import codes
from station.domain.records import Location, Operator

COMMANDS = ("undo", "hold", "danger", "lock", "sign_out", "mode_dock", "mode_bench", "look_up")
DEVICES = ("set_up", "printer_aside", "printer_on")
"""Heard by the window; further printers' codes stand on their cards of the set-up screen alone."""
ANSWERS = ("open", "close", "void", "back", "full", "split", "other_route", "not_printed", "unreadable")


def command_sheet(lang: str) -> bytes:
    """A PDF of the command codes."""
    from station.labels import sheet

    named = (
        ("sheet.commands", "cmd", COMMANDS),
        ("sheet.answers", "choice", ANSWERS),
        ("sheet.devices", "cmd", DEVICES),
    )
    groups = [
        sheet.Group(
            texts.say(lang, heading),
            tuple(sheet.Card(codes.command(key), texts.say(lang, f"{words}.{key}")) for key in keys),
        )
        for heading, words, keys in named
    ]
    return bytes(sheet.commands(lang, groups))


def bin_sheet(lang: str, places: tuple[Location, ...]) -> bytes:
    """A PDF of the places' codes, in the order of the codes; below each its route or merchant. Every one must fit."""
    from station.labels import sheet

    ordered = sorted(places, key=lambda place: place.code)
    words = [texts.say(lang, f"route.{one.route}") if one.route else one.merchant for one in ordered]
    return bytes(
        sheet.bins(lang, [sheet.Card(one.code, one.code, own) for one, own in zip(ordered, words, strict=True)])
    )


def unfit(places: tuple[Location, ...]) -> dict[str, str]:
    """Code -> key of what is wrong with it, for places whose code no card can carry."""
    from station.labels import sheet

    faults = ((code, sheet.bin_fault(code)) for code in sorted(place.code for place in places))
    return {code: fault for code, fault in faults if fault}


def new_badges(operators: tuple[Operator, ...], clock: SystemClock) -> tuple[people.Badge, ...]:
    """A fresh badge for each: only hashes are kept, so a badge cannot be printed again, it can only be replaced. The
    old one ends where the changed operator is stored."""
    drawn = [(one, codes.badge(clock.secret(16))) for one in operators]
    return tuple(people.Badge(replaced(one, badge=codes.badge_hash(code)), code) for one, code in drawn)


def all_of(journal: Path, type: str) -> tuple[Any, ...]:
    """Every value of that type that the office sent; the station may be open."""
    from contextlib import closing

    from station.records import rows
    from station.store import statements
    from station.store.connect import read_only

    with closing(read_only(journal)) as connection:
        return tuple(rows.record(type, body) for (body,) in connection.execute(statements.REFERENCES, (type,)))
