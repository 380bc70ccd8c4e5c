"""Raw scan -> Reading: what it may be, with its evidence. Pure and total: no text makes it raise, none is guessed at.
Which candidate is meant is decided by the step that expects something."""

from functools import lru_cache

from msgspec import Struct

from station.domain import codes
from station.domain.carriers import carriers

LONGEST = 512
"""Characters; a longer scan is no code of this trade."""

GS = "\x1d"
_GS1_AIM = ("]C1", "]d2", "]Q3", "]e0", "]J1")


class Reading(Struct, frozen=True):
    """kind: command, answer, badge, unit, code or bad; text: upper case, without AIM prefix and outer blanks.
    lookups: identifiers to look up, best first; bad: why it cannot be a code (empty, too_long, unprintable)."""

    kind: str
    text: str
    symbology: str = ""
    command: str = ""
    question: int = -1
    choice: str = ""
    unit: codes.UnitCode | None = None
    lookups: tuple[str, ...] = ()
    carriers: tuple[str, ...] = ()
    serial: str = ""
    lot: str = ""
    expiry: str = ""
    bad: str = ""


def read(raw: str) -> Reading:
    """What a scan says by itself."""
    symbology, text = _aim(raw)
    bad = _bad(text)
    if bad:
        return Reading("bad", text[:LONGEST], symbology, bad=bad)
    text = text.strip().upper()
    return _own(text, symbology) or _foreign(text, symbology)


def _aim(raw: str) -> tuple[str, str]:
    raw = raw.strip("\r\n\t ")
    if len(raw) >= 3 and raw[0] == "]" and raw[1].isascii() and raw[1].isalpha() and raw[2].isalnum():
        return raw[:3], raw[3:]
    return "", raw


def _bad(text: str) -> str:
    if not text.strip(f" {GS}"):
        return "empty"
    if len(text) > LONGEST:
        return "too_long"
    return "" if text.replace(GS, "").isprintable() else "unprintable"


def _own(text: str, symbology: str) -> Reading | None:
    if text.startswith(codes.COMMAND):
        return Reading("command", text, symbology, command=_key(text[len(codes.COMMAND) :]))
    if text.startswith(codes.ANSWER):
        number, _, choice = text[len(codes.ANSWER) :].partition("-")
        question = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else -1
        return Reading("answer", text, symbology, question=question, choice=_key(choice))
    if text.startswith(codes.BADGE):
        return Reading("badge", text, symbology, lookups=(codes.badge_hash(text).upper(),))
    unit = codes.read_unit(text)
    if unit:
        return Reading("unit", text, symbology, unit=unit, lookups=(unit.lpn,))
    return None


def _key(text: str) -> str:
    return text.lower().replace("-", "_")


def _foreign(text: str, symbology: str) -> Reading:
    if symbology in _GS1_AIM or GS in text:
        found = _gs1(symbology + text)
        if found:
            gtin, serial, lot, expiry = found
            return Reading("code", text, symbology, lookups=_gtins(gtin), serial=serial, lot=lot, expiry=expiry)
    plain = "".join(text.split())
    lookups = dict.fromkeys((text, plain, *(_gtins(plain) if _is_gtin(plain) else ()), *_without_zip(plain)))
    return Reading("code", text, symbology, lookups=tuple(lookups), carriers=carriers(plain))


def _is_gtin(text: str) -> bool:
    return len(text) in (8, 12, 13, 14) and text.isascii() and text.isdigit()


def _gtins(text: str) -> tuple[str, ...]:
    """The same GTIN with 14, 13, 12 and 8 digits, as far as its leading zeros allow."""
    full = text.zfill(14)
    return tuple(full[14 - n :] for n in (14, 13, 12, 8) if full[: 14 - n].strip("0") == "")


def _without_zip(text: str) -> tuple[str, ...]:
    """USPS labels carry 420 and the ZIP code before the number."""
    if not (text.startswith("420") and text.isascii() and text.isdigit() and len(text) in (30, 34)):
        return ()
    return (text[8:] if len(text) == 30 else text[12:],)


@lru_cache(maxsize=256)
def _gs1(text: str) -> tuple[str, str, str, str] | None:
    """(GTIN, serial, lot, expiry ISO) of a GS1 element string, or None; biip is wrapped, whatever it raises stays
    here."""
    from biip import parse

    try:
        message = parse(text).gs1_message
    except Exception:
        return None
    if message is None:
        return None
    values = {e.ai.ai: e.value for e in message.element_strings}
    dates = {e.ai.ai: e.date.isoformat() for e in message.element_strings if e.date}
    return (values["01"], values.get("21", ""), values.get("10", ""), dates.get("17", "")) if "01" in values else None
