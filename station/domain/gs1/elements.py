"""GS1 element strings: text as a scanner sends it, or as people write it with brackets -> elements, each checked
against its rule. One pass without biip's objects: this is what every scan goes through. Which elements may stand
together is judged elsewhere (`associations`)."""

import re

from msgspec.structs import replace

from station.domain.gs1.checks import CHECKS
from station.domain.gs1.element import Element, Message
from station.domain.gs1.table import CLASSES, Part, Rule, rule_at, rule_of, rules_of
from station.domain.transport import GS

MOST = 64
"""Elements of one message; more do not fit on anything."""
CSET_FAULT = {"n": "non_digit_character", "x": "invalid_cset82_character", "y": "invalid_cset39_character",
              "z": "invalid_cset64_character"}  # fmt: skip
ALL_SIGNS = {kind: re.compile(f"[{signs}]*", re.ASCII) for kind, signs in CLASSES.items()}
UNKNOWN = replace(rules_of("00 | UNKNOWN | x-90 | -")[0], ai="")
"""The rule of an identifier that is in no table."""


def known(ai: str) -> Rule:
    """The rule of an identifier, or the one of those that are in no table."""
    return rule_of(ai) or UNKNOWN


def parse(text: str) -> Message:
    """An element string without its symbology identifier; separators are GS. Never raises."""
    found: list[Element] = []
    at, end = 0, len(text)
    if not end:
        return Message((), "empty")
    while at < end:
        rule = rule_at(text, at)
        if rule is None or len(found) == MOST:
            return Message(tuple(found), "unknown_ai" if rule is None else "too_many", text[at : at + 4], at)
        start = at + len(rule.ai)
        stop = text.find(GS, start)
        stop = end if stop < 0 else stop
        if rule.fixed:
            stop = min(stop, start + rule.width)
        value = text[start:stop]
        fault = judge(rule, value)
        if fault:
            return Message(tuple(found), fault, rule.ai, at)
        found.append(Element(rule.ai, value))
        at = stop + 1 if text.startswith(GS, stop) else stop
    return Message(tuple(found))


def judge(rule: Rule, value: str) -> str:
    """Empty, or the word for what is wrong with a value."""
    fit = rule.shape.fullmatch(value)
    if fit is None:
        return _misfit(rule, value)
    for part, piece in zip(rule.parts, fit.groups(), strict=True):
        for check in part.checks if piece is not None else ():
            fault = CHECKS[check](piece)
            if fault:
                return fault
    if rule.ai == "8030":
        return _padding(value)
    return ""


def _padding(value: str) -> str:
    """Base 64: one or two signs of padding, at the end only, fill the last four."""
    body = value.rstrip("=")
    padded = len(value) - len(body)
    if "=" in body:
        return "invalid_cset64_character"
    return "invalid_cset64_padding" if padded > 2 or (padded and len(value) % 4) else ""


def _misfit(rule: Rule, value: str) -> str:
    """Why a value does not have the shape of its rule: a strange character, a failed check before it, or its
    length."""
    if not value:
        return "empty"
    at = 0
    for part in rule.parts:
        piece = value[at : at + part.most]
        fault = _of_part(part, piece)
        if fault:
            return fault
        at += len(piece)
        if at == len(value):
            break
    return "too_long" if len(value) > rule.width else "bad_length"


def _of_part(part: Part, piece: str) -> str:
    fit = ALL_SIGNS[part.signs].match(piece)
    if fit is None or fit.end() < len(piece):
        return CSET_FAULT[part.signs]
    if len(piece) < part.least:
        return "too_short"
    return next((fault for check in part.checks if (fault := CHECKS[check](piece))), "")


_BRACKETED = re.compile(r"\((\d{2,4})\)", re.ASCII)
_ESCAPED = "\\("


def parse_bracketed(text: str, *, unknown: bool = False) -> Message:
    """`(01)04006381333931(10)L7`; an opening bracket within a value has a backslash before it. unknown: identifiers
    that are in no table count, too, as up to 90 characters. Never raises."""
    found: list[Element] = []
    rest = text
    while rest:
        head = _BRACKETED.match(rest)
        rule = (rule_of(head[1]) or (UNKNOWN if unknown else None)) if head else None
        if head is None or rule is None or len(found) == MOST:
            return Message(tuple(found), "unknown_ai", rest[:6], len(text) - len(rest))
        value, after = _until_bracket(rest[head.end() :])
        fault = judge(rule, value)
        if fault:
            return Message(tuple(found), fault, rule.ai, len(text) - len(rest))
        found.append(Element(head[1], value))
        rest = after
    return Message(tuple(found)) if found else Message((), "empty")


def _until_bracket(text: str) -> tuple[str, str]:
    at = text.find("(")
    while at > 0 and text[at - 1] == "\\":
        at = text.find("(", at + 1)
    at = len(text) if at < 0 else at
    return text[:at].replace(_ESCAPED, "("), text[at:]


def write(elements: "tuple[Element, ...] | list[Element]", separator: str = GS) -> str:
    """The element string again, separators where a rule demands one; without a leading one."""
    texts = []
    for i, element in enumerate(elements):
        open_end = i + 1 < len(elements) and not known(element.ai).fixed
        texts.append(f"{element.ai}{element.value}{separator if open_end else ''}")
    return "".join(texts)


def bracketed(elements: "tuple[Element, ...] | list[Element]") -> str:
    """As people write it."""
    return "".join(f"({e.ai}){e.value.replace('(', _ESCAPED)}" for e in elements)
