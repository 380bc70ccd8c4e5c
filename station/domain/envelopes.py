"""What is inside a carrier's two-dimensional code: ISO/IEC 15434 envelopes (MaxiCode, PDF417) and web addresses (QR).
Only what stands where a tracking number stands is told; names and addresses of people never leave this module.
Sources: ISO/IEC 15434; ANSI MH10.8.2 data identifiers; UPS and FedEx label guides."""

import re

LONGEST = 4096
"""Characters of the whole content."""

RS, GS, EOT = "\x1e", "\x1d", "\x04"
_HEAD = f"[)>{RS}"
_TRANSPORT = ("UPSN",)
_WORD = re.compile(r"[0-9A-Za-z-]{8,60}", re.ASCII)
_MOST = 16
"""Texts that are looked at in one content; real ones have one or two."""
_IDENTIFIER = re.compile(r"(?:[1-7]?J|[123]K|12K|15K)(?=[0-9A-Z])", re.ASCII)
"""J to 7J: licence plates of a transport unit; K: numbers of a transport document, 2K and 3K being the waybill."""


def numbers(text: str) -> tuple[str, ...]:
    """Texts that stand at the place of a tracking number in an ISO 15434 envelope; () for anything else."""
    if len(text) > LONGEST or not text.startswith(_HEAD):
        return ()
    found: list[str] = []
    for part in text[len(_HEAD) :].rstrip(EOT).split(RS):
        kind, _, body = part[:2], part[2:3], part[2:].removeprefix(GS)
        found += _READERS.get(kind, _nothing)(body.split(GS))
    return tuple(dict.fromkeys(found))[:_MOST]


def _nothing(fields: list[str]) -> list[str]:
    del fields
    return []


def _transport(fields: list[str]) -> list[str]:
    """Format 01: version and postal code, country, service class, tracking number, carrier, shipper ..."""
    if len(fields) < 5:
        return []
    service, tracking, carrier = fields[2], fields[3], fields[4]
    if carrier.startswith(_TRANSPORT):
        return [tracking, *_whole_1z(tracking, fields[5] if len(fields) > 5 else "", service)]
    if carrier.startswith("FD") and len(tracking) == 16:  # twelve digits and the form's four
        return [tracking[:12]]
    return [tracking]


def _whole_1z(tracking: str, shipper: str, service: str) -> list[str]:
    """MaxiCode splits a 1Z number over three fields: 1Z and the last eight digits, the shipper, the service class."""
    if len(tracking) != 10 or not tracking.startswith("1Z") or len(shipper) != 6 or len(service) != 3:
        return []
    return [f"1Z{shipper}{service[1:]}{tracking[2:]}"]


def _identified(fields: list[str]) -> list[str]:
    """Format 06: fields that begin with a data identifier. Some posts count the J among the number's own letters."""
    found = []
    for field in fields:
        match = _IDENTIFIER.match(field)
        if match:
            found += [field[match.end() :], *([field] if field.startswith("J") else [])]
    return found


def _application(fields: list[str]) -> list[str]:
    """Format 05: GS1 application identifiers; 00 is the transport unit's SSCC."""
    return [field[2:20] for field in fields if field.startswith("00") and len(field) >= 20]


_READERS = {"01": _transport, "05": _application, "06": _identified}


def address(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """One (host, words of path and query) of a web address that carries nothing else; () for anything else."""
    if len(text) > LONGEST or not text.isascii():
        return ()
    scheme, _, rest = text.strip().partition("://")
    if scheme.lower() not in ("http", "https"):
        return ()
    place = re.match(r"[^/?#\\]*", rest)
    end = place.end() if place else 0
    host = rest[:end].rpartition("@")[2].partition(":")[0].lower().rstrip(".")
    words = dict.fromkeys(w for w in re.split(r"[/?#&=,;|+]|%[0-9A-Fa-f]{2}", rest[end:]) if _WORD.fullmatch(w))
    return ((host, tuple(words)[:_MOST]),)
