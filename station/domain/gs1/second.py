"""biip's reading of a GS1 code beside ours: weights, amounts, who issued the number, and whether both agree. For
people who ask what a code means, not for every scan: biip takes a tenth of a second to import, and several times as
long as our reading for each code."""

from typing import Any, NamedTuple

from station.domain.gs1.element import Element
from station.domain.gs1.elements import write
from station.domain.transport import GS

DISAGREE, REFUSED = "disagree", "refused"


class Detail(NamedTuple):
    """One element as biip sees it. title: GS1's own; value: in words of the element's kind (a day, a weight, an amount
    with its currency), or as it stands; issuer: the organisation behind the number's prefix, "" where none is known."""

    ai: str
    title: str
    value: str
    issuer: str = ""


class Second(NamedTuple):
    """verdict: "" where both read the same, disagree, or refused (biip takes it for no GS1 code)."""

    details: tuple[Detail, ...] = ()
    verdict: str = ""


def second(elements: tuple[Element, ...]) -> Second:
    """Asks biip about elements that we have read. Never raises, whatever biip does."""
    try:
        found = _ask(write(elements))
        details = tuple(_detail(one) for one in found)
    except Exception:  # its parsers raise more than they tell, IndexError among it
        return Second(verdict=REFUSED)
    if elements and not found:
        return Second(verdict=REFUSED)
    same = [(one.ai.ai, one.value) for one in found] == [tuple(e) for e in elements]
    return Second(details, "" if same else DISAGREE)


def _ask(text: str) -> list[Any]:
    from biip import ParseConfig, parse

    message = parse(f"]C1{text}", config=ParseConfig(separator_chars=[GS])).gs1_message
    return list(message.element_strings) if message else []


def _detail(one: Any) -> Detail:
    number = one.gtin or one.sscc or one.gln
    prefix = number.prefix if number else None
    return Detail(one.ai.ai, one.ai.data_title, _value(one), prefix.usage if prefix else "")


def _value(one: Any) -> str:
    if one.datetime:
        return str(one.datetime.isoformat())
    if one.date:
        return str(one.date.isoformat())
    return str(one.value if one.decimal is None else one.decimal)
