"""GS1 Digital Link: a web address that carries identifiers -> elements, and elements -> its canonical address. Nothing
is fetched. Compressed links are recognised and told, not unpacked. Source: GS1 Digital Link Standard, URI syntax."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from station.domain.gs1.element import Element
from station.domain.gs1.elements import MOST, judge, known
from station.domain.gs1.table import Rule, rule_of

CANONICAL = "https://id.gs1.org"
SCHEMES = ("https://", "http://", "HTTPS://", "HTTP://")
"""In small or in capital letters, not mixed."""
SIGNS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*", re.ASCII)
DOMAIN = re.compile(r"[^_~?#@!$&'()*+,;=%/]+")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
HEX = frozenset("0123456789ABCDEFabcdef")
COMPRESSED = re.compile(r"[A-Za-z0-9_\-]{10,}", re.ASCII)
NAMES = {
    "cpid": "8010", "cpsn": "8011", "cpv": "22", "gcn": "255", "gdti": "253", "giai": "8004", "ginc": "401",
    "gln": "414", "glnx": "254", "gmn": "8013", "grai": "8003", "gsin": "402", "gsrn": "8018", "gsrnp": "8017",
    "gtin": "01", "itip": "8006", "lot": "10", "party": "417", "refno": "8020", "ser": "21", "srin": "8019",
    "sscc": "00",
}  # fmt: skip
"""Words that early links used for identifiers; withdrawn, still printed."""


class Link(NamedTuple):
    """What an address carries, up to its fault. fault: "" or why it is no Digital Link; domain: whose resolver;
    compressed: it looks like a compressed one, which only its resolver can open."""

    elements: tuple[Element, ...] = ()
    fault: str = ""
    domain: str = ""
    compressed: bool = False


def is_address(text: str) -> bool:
    """An http(s) address with a scheme that counts."""
    return text.startswith(SCHEMES)


def parse_link(uri: str, *, names: bool = False, short_gtin: bool = False) -> Link:
    """names: identifiers as words count, too; short_gtin: GTINs without their leading zeros do. Never raises."""
    if not is_address(uri):
        return Link(fault="scheme")
    if not SIGNS.fullmatch(uri):
        return Link(fault="characters")
    rest = uri.split("://", 1)[1].partition("#")[0]
    host = DOMAIN.match(rest)
    if host is None or not rest.startswith("/", host.end()):
        return Link(fault="domain")
    path, _, query = rest[host.end() :].partition("?")
    reader = _Reader(names=names, short_gtin=short_gtin)
    fault = reader.read(path, query)
    if fault:
        return Link(tuple(reader.found), fault, host[0], fault == "no_key" and _compressed(path))
    return Link(tuple(reader.found), domain=host[0])


def _compressed(path: str) -> bool:
    last = path.rpartition("/")[2]
    mixed = any(c.isdigit() for c in last) and any(c.islower() for c in last) and any(c.isupper() for c in last)
    return mixed and COMPRESSED.fullmatch(last) is not None


class _Reader:
    """Gathers the elements of one address."""

    def __init__(self, *, names: bool, short_gtin: bool) -> None:
        self._names = names
        self._short = short_gtin
        self.found: list[Element] = []

    def read(self, path: str, query: str) -> str:
        """Empty, or the word for what is wrong."""
        pairs = self._pairs(path)
        if pairs is None:
            return "no_key"
        for rule, value in pairs:
            fault = self._add(rule, unescape(value))
            if fault:
                return fault
        key, *qualifiers = [rule.ai for rule, _ in pairs]
        if not _in_order(key, qualifiers):
            return "path_order"
        return self._query(query)

    def _pairs(self, path: str) -> list[tuple[Rule, str]] | None:
        """The last key of the path with what follows it, from back to front; None where there is none."""
        pieces = path.split("/")
        pairs: list[tuple[Rule, str]] = []
        for at in range(len(pieces) - 2, 0, -2):
            rule = self._rule(pieces[at])
            if rule is None or len(pairs) == MOST:
                return None
            pairs.insert(0, (rule, pieces[at + 1]))
            if rule.paths is not None:
                return pairs
        return None

    def _rule(self, word: str) -> Rule | None:
        return rule_of(NAMES.get(word, word) if self._names else word)

    def _add(self, rule: Rule, value: str | None) -> str:
        if not value:
            return "empty"
        if self._short and rule.ai == "01" and len(value) in (8, 12, 13):
            value = value.zfill(14)
        if len(self.found) == MOST:
            return "too_many"
        fault = judge(rule, value)
        if not fault:
            self.found.append(Element(rule.ai, value))
        return fault

    def _query(self, query: str) -> str:
        path = [e.ai for e in self.found]
        for pair in query.split("&"):
            name, equals, value = pair.partition("=")
            if not (equals and name.isascii() and name.isdigit()):
                continue
            rule = rule_of(name)
            if rule is None:
                return "unknown_ai"
            fault = self._attribute(rule, path, value)
            if fault:
                return fault
        return ""

    def _attribute(self, rule: Rule, path: list[str], value: str) -> str:
        if not rule.attribute:
            return "no_attribute"
        if any(e.ai == rule.ai for e in self.found):
            return "repeated"
        if rule.ai in _open(path[0], path[1:]):
            return "belongs_in_path"
        return self._add(rule, unescape(value, query=True))


def _in_order(key: str, qualifiers: list[str]) -> bool:
    paths = known(key).paths or ()
    return any(qualifiers == [ai for ai in path if ai in qualifiers] for path in ((), *paths))


def _open(key: str, qualifiers: list[str]) -> set[str]:
    """Qualifiers that could still stand in the path."""
    fitting = [path for path in known(key).paths or () if set(qualifiers) <= set(path)]
    return {ai for path in fitting for ai in path} - set(qualifiers)


def write_link(elements: Iterable[Element], stem: str = CANONICAL) -> str:
    """The address of these elements: the first key among them in the path, in the query those of fixed length first;
    "" where they have no key, or hold what no query may."""
    once = list(dict.fromkeys(elements))
    key = next((e for e in once if known(e.ai).paths is not None), None)
    if key is None:
        return ""
    values = {e.ai: e for e in reversed(once)}
    paths = [[values[ai] for ai in path if ai in values] for path in known(key.ai).paths or ()]
    within = [key, *max(paths, key=len, default=[])]
    beside = sorted((e for e in once if e not in within), key=lambda e: not known(e.ai).fixed)
    if any(not known(e.ai).attribute for e in beside):
        return ""
    path = "".join(f"/{e.ai}/{escape(e.value)}" for e in within)
    query = "&".join(f"{e.ai}={escape(e.value, query=True)}" for e in beside)
    return f"{stem.rstrip('/')}{path}{'?' if query else ''}{query}"


def escape(text: str, *, query: bool = False) -> str:
    """Percent encoding of everything that is not unreserved; a blank in a query is a plus."""
    parts = [c if c in UNRESERVED else "".join(f"%{b:02X}" for b in c.encode("utf-8", "replace")) for c in text]
    return "".join(parts).replace("%20", "+") if query else "".join(parts)


def unescape(text: str, *, query: bool = False) -> str | None:
    """The text behind percent encoding, one character for each byte; what is not an encoding stays; None where it
    hides a null."""
    if query:
        text = text.replace("+", " ")
    if "%" not in text:
        return text
    first, *escaped = text.split("%")
    pieces = [first]
    for piece in escaped:
        code = piece[:2]
        whole = len(code) == 2 and HEX.issuperset(code)
        pieces.append(chr(int(code, 16)) + piece[2:] if whole else "%" + piece)
    plain = "".join(pieces)
    return None if "\0" in plain else plain
