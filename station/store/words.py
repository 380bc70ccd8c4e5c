"""How product words are indexed and asked for, so that both sides cut text alike. Not responsible for tables."""

import re
import unicodedata

_IDEOGRAPH = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af])")
_WORD = re.compile(r"\w+")
LONGEST_QUERY = 12
"""Words of a query that count; more only cost time."""


def plain(text: str) -> str:
    """Case-folded, compatibility forms unified, each ideograph a word of its own (they are written without spaces)."""
    return _IDEOGRAPH.sub(r" \1 ", unicodedata.normalize("NFKC", text).casefold())


def tag(merchant: str) -> str:
    """A merchant's id as one searchable word; ids may hold signs at which the index would cut."""
    return "m" + merchant.encode().hex()


def query(merchant: str, text: str) -> str:
    """The FTS5 query: each word by its beginning, all of them; empty where the text holds no word."""
    words = _WORD.findall(plain(text))[:LONGEST_QUERY]
    if not words:
        return ""
    asked = " ".join(f'"{word}"*' for word in words)
    whose = f"merchant:{tag(merchant)} AND " if merchant else ""
    return f"{whose}words:({asked})"
