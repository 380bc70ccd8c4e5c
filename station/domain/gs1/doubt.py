"""Is this element string what it seems? A scanner or keyboard that loses the separators makes one long value of
several: (10)AB1221SER9 is lot AB12 and serial SER9, or a lot of that name. Nobody can tell, so it is told."""

from station.domain.gs1.associations import breaches
from station.domain.gs1.dates import year_of
from station.domain.gs1.element import Element, Message
from station.domain.gs1.elements import known, parse
from station.domain.gs1.table import rule_at
from station.domain.transport import GS

SEPARATOR_LOST = "separator_lost"
DATES = frozenset({"11", "12", "13", "15", "16", "17"})
NAMES = frozenset({"10", "21"})
KEYS = frozenset({"00", "01", "02", "03", "8006"})
"""Something is identified; a company's own numbers and postcodes alone swallow nothing."""
SHORTEST_NAME = 3
"""Characters of a lot or serial from which on it may be one that was swallowed; shorter ones stand in every lot."""
PAST, FUTURE = 15, 20
"""Years around now within which a date on a product lies."""


LONGEST = 120
"""Characters of a value that is taken apart; nothing on a product is longer."""


def swallowed(text: str, message: Message, year: int) -> tuple[Element, ...]:
    """The elements that the last value may have swallowed; () where there is no reason to think so. Without any
    separator only the last element can have: nothing ends it but the end of the text."""
    if GS in text or not message.elements:
        return ()
    before, value = message.elements[:-1], message.elements[-1].value
    if message.fault:
        before, value = message.elements, _unread(text, message)
    elif known(message.elements[-1].ai).fixed:
        return ()
    return _hidden(before, value, year) if any(e.ai in KEYS for e in before) else ()


def _unread(text: str, message: Message) -> str:
    rule = rule_at(text, message.at)
    return text[message.at + len(rule.ai) :] if rule and not rule.fixed else ""


def _hidden(before: tuple[Element, ...], value: str, year: int) -> tuple[Element, ...]:
    """Of several ways to cut the value, one with a date: that is hardly chance."""
    if len(value) > LONGEST:
        return ()
    present = {e.ai for e in before}
    likely: tuple[Element, ...] = ()
    for cut in range(1, len(value) - 2):
        rule = rule_at(value, cut)
        if rule is None or rule.ai in present:
            continue
        tail = parse(value[cut:])
        if not tail.fault and _belongs(before, tail.elements) and any(_telling(e, year) for e in tail.elements):
            if any(e.ai in DATES for e in tail.elements):
                return tail.elements
            likely = likely or tail.elements
    return likely


def _belongs(before: tuple[Element, ...], tail: tuple[Element, ...]) -> bool:
    """Everything that the hidden elements demand is there, and nothing twice."""
    ais = [e.ai for e in (*before, *tail)]
    return len(set(ais)) == len(ais) and not any(b.ai in ais[len(before) :] for b in breaches((*before, *tail)))


def _telling(element: Element, year: int) -> bool:
    """More than chance: a date of our days, a lot or serial of some length, an identifier of three or four digits, a
    company's own one that goes on with a letter."""
    ai, value = element
    if ai in DATES:
        return year - PAST <= year_of(value, year) <= year + FUTURE
    if ai in NAMES or len(ai) == 3:
        return len(value) >= SHORTEST_NAME
    return len(ai) == 4 or (ai[0] == "9" and value[0].isalpha() and len(value) >= SHORTEST_NAME)
