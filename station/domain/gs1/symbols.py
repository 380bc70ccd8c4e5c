"""What a symbol carries, by its AIM identifier: an element string, an EAN/UPC number with or without a composite
part, a Digital Link, or plain text. Strict, as the standard has it; what to make of less is left to `scans`."""

from typing import NamedTuple

from station.domain.gs1.digits import checks_out, digits
from station.domain.gs1.element import Element
from station.domain.gs1.elements import parse
from station.domain.gs1.link import is_address, parse_link
from station.domain.transport import COMPOSITE, ELEMENT_STRINGS

NUMBERS = {"]E0": 13, "]E4": 8}
"""EAN-13 (UPC-A and UPC-E are sent as such) and EAN-8."""
ADD_ONS = {"]E1": 2, "]E2": 5}
PLAIN = "plain"


class Carried(NamedTuple):
    """kind: elements, number, address or plain; number: of an EAN/UPC symbol, as sent; add_on: its two or five
    digits; fault: "" or the word for what is wrong; ai and at: where; compressed: a Digital Link that only its
    resolver can open."""

    kind: str
    elements: tuple[Element, ...] = ()
    number: str = ""
    add_on: str = ""
    fault: str = ""
    ai: str = ""
    at: int = 0
    compressed: bool = False


def carried(symbology: str, text: str) -> Carried:
    """Never raises. A broken code keeps its kind and tells its fault."""
    if symbology in ELEMENT_STRINGS:
        message = parse(text)
        return Carried("elements", message.elements, fault=message.fault, ai=message.ai, at=message.at)
    if symbology in NUMBERS:
        return _number(NUMBERS[symbology], text)
    if symbology in ADD_ONS:
        whole = digits(text) and len(text) == ADD_ONS[symbology]
        return Carried("number", add_on=text, fault="" if whole else "bad_length")
    if symbology == "]E3":
        return _with_add_on(text)
    if is_address(text):
        link = parse_link(text)
        return Carried("address", link.elements, fault=link.fault, compressed=link.compressed)
    return Carried(PLAIN)


def _number(length: int, text: str) -> Carried:
    number, mark, composite = text.partition(COMPOSITE)
    fault = number_fault(number, length)
    if fault or not mark:
        return Carried("number", number=number, fault=fault)
    message = parse(composite)
    whole = (Element("01", number.zfill(14)), *message.elements)
    return Carried("elements", whole, number, fault=message.fault, ai=message.ai, at=message.at)


def _with_add_on(text: str) -> Carried:
    """EAN-13 and its add-on in one, with or without a blank between."""
    number, add_on = text[:13], text[13:].strip()
    fault = number_fault(number, 13)
    if not fault and not (digits(add_on) and len(add_on) in (2, 5)):
        fault = "bad_length"
    return Carried("number", number=number, add_on=add_on, fault=fault)


def number_fault(number: str, length: int) -> str:
    """Empty for that many digits with their check digit."""
    if number and not digits(number):
        return "non_digit_character"
    if len(number) != length:
        return "bad_length"
    return "" if checks_out(number) else "incorrect_check_digit"
