"""Any image -> the small bare JPEG; what is none, or cut short, or a bomb, is told apart."""

import io
import struct
import zlib

import pytest
from PIL import Image

from station.devices import pictures
from station.devices.ports import NoPicture
from station.devices.virtual_camera import draw


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def size(data: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(data)) as image:
        return image.size


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF"])
def test_usual_formats_become_the_one(kind: str) -> None:
    made = pictures.small(encoded(Image.new("RGB", (3200, 1200), "teal"), kind))
    assert size(made.data) == (1600, 600)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK", "F"])
def test_any_kind_of_pixels(mode: str) -> None:
    kind = {"CMYK": "JPEG", "F": "TIFF"}.get(mode, "PNG")
    assert size(pictures.small(encoded(Image.new(mode, (40, 30)), kind)).data) == (40, 30)


def test_a_picture_on_its_side_is_set_upright() -> None:
    tags = Image.Exif()
    tags[0x0112] = 6
    assert size(pictures.small(encoded(Image.new("RGB", (400, 200)), "JPEG", exif=tags)).data) == (200, 400)


def test_what_is_clear_is_white() -> None:
    data = pictures.small(encoded(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG")).data
    with Image.open(io.BytesIO(data)) as image:
        assert image.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("share", [0.01, 0.3, 0.9, 0.999])
def test_cut_short(share: float) -> None:
    shot = draw(1)
    with pytest.raises(NoPicture, match=r"photo\.(unfinished|no_image)"):
        pictures.small(shot[: int(len(shot) * share)])


@pytest.mark.parametrize("data", [b"", b"GIF", b"%PDF-1.7", b"\xff\xd8\xff" + b"junk" * 99, b"RIFF0000WAVE"])
def test_what_is_no_image(data: bytes) -> None:
    with pytest.raises(NoPicture, match=r"photo\.(unfinished|no_image)"):
        pictures.small(data)


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(NoPicture, match=r"photo\.too_large"):
        pictures.small(_png_header(60_000, 60_000))


def _png_header(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
