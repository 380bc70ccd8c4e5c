"""Good and bad read told back to plain scanners: the bytes that each make beeps at. Pure.

Zebra's own protocol, which acknowledges them, is `ssi.py`. Sources: the makers' manuals (Honeywell Xenon: ESC with a
digit and a comma; Datalogic Magellan: single letters).
"""

import msgspec


class Feedback(msgspec.Struct, frozen=True):
    """The bytes that make this make of scanner beep good or bad; empty where it knows none."""

    good: bytes = b""
    bad: bytes = b""


DEAF = Feedback()

MAKES = {
    "none": DEAF,
    "honeywell": Feedback(good=b"\x1b7,", bad=b"\x1b8,\x1b8,"),
    # F is the tone for "not on file" and takes the scanner out of service; E puts it back.
    "datalogic": Feedback(good=b"B", bad=b"FE"),
}
"""By the word of the settings."""
