"""Numbers of containers and of customers' returns as codes: the SSCC of sites with a GS1 company prefix, else our own
number in plain codes, and said to be that. Serials are the caller's; draws nothing."""

import re
from typing import Literal

import msgspec

from station.domain.gs1.element import Element
from station.domain.gs1.elements import parse_bracketed
from station.domain.sscc import shown, sscc
from station.labels.values import LabelValues

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


def number(own: str, prefix: str = "", serial: int = 0) -> Numbered:
    """The SSCC where there is a prefix; without one our own number (printable ASCII), never something like an SSCC."""
    return numbered(own, sscc(prefix, serial) if prefix else "", prefix)


def numbered(own: str, whole: str, prefix: str) -> Numbered:
    """The SSCC that a container was given, or its own number, where it was given none."""
    if not whole:
        return Numbered(own, False, own, "label.container.own")
    return Numbered(f"(00){whole}", True, shown(prefix, whole), "label.container.sscc")


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


def return_code(authorization: str) -> tuple[str, bool]:
    """What a return label's DataMatrix carries, and whether that is GS1 elements. A number that these cannot tell (with
    #, @, $, a blank, or a bracket that would begin another element) stands there plain, as in the Code 128."""
    told = return_elements(authorization)
    if parse_bracketed(told).elements == (Element("91", authorization),):
        return told, True
    return authorization, False
