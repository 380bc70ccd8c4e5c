"""From an ordered label to the printer's bytes: layout, drawing, self-check, language of the printer. The drawing
libraries are imported with the first label."""

import logging
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from station.domain.bench.effects import Print
from station.printing import Draw, RefusedLabel

if TYPE_CHECKING:
    from station.labels.dots import Dots
    from station.labels.layout import Layout

_LOG = logging.getLogger(__name__)


def drawer(dpi: int, site: Path, language: str = "zpl") -> Draw:
    """Draws for a printer of that resolution and language; a site's own layouts in its folder win."""

    @cache
    def layout(name: str) -> "Layout":
        from station.labels.layout import load

        return load(name, site)

    def draw(job: Print) -> tuple[bytes, str]:
        from station.labels.layout import LayoutFault
        from station.labels.make import make
        from station.labels.values import LabelRefused, LabelValues

        values = LabelValues(layout=job.layout, lang=job.lang, fields=_counted(job), code_1d=job.code_1d,
                             code_2d=job.code_2d, gs1_1d=job.gs1_1d, gs1_2d=job.gs1_2d)  # fmt: skip
        try:
            label = make(values, layout(job.layout), dpi)
        except LabelRefused as refused:
            raise RefusedLabel(refused.key) from refused
        except LayoutFault as fault:
            raise RefusedLabel("label.refused.layout") from fault
        return _encoded(label.dots, job.job, language, dpi), label.sha256

    return draw


def _counted(job: Print) -> dict[str, str]:
    """A number of pieces becomes words."""
    pieces = job.fields.get("pieces", "")
    if not pieces.isdigit():
        return job.fields
    from station import texts

    return job.fields | {"quantity": texts.say_n(job.lang, "label.pieces", int(pieces))}


def _encoded(dots: "Dots", job: str, language: str, dpi: int) -> bytes:
    """Raises RefusedLabel where that language or that printer's paper has no place for such a picture."""
    try:
        return encoder(language, dpi)(dots, job, 1)
    except ValueError as fault:
        _LOG.warning("job %s: this printer (%s, %d dpi) cannot take the label: %s", job, language, dpi, fault)
        raise RefusedLabel("label.refused.printer") from fault


def encoder(language: str, dpi: int) -> "Callable[[Dots, str, int], bytes]":
    """What makes a printer's bytes of dots: pages for system printers, else the printer's own language."""
    from station.labels import pdf, pwg

    if language in ("pdf", "pwg"):
        return partial(pdf.encode if language == "pdf" else pwg.encode, dpi=dpi)
    if language == "zpl":
        from station.labels import zpl

        return zpl.encode
    from station.labels import languages

    return languages.encoder(language, dpi)
