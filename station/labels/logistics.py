"""Numbers of containers and of customers' returns as codes: the SSCC of sites with a GS1 company prefix, else our own
number in plain codes, and said to be that. Serials are the caller's; draws nothing."""

import re
from typing import Literal

import msgspec

from station.domain.gs1.digits import check_digit
from station.labels.values import LabelValues

_PREFIX = re.compile(r"[0-9]{4,12}")
_POSTCODE = re.compile(r"[A-Za-z0-9-]{1,20}")
_COUNTRY = re.compile(r"[A-Z]{2}")


class Numbered(msgspec.Struct, frozen=True):
    """A container's number: payload of both codes (with `gs1`, elements in brackets), as people read it, and the
    catalogue's key for what kind of number it is."""

    code: str
    gs1: bool
    shown: str
    kind: Literal["label.container.sscc", "label.container.own"]

    def put(self, values: LabelValues, kind: str) -> LabelValues:
        """The values with this number; `kind` is the finished text for the key."""
        fields = values.fields | {"sscc": self.shown, "kind": kind}
        changed = {"code_1d": self.code, "code_2d": self.code, "gs1_1d": self.gs1, "gs1_2d": self.gs1}
        return msgspec.structs.replace(values, fields=fields, **changed)


def sscc(prefix: str, serial: int, extension: int = 0) -> str:
    """18 digits: extension, company prefix, serial, check digit (GS1 General Specifications, 3.2).

    ValueError for a prefix that is not 4 to 12 digits, or a serial that has no room beside it: a serial is never cut.
    """
    room = 16 - len(prefix)
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"a GS1 company prefix is 4 to 12 digits, not {prefix!r}")
    if not 0 <= extension <= 9 or not 0 <= serial < 10**room:
        raise ValueError(f"an SSCC of prefix {prefix} has serials 0 to {10**room - 1}, not {serial} ({extension})")
    payload = f"{extension}{prefix}{serial:0{room}}"
    return payload + check_digit(payload)


def number(own: str, prefix: str = "", serial: int = 0) -> Numbered:
    """The SSCC where there is a prefix; without one our own number (printable ASCII), never something like an SSCC."""
    if not prefix:
        return Numbered(own, False, own, "label.container.own")
    whole = sscc(prefix, serial)
    shown = f"(00) {whole[0]} {whole[1 : 1 + len(prefix)]} {whole[1 + len(prefix) : 17]} {whole[17]}"
    return Numbered(f"(00){whole}", True, shown, "label.container.sscc")


def return_elements(authorization: str, sscc: str = "", postcode: str = "", country: str = "") -> str:
    """What a return label's GS1 DataMatrix carries, in brackets: the authorization as company-internal (91), and
    with an SSCC, which the standard demands for them, the return-to postcode (4318) and ISO 3166 alpha-2 country
    (4317).

    An address that does not go into these elements is left out; it stands on the label in print.
    """
    front = f"(00){sscc}" if sscc else ""
    if sscc and _POSTCODE.fullmatch(postcode):
        front += f"(4318){postcode}"
    if sscc and _COUNTRY.fullmatch(country):
        front += f"(4317){country}"
    return f"{front}(91){authorization}"
