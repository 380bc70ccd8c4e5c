"""The first start: a station where no supervisor could sign in makes one, with a badge to print and a PIN, told
once."""

from itertools import count
from pathlib import Path

from msgspec import Struct

from station import texts
from station.clock import SystemClock
from station.domain import codes
from station.domain.records import Operator
from station.pins import hash_pin
from station.store.reference import ReferenceStore

SHEET = "badges.pdf"


class Badge(Struct, frozen=True):
    """What is handed to a person; the station itself keeps only hashes of both."""

    operator: Operator
    code: str
    pin: str = ""


def new_operator(clock: SystemClock, id: str, name: str, role: str, lang: str, *, with_pin: bool) -> Badge:
    """An operator with a random badge, and a random PIN of six digits where wanted."""
    code = codes.badge(clock.secret(16))
    pin = f"{int.from_bytes(clock.secret(8), 'big') % 1_000_000:06}" if with_pin else ""
    return Badge(Operator(id, name, codes.badge_hash(code), lang, role, hash_pin(pin) if pin else ""), code, pin)


def first_supervisor(home: Path, journal: Path, clock: SystemClock, lang: str) -> Badge | None:
    """Makes the first supervisor and the sheet with the badge, where there is none yet who could sign in."""
    reference = ReferenceStore(journal)
    try:
        known: tuple[Operator, ...] = reference.all_of("operator")
        if any(one.active and one.role == "supervisor" and (one.badge or one.pin) for one in known):
            return None
        taken = {one.id for one in known}
        number = next(str(n) for n in count(1) if str(n) not in taken)
        badge = new_operator(clock, number, texts.say(lang, "people.supervisor"), "supervisor", lang, with_pin=True)
        # The sheet first: killed in between, it is a sheet of nobody; the other way round, nobody could ever sign in.
        (home / SHEET).write_bytes(sheet((badge,), lang))
        reference.put([badge.operator])
    finally:
        reference.close()
    return badge


def sheet(badges: tuple[Badge, ...], lang: str, station: str = "") -> bytes:
    """A PDF page of badges."""
    from station.labels import sheet as drawn

    cards = [drawn.Card(b.code, b.operator.name, texts.say(lang, f"people.role.{b.operator.role}")) for b in badges]
    return bytes(drawn.badges(lang, cards, station))
