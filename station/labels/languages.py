"""Printer languages by the names that settings use. Responsible for the choice only."""

from collections.abc import Callable
from functools import partial
from typing import Final

from station.labels import brother, epl, escpos, tspl, zpl
from station.labels.dots import Dots

Encode = Callable[[Dots, str, int], bytes]
"""(dots, job, copies) -> one print job. Raises ValueError where the picture does not fit that printer."""

LANGUAGES: Final = ("zpl", "tspl", "epl", "escpos", "brother")


def encoder(language: str, dpi: int) -> Encode:
    """The encoder of one of LANGUAGES for a printer of `dpi`. Raises ValueError for any other."""
    if language not in LANGUAGES:
        raise ValueError(f"no such printer language: {language}; known are {', '.join(LANGUAGES)}")
    if language == "brother" and dpi != 300:
        raise ValueError(f"Brother raster is printed at 300 dpi, not {dpi}")
    by_name: dict[str, Encode] = {
        "zpl": zpl.encode,
        "tspl": partial(tspl.encode, dpi=dpi),
        "epl": epl.encode,
        "escpos": escpos.encode,
        "brother": brother.encode,
    }
    return by_name[language]
