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


def grey(image: Image.Image, x: int, y: int) -> int:
    """0 black, 255 white."""
    return image.convert("L").tobytes()[y * image.width + x]


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


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_set_upright(orientation: int) -> None:
    tags = Image.Exif()
    tags[0x0112] = orientation
    shot = Image.new("RGB", (400, 200), "white")
    shot.paste("black", (0, 0, 100, 100))
    left, right, low = ((50, 50), (350, 50)), ((150, 50), (350, 150)), (50, 350)
    corner = dict(zip(range(1, 9), (*left, right[1], (50, 150), left[0], right[0], (150, 350), low), strict=True))
    made = pictures.small(encoded(shot, "JPEG", exif=tags))
    with Image.open(io.BytesIO(made.data)) as image:
        assert image.size == ((400, 200) if orientation < 5 else (200, 400))
        assert grey(image, *corner[orientation]) < 40


@pytest.mark.parametrize(("tag", "kind"), [(0x011A, 2), (0x011A, 7), (0x0128, 2), (0x010F, 11)])
def test_odd_metadata_cost_no_picture(tag: int, kind: int) -> None:
    """A resolution told as text, a maker told as a number: the picture is whole, and upright."""
    rows = sorted([(0x0112, 3, struct.pack("<HH", 6, 0)), (tag, kind, b"72\0\0")])
    table = b"".join(struct.pack("<HHI", one, type, 1) + value for one, type, value in rows)
    tags = b"Exif\0\0II*\0" + struct.pack("<IH", 8, len(rows)) + table + bytes(4)
    plain = encoded(Image.new("RGB", (400, 200)), "JPEG")
    shot = plain[:2] + b"\xff\xe1" + struct.pack(">H", len(tags) + 2) + tags + plain[2:]
    assert size(pictures.small(shot).data) == (200, 400)


def test_fine_grey_stays_grey() -> None:
    """Sixteen bits a pixel, as industrial cameras have: cut at eight, nearly all would be white."""
    data = pictures.small(encoded(Image.new("I;16", (8, 8), 0x4000), "PNG")).data
    with Image.open(io.BytesIO(data)) as image:
        assert 60 <= grey(image, 4, 4) <= 68


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


def test_a_picture_of_a_kind_that_cannot_be_read_is_told_as_one() -> None:
    """What iPhones make unless they are told otherwise."""
    for brand in (b"heic", b"mif1", b"avif"):
        with pytest.raises(NoPicture, match=r"photo\.unknown_kind"):
            pictures.small(b"\0\0\0\x24ftyp" + brand + bytes(200))


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(NoPicture, match=r"photo\.too_large"):
        pictures.small(_png_header(60_000, 60_000))


def _png_header(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
