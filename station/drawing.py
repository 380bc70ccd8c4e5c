"""From an ordered label to the printer's bytes: layout, drawing, self-check, language of the printer. The drawing
libraries are imported with the first label."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from station.domain.bench.effects import Print
from station.effects import Draw, RefusedLabel

if TYPE_CHECKING:
    from station.labels.layout import Layout


def drawer(dpi: int, site: Path) -> Draw:
    """Draws for a ZPL printer of that resolution; a site's own layouts in its folder win."""

    @cache
    def layout(name: str) -> "Layout":
        from station.labels.layout import load

        return load(name, site)

    def draw(job: Print) -> tuple[bytes, str]:
        from station.labels import zpl
        from station.labels.layout import LayoutFault
        from station.labels.make import make
        from station.labels.values import LabelRefused, LabelValues

        codes = {"code_1d": job.code_1d, "code_2d": job.code_2d}
        values = LabelValues(layout=job.layout, lang=job.lang, fields=job.fields, **codes)
        try:
            label = make(values, layout(job.layout), dpi)
        except LabelRefused as refused:
            raise RefusedLabel(refused.key) from refused
        except LayoutFault as fault:
            raise RefusedLabel("label.refused.layout") from fault
        return zpl.encode(label.dots, job.job, 1), label.sha256

    return draw
