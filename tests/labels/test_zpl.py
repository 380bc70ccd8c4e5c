"""The ZPL frame: byte for byte, and there and back."""

import base64
import binascii
import zlib

import pytest

from station.labels import zpl
from station.labels.dots import Dots

DOTS = Dots(16, 2, b"\xf0\x0f\x81\x18")


def test_golden_frame() -> None:
    text = base64.b64encode(zlib.compress(DOTS.rows, 6))
    crc = b"%04X" % binascii.crc_hqx(text, 0)
    head = b"^XA^FXjob-7^FS^PW16^LL2^LH0,0^FO0,0^GFA,4,4,2,:Z64:"
    assert zpl.encode(DOTS, "job-7", copies=3) == head + text + b":" + crc + b"^FS^PQ3,0,1,N^XZ\n"


def test_checksum_is_crc_16_xmodem() -> None:
    """Check value of CRC-16/XMODEM (polynomial 1021, start 0) over "123456789"; the picture's over its own text."""
    assert binascii.crc_hqx(b"123456789", 0) == 0x31C3
    assert zpl.decode(b"^XA^GFA,4,4,2,:Z64:eNr7wN8oAQAFCwGZ:" + _crc(b"eNr7wN8oAQAFCwGZ") + b"^FS^XZ") == [DOTS]


def test_there_and_back_with_several_labels_in_one_stream() -> None:
    other = Dots(8, 3, b"\x01\x02\x03")
    assert zpl.decode(zpl.encode(DOTS, "a") + zpl.encode(other, "b")) == [DOTS, other]


def test_a_damaged_picture_is_told() -> None:
    whole = zpl.encode(DOTS, "a")
    at = whole.index(b":Z64:") + 8
    with pytest.raises(ValueError, match="checksum"):
        zpl.decode(whole[:at] + (b"A" if whole[at : at + 1] != b"A" else b"B") + whole[at + 1 :])
    with pytest.raises(ValueError, match="announced"):
        zpl.decode(whole.replace(b"^GFA,4,4,2,", b"^GFA,6,6,2,"))


@pytest.mark.parametrize("job", ["", "a^XZ", "a b", "x" * 65, "ä", "a\n"])
def test_a_job_can_carry_no_command(job: str) -> None:
    with pytest.raises(ValueError, match="a job is"):
        zpl.encode(DOTS, job)


@pytest.mark.parametrize("copies", [0, -1, 10_000])
def test_copies_have_limits(copies: int) -> None:
    with pytest.raises(ValueError, match="copies"):
        zpl.encode(DOTS, "a", copies)


def _crc(text: bytes) -> bytes:
    return b"%04X" % binascii.crc_hqx(text, 0)
