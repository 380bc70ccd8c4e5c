"""IPP messages as bytes and back: RFC 8010 (encoding), RFC 8011 (tags). Pure.

Responsible for the encoding of the operations that a label needs, and for reading whatever a printer answers. Values on
reading: whole numbers and enums are int, yes and no bool, all sorts of text str, ranges (low, high), resolutions
(across, feed, unit), collections dicts of lists, out-of-band values ("unknown", "no-value") None, all else bytes.
"""

import struct
from typing import Any

import msgspec

OPERATION, JOB, END, PRINTER = 0x01, 0x02, 0x03, 0x04
INTEGER, BOOLEAN, ENUM, RANGE, KEYWORD = 0x21, 0x22, 0x23, 0x33, 0x44
NAME, URI, CHARSET, LANGUAGE, MIME = 0x42, 0x45, 0x47, 0x48, 0x49
RESOLUTION, COLLECTION, END_COLLECTION, MEMBER = 0x32, 0x34, 0x37, 0x4A
TEXTS, TEXTS_OF_LANGUAGE = range(0x40, 0x60), (0x35, 0x36)
DELIMITERS, OUT_OF_BAND = range(0x10), range(0x10, 0x20)
VERSION = b"\x02\x00"

DEEPEST = 8
"""Collections within collections; real ones have three."""

Group = dict[str, list[Any]]


class Unreadable(Exception):
    """These bytes are no IPP message."""


class Value(msgspec.Struct, frozen=True):
    """One value to send with its tag; a collection's `value` is a dict of names to Values."""

    tag: int
    value: Any


class Message(msgspec.Struct, frozen=True):
    """An answer: its status (below 0x0100: done) and its groups in order, each as (tag, attributes)."""

    status: int
    request: int
    groups: tuple[tuple[int, Group], ...]

    @property
    def good(self) -> bool:
        """Whether what was asked has been done."""
        return self.status < 0x0100

    def all(self, tag: int) -> tuple[Group, ...]:
        """Every group with that tag."""
        return tuple(group for found, group in self.groups if found == tag)

    def first(self, tag: int) -> Group:
        """The first group with that tag; empty where there is none."""
        return next(iter(self.all(tag)), {})


def encode(operation: int, request: int, groups: list[tuple[int, dict[str, list[Value]]]]) -> bytes:
    """One request, without its document. Raises ValueError for what no attribute can hold."""
    out = [VERSION, struct.pack(">HI", operation, request)]
    for tag, attributes in groups:
        out.append(bytes([tag]))
        for name, values in attributes.items():
            out += [_sent(name if first else "", one) for first, one in _first(values)]
    return b"".join([*out, bytes([END])])


def _first(values: list[Value]) -> list[tuple[bool, Value]]:
    """Further values of a list have no name."""
    return [(n == 0, one) for n, one in enumerate(values)]


def _sent(name: str, one: Value) -> bytes:
    if one.tag != COLLECTION:
        return _field(one.tag, name, _raw(one))
    inside = [
        _field(MEMBER, "", member.encode("ascii")) + _sent("", value) for member, value in dict(one.value).items()
    ]
    return b"".join([_field(COLLECTION, name, b""), *inside, _field(END_COLLECTION, "", b"")])


def _field(tag: int, name: str, data: bytes) -> bytes:
    if len(name) > 255 or len(data) > 1023:
        raise ValueError(f"{name or 'a value'} is too long for IPP: {len(data)} bytes")
    return struct.pack(">BH", tag, len(name)) + name.encode("ascii") + struct.pack(">H", len(data)) + data


def _raw(one: Value) -> bytes:
    if one.tag == BOOLEAN:
        return bytes([bool(one.value)])
    if one.tag in (INTEGER, ENUM):
        return struct.pack(">i", one.value)
    if one.tag == RANGE:
        return struct.pack(">ii", *one.value)
    if one.tag == RESOLUTION:
        return struct.pack(">iib", *one.value)
    return str(one.value).encode()


def decode(data: bytes) -> Message:
    """One answer; what stands behind its end is left alone. Raises Unreadable."""
    try:
        _, _, status, request = struct.unpack_from(">BBHI", data)
        return Message(status, request, _Reader(data, 8).groups())
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise Unreadable(str(error)) from error


class _Reader:
    """Walks once over the bytes."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data, self._at = data, at

    def groups(self) -> tuple[tuple[int, Group], ...]:
        found: list[tuple[int, Group]] = []
        while (tag := self._peek()) != END:
            if tag not in DELIMITERS or tag == 0:
                raise Unreadable(f"tag {tag:#x} stands in no group")
            self._at += 1
            found.append((tag, self._group()))
        return tuple(found)

    def _group(self) -> Group:
        group: Group = {}
        name = ""
        while self._peek() not in DELIMITERS:
            tag, said, data = self._field()
            name = said or name
            if not name:
                raise Unreadable("a value without a name")
            group.setdefault(name, []).append(self._value(tag, data, 0))
        return group

    def _value(self, tag: int, data: bytes, depth: int) -> Any:
        return self._collection(depth + 1) if tag == COLLECTION else _read(tag, data)

    def _collection(self, depth: int) -> Group:
        if depth > DEEPEST:
            raise Unreadable("collections too deep")
        members: Group = {}
        member = ""
        while True:
            tag, _, data = self._field()
            if tag == END_COLLECTION:
                return members
            if tag == MEMBER:
                member = data.decode()
            elif not member:
                raise Unreadable("a member without a name")
            else:
                members.setdefault(member, []).append(self._value(tag, data, depth))

    def _peek(self) -> int:
        return self._data[self._at]

    def _field(self) -> tuple[int, str, bytes]:
        tag = self._peek()
        if tag in DELIMITERS:
            raise Unreadable("a collection does not end")
        self._at += 1
        name = self._take().decode()
        return tag, name, self._take()

    def _take(self) -> bytes:
        (size,) = struct.unpack_from(">H", self._data, self._at)
        begin = self._at + 2
        self._at = begin + size
        if self._at > len(self._data):
            raise Unreadable("cut short")
        return self._data[begin : self._at]


def _read(tag: int, data: bytes) -> Any:
    if tag in OUT_OF_BAND:
        return None
    if tag == BOOLEAN:
        return data != b"\0"
    if tag in (INTEGER, ENUM):
        return struct.unpack(">i", data)[0]
    if tag == RANGE:
        return struct.unpack(">ii", data)
    if tag == RESOLUTION:
        return struct.unpack(">iib", data)
    if tag in TEXTS:
        return data.decode("utf-8", "replace")
    return _without_language(data) if tag in TEXTS_OF_LANGUAGE else data


def _without_language(data: bytes) -> str:
    """RFC 8010 section 3.9: length and language, length and text."""
    (size,) = struct.unpack_from(">H", data)
    return data[size + 4 :].decode("utf-8", "replace")
