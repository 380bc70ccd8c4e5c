"""Writing from right to left, which the drawing library does not know: letters joined, then put in drawing order.

Enough for a product's name in Hebrew, Arabic or Persian between Latin words; not the whole bidirectional algorithm.
"""

import unicodedata
from functools import cache

_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def visual(text: str) -> str:
    """The text in the order of drawing, from left to right, Arabic letters in their joined forms."""
    if not any(_is_rtl(char) for char in text):
        return text
    turned, stretch = "", ""
    for char in _joined(text):
        if _is_rtl(char) or (stretch and unicodedata.bidirectional(char) in ("NSM", "WS", "ON", "CS")):
            stretch += char
        else:
            turned, stretch = turned + _turn(stretch) + char, ""
    return turned + _turn(stretch)


def _is_rtl(char: str) -> bool:
    return unicodedata.bidirectional(char) in ("R", "AL")


def _turn(stretch: str) -> str:
    """A stretch reversed, its brackets mirrored; the neutral characters at its end stay behind it."""
    end = max((at + 1 for at, char in enumerate(stretch) if _is_rtl(char)), default=0)
    if end < len(stretch) and stretch[end] in ")]}>»" and "([{<«"[")]}>»".index(stretch[end])] in stretch[:end]:
        end += 1
    return stretch[:end][::-1].translate(_MIRRORED) + stretch[end:]


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Letters (or lam with alef) -> their isolated, initial, medial and final shapes, from the Unicode data."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFBFF), *range(0xFE80, 0xFEFD)):
        form, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        if letters and (len(letters) == 1 or letters[0] == "0644"):
            found.setdefault("".join(chr(int(one, 16)) for one in letters), {})[form.strip("<>")] = chr(code)
    return found


def _joined(text: str) -> str:
    shaped, before = "", False
    at = 0
    while at < len(text):
        letter = text[at : at + 2] if text[at : at + 2] in _forms() else text[at]
        forms = _forms().get(letter, {})
        behind = _after(text, at + len(letter))
        after = "initial" in forms and "final" in _forms().get(behind, {})
        shaped += forms.get(_form(before=before, after=after), letter)
        if unicodedata.category(letter[0]) != "Mn":
            before = "initial" in forms and after
        at += len(letter)
    return shaped


def _form(*, before: bool, after: bool) -> str:
    if before:
        return "medial" if after else "final"
    return "initial" if after else "isolated"


def _after(text: str, at: int) -> str:
    """The next character that is not a mark over or under the one before."""
    return next((char for char in text[at:] if unicodedata.category(char) != "Mn"), "")
