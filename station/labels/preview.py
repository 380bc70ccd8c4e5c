"""A label as a picture for people, before anything is printed. Checked like any label; sends nothing."""

from station.labels.layout import Layout
from station.labels.make import make
from station.labels.values import LabelValues


def preview(layout: Layout, values: LabelValues, dpi: int) -> bytes:
    """PNG of the very dots that a printer of that resolution would get. LabelRefused as in `make`."""
    return make(values, layout, dpi).dots.png()
