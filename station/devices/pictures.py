"""Any image file -> the small picture that is kept as evidence: upright, long edge at most 1600 pixels, JPEG, and
nothing in it but pixels (no place, no time, no owner, no preview). Pure; the only importer of Pillow, when first used.
"""

import io
import warnings
from typing import TYPE_CHECKING

from station.devices.ports import NoPicture, Picture

if TYPE_CHECKING:
    from PIL.Image import Image

LONG_EDGE = 1600
"""Pixels: a serial number on a type plate is still read, and a picture has about 300 kB."""

QUALITY = 85
LARGEST_FILE = 64 * 1024 * 1024
LARGEST_SIDE = 30_000
MOST_PIXELS = 200_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "MPO")
TURNS: dict[object, int] = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""Orientation of Exif (tag 0x0112) -> Pillow's number for what sets it upright; 1 is upright."""
HEADS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"II*\0", b"MM\0*", b"BM", b"GIF8")
"""How files of these formats begin; what begins otherwise is no image that can be read here."""


UNKNOWN_KINDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
"""Brands (ISO 14496-12, ftyp) of pictures that cannot be read here: HEIC, which phones make, and AVIF."""


def is_image(head: bytes) -> bool:
    """Whether a file that begins so may be an image."""
    return head.startswith(HEADS)


def small(data: bytes) -> Picture:
    """Raises NoPicture: photo.too_large, photo.unfinished (cut short), photo.unknown_kind (HEIC) or photo.no_image."""
    if len(data) > LARGEST_FILE:
        raise NoPicture("photo.too_large")
    if data[4:8] == b"ftyp" and data[8:12] in UNKNOWN_KINDS:
        raise NoPicture("photo.unknown_kind")
    if not is_image(data):
        raise NoPicture("photo.no_image")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # remarks about odd metadata, which is dropped anyway
        return Picture(_encoded(_pixels(data)))


def _pixels(data: bytes) -> "Image":
    """The whole image, upright, at most LONG_EDGE; its own small new canvas, so that nothing else comes along."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if max(image.size) > LARGEST_SIDE or image.width * image.height > MOST_PIXELS:
                raise NoPicture("photo.too_large")
            image.draft("RGB", (LONG_EDGE, LONG_EDGE))  # a JPEG is decoded at a half or a quarter: 4 x faster
            image.load()
            turned = _upright(image)
            turned.thumbnail((LONG_EDGE, LONG_EDGE), Image.Resampling.LANCZOS)
            return _flat(turned)
    except Image.DecompressionBombError as error:
        raise NoPicture("photo.too_large") from error
    except UnidentifiedImageError as error:
        raise NoPicture("photo.no_image") from error
    except NoPicture:
        raise
    except Exception as error:  # Pillow has many words for "cut short", and none of them may end a camera's wait
        raise NoPicture("photo.unfinished") from error


def _upright(image: "Image") -> "Image":
    """By its orientation alone: Pillow's own way writes all metadata back, and fails where a camera's are odd."""
    from PIL.Image import Transpose

    try:
        turn = TURNS.get(image.getexif().get(0x0112))
    except Exception:  # metadata that cannot be read at all; the pixels can
        turn = None
    return image if turn is None else image.transpose(Transpose(turn))


def _flat(image: "Image") -> "Image":
    """On white where it is transparent; sixteen bits of grey as eight."""
    from PIL import Image

    if image.mode.startswith("I;16"):
        image = image.point(lambda grey: grey * (1 / 256)).convert("L")
    canvas = Image.new("RGB", image.size, "white")
    clear = image.convert("RGBA") if "transparency" in image.info or image.mode in ("RGBA", "LA", "PA") else None
    canvas.paste(clear or image.convert("RGB"), mask=clear)
    return canvas


def _encoded(image: "Image") -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
