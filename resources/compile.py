"""Compiles the catalogues: `python -m resources.compile` writes each `returns.mo` from its `returns.po`.

The compiled files are kept beside the sources, so that a checkout speaks at once; a test tells when they fall behind.
The same texts always give the same bytes.
"""

import struct
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po

LOCALE = Path(__file__).with_name("locale")
HEADER = "Content-Type: text/plain; charset=UTF-8\n"
MAGIC = 0x950412DE


def main() -> int:
    """Compile all languages; say what was written."""
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        compiled = mo_bytes(texts(source))
        if not target.exists() or target.read_bytes() != compiled:
            target.write_bytes(compiled)
            print(f"{target.relative_to(LOCALE)} written")
    return 0


def texts(source: Path) -> dict[str, str]:
    """Key -> text of one .po file; keys without a text are left out."""
    catalogue = read_po(BytesIO(source.read_bytes()), abort_invalid=True)
    return {str(m.id): str(m.string) for m in catalogue if m.id and m.string}


def mo_bytes(found: dict[str, str]) -> bytes:
    """The texts as a GNU .mo file (little-endian, revision 0, sorted, no hash table)."""
    pairs = sorted({"": HEADER, **found}.items(), key=lambda pair: pair[0].encode())
    words = [key.encode() for key, _ in pairs] + [text.encode() for _, text in pairs]
    tables = 28
    offset = tables + 8 * len(words)
    index = b""
    for word in words:
        index += struct.pack("<II", len(word), offset)
        offset += len(word) + 1
    head = struct.pack("<7I", MAGIC, 0, len(pairs), tables, tables + 8 * len(pairs), 0, offset)
    return head + index + b"".join(word + b"\0" for word in words)


if __name__ == "__main__":
    sys.exit(main())
