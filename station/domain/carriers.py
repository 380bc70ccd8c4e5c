"""Which carriers may have given a number: formats with their check digits, never a guess. All that fit are named, best
first where something is known of the parcel. The formats themselves are data (carrier_files reads them)."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from msgspec import Struct

from station.domain.checkdigits import Check, make

LONGEST = 120
"""Characters with blanks; the longest number has 41 of its own."""

SHAPE, PREFIX, CHECKED, LISTED = "shape", "prefix", "check_digit", "listed"
"""Evidence: length and kinds of characters; fixed letters besides; the check digit; a code found in its list."""


class Candidate(Struct, frozen=True):
    """A carrier that may have given the number. tracking: without blanks and routing (420 and ZIP), upper case.
    service in words, country ISO 3166; evidence: what was checked, weakest first."""

    carrier: str
    name: str
    format: str
    tracking: str
    service: str = ""
    country: str = ""
    evidence: tuple[str, ...] = (SHAPE,)
    symbologies: tuple[str, ...] = ()

    @property
    def is_proven(self) -> bool:
        """More than a number of the right length: a check digit, or letters that only this carrier uses."""
        return len(self.evidence) > 1


class Context(Struct, frozen=True):
    """What is known besides the number: carriers of the parcels that are expected, the scan's AIM prefix, the carriers
    that the merchant usually sends by."""

    expected: tuple[str, ...] = ()
    symbology: str = ""
    usual: tuple[str, ...] = ()


class Lookup(Struct, frozen=True):
    """Codes of one part of a number and their meaning; `required`: a number with any other code is none of this format.
    prefix: a code's beginning is enough."""

    words: Mapping[str, str]
    required: bool = False
    prefix: bool = False

    def word(self, code: str) -> str:
        """What the code means, "" where it is not listed."""
        starts = (code[:n] for n in range(len(code), 0, -1)) if self.prefix else (code,)
        return next((self.words[s] for s in starts if s in self.words), "")


class Format(Struct, frozen=True, dict=True):
    """One kind of number. shapes: expressions of which one must fit the whole; groups serial, check, tracking, service,
    country. prepend: what belongs before the serial unless it begins with one of `unless`."""

    key: str
    title: str
    lengths: tuple[int, int]
    shapes: tuple[str, ...]
    evidence: tuple[str, ...]
    method: str = ""
    parameters: Mapping[str, object] = {}
    prepend: str = ""
    unless: tuple[str, ...] = ()
    lookups: Mapping[str, Lookup] = {}
    hyphens: bool = False
    tracking: str = ""
    symbologies: tuple[str, ...] = ()

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(shape, re.ASCII) for shape in self.shapes)

    @cached_property
    def check(self) -> Check | None:
        return make(self.method, self.parameters) if self.method else None

    def match(self, text: str) -> re.Match[str] | None:
        """The parts of the text where shape, check digit and required codes are right."""
        fits = (p.fullmatch(text) for p in self.patterns)
        return next((m for m in fits if m and self._is_right(m)), None)

    def _is_right(self, match: re.Match[str]) -> bool:
        parts = match.groupdict()
        if any(look.required and not look.word(parts.get(k) or "") for k, look in self.lookups.items()):
            return False
        return self.check is None or self.check(self.serial(parts["serial"] or "")) == parts["check"]

    def serial(self, text: str) -> str:
        """What the check digit is computed over."""
        return text if text.startswith(self.unless) else self.prepend + text

    def word(self, part: str, match: re.Match[str]) -> str:
        code = match.groupdict().get(part) or ""
        return self.lookups[part].word(code) if part in self.lookups else ""


class Carrier(Struct, frozen=True):
    """A carrier, its formats, and the sites that the addresses in its QR codes lead to."""

    key: str
    name: str
    formats: tuple[Format, ...]
    sites: tuple[str, ...] = ()


class Carriers(Struct, frozen=True, dict=True):
    """All carriers that a station knows, and the questions that can be asked of them. Pure and total."""

    carriers: tuple[Carrier, ...]
    hash: str = ""

    @cached_property
    def _by_length(self) -> dict[int, tuple[tuple[Carrier, Format], ...]]:
        pairs = [(c, f) for c in self.carriers for f in c.formats]
        longest = max((f.lengths[1] for _, f in pairs), default=0)
        return {n: tuple(p for p in pairs if p[1].lengths[0] <= n <= p[1].lengths[1]) for n in range(longest + 1)}

    def candidates(self, text: str) -> tuple[Candidate, ...]:
        """All carriers whose format the number satisfies, proven ones first; none where nothing fits."""
        plain = normalise(text)
        bare = plain.replace("-", "")
        found = [_candidate(c, f, plain) for c, f in self._by_length.get(len(plain), ())]
        if bare != plain:
            found += [_candidate(c, f, bare) for c, f in self._by_length.get(len(bare), ()) if f.hyphens]
        return rank(tuple(one for one in found if one), Context())

    def names(self, text: str) -> tuple[str, ...]:
        """The names of the carriers alone, each once."""
        return tuple(dict.fromkeys(one.name for one in self.candidates(text)))

    def extract(self, text: str) -> tuple[str, ...]:
        """Tracking numbers inside a carrier's QR, PDF417 or MaxiCode content; nothing else of it comes out."""
        from station.domain import envelopes  # needed for few scans, so not at the start

        found = [one.tracking for raw in envelopes.numbers(text) for one in self.candidates(raw) if one.is_proven]
        for host, words in envelopes.address(text):
            keys = {c.key for c in self.carriers if any(host == s or host.endswith("." + s) for s in c.sites)}
            found += [one.tracking for w in words for one in self.candidates(w) if one.carrier in keys]
        return tuple(dict.fromkeys(found))


def normalise(text: str) -> str:
    """Upper case without any blanks; "" for what no carrier prints (too long, not ASCII)."""
    if len(text) > LONGEST or not text.isascii():
        return ""
    return "".join(text.split()).upper()


def _candidate(carrier: Carrier, format: Format, text: str) -> Candidate | None:
    match = format.match(text)
    if match is None:
        return None
    tracking = match.expand(format.tracking) if format.tracking else match.groupdict().get("tracking") or text
    listed = tuple(LISTED for look in format.lookups.values() if look.required)
    return Candidate(
        carrier.key, carrier.name, format.key, tracking, format.word("service", match), format.word("country", match),
        (*format.evidence, *listed), format.symbologies,
    )  # fmt: skip


def rank(candidates: Iterable[Candidate], context: Context) -> tuple[Candidate, ...]:
    """The same candidates, best first: expected carrier, usual symbology of the format, the merchant's usual carriers,
    then the stronger evidence. None is left out."""

    def order(one: Candidate) -> tuple[int, int, int, int]:
        symbology = 0 if context.symbology and context.symbology in one.symbologies else 1
        return _place(one.carrier, context.expected), symbology, _place(one.carrier, context.usual), -_strength(one)

    return tuple(sorted(candidates, key=order))


def _place(carrier: str, among: tuple[str, ...]) -> int:
    return among.index(carrier) if carrier in among else len(among)


def _strength(one: Candidate) -> int:
    return sum({PREFIX: 1, CHECKED: 2, LISTED: 1}.get(e, 0) for e in one.evidence)
