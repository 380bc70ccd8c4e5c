"""The set-up code of a scanner: one code that holds every character we rely on, and what has to change where it does
not come through whole. Knows the usual faults: another keyboard layout, caps lock, lost separators, dead keys."""

from typing import NamedTuple

from station.domain.transport import CARET, GS, SYMBOLOGIES, Transport

FIRST, LAST = "SETUP", "CLOSE"
"""Letters that stand in the same place on the usual keyboards."""
SECTIONS = (
    "0123456789",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "abcdefghijklmnopqrstuvwxyz",
    "!\"#$%&'()*+,-./",
    ":;<=>?@[\\]_",
    "{|}~E^E`E",
    f"G{GS}G",
)
"""Parted by blanks. Signs that are dead keys somewhere (~ ^ `) stand before a letter, with which they would melt."""
LONGEST = 512
UPPER, LOWER = 1, 2
"""Which of the sections hold the letters."""
LAYOUTS = {("y", "z"): "qwertz", ("q", "a"): "azerty", ('"', "@"): "uk"}
"""A sign that was sent, what arrives for it, and the layout that does it."""


class Advice(NamedTuple):
    """What to change. key: not_it, no_identifier, prefix, suffix, caps_lock, case_lost, layout, separator_lost,
    separator, signs_lost; text: the signs it is about."""

    key: str
    text: str = ""


class SetUp(NamedTuple):
    """advice: () where everything came through; transport: what to set for this scanner as it is now."""

    advice: tuple[Advice, ...]
    transport: Transport


def setup_code() -> str:
    """The text of the code, for a symbol that can hold all of ASCII (Data Matrix, QR)."""
    return " ".join((FIRST, *SECTIONS, LAST))


def check_setup(received: str) -> SetUp:
    """What the scanner made of the set-up code, as received (without CR and LF at its end)."""
    text = received.strip("\r\n\t ")[:LONGEST]
    begin = max(text.find(FIRST), text.find(FIRST.lower()))
    end = max(text.rfind(LAST), text.rfind(LAST.lower()))
    if begin < 0 or end < begin:
        return SetUp((Advice("not_it"),), Transport())
    prefix, symbology = _parted(text[:begin])
    suffix = text[end + len(LAST) :]
    found = text[begin + len(FIRST) : end].strip(" ").split(" ")
    advice = [Advice("no_identifier")] if not symbology else []
    advice += [Advice(key, sign) for key, sign in (("prefix", prefix), ("suffix", suffix)) if sign]
    letters = _letters(found, text[begin : begin + len(FIRST)])
    separator, lost = _separator(found[-1] if len(found) == len(SECTIONS) else "")
    advice += letters or _signs(found)
    advice += [lost] if lost else []
    return SetUp(tuple(advice), Transport(prefix, suffix, separator, proven=lost is None or bool(separator)))


def _parted(before: str) -> tuple[str, str]:
    """Prefix and AIM identifier, which is the last thing before the code."""
    head = before[-3:]
    known = len(head) == 3 and head[0] == "]" and head[1] in SYMBOLOGIES and head[2].isalnum()
    return (before[:-3], head) if known else (before, "")


def _letters(found: list[str], first: str) -> list[Advice]:
    """Faults of the letters' case, which make every other comparison idle."""
    upper, lower = (found[n] if len(found) > n else "" for n in (UPPER, LOWER))
    if first == FIRST.lower() and upper.islower() and lower.isupper():
        return [Advice("caps_lock")]
    if upper and upper.isupper() == lower.isupper() and upper.islower() == lower.islower():
        return [Advice("case_lost")]
    return []


def _signs(found: list[str]) -> list[Advice]:
    """Signs that arrive as others, and signs that do not arrive."""
    if len(found) != len(SECTIONS):
        return [Advice("signs_lost", _missing(" ".join(SECTIONS[:-1]), " ".join(found)))]
    pairs = [(s, r) for sent, got in zip(SECTIONS[:-1], found, strict=False) if len(sent) == len(got)
             for s, r in zip(sent, got, strict=True)]  # fmt: skip
    swapped = [(s, r) for s, r in pairs if s != r]
    lost = "".join(_missing(s, r) for s, r in zip(SECTIONS[:-1], found, strict=False) if len(s) != len(r))
    layout = next((name for pair, name in LAYOUTS.items() if pair in swapped), "other")
    told = [Advice("layout", f"{layout}: {' '.join(f'{s}→{r}' for s, r in swapped)}")] if swapped else []
    return [*told, *([Advice("signs_lost", lost)] if lost else [])]


def _missing(sent: str, got: str) -> str:
    return "".join(dict.fromkeys(c for c in sent if c not in got and c != " "))


def _separator(last: str) -> tuple[str, Advice | None]:
    """What arrives for GS: itself (no substitute needed), another sign, or nothing."""
    inner = last[1:-1] if len(last) >= 2 else ""
    if inner in (GS, CARET):
        return "", None
    return (inner, Advice("separator", inner)) if inner else ("", Advice("separator_lost"))
