"""The one chart of a report: two bars an hour. Drawn by rectangles, so that it prints sharp and small."""

from collections.abc import Sequence

from msgspec import Struct

from station.reports.paper import GREY, RULE, Paper, Style


class Bars(Struct, frozen=True):
    """A group of bars: what stands under it, and one value a series."""

    label: str
    values: tuple[int, ...]


class Series(Struct, frozen=True):
    """What one kind of bar means."""

    name: str
    color: str


def draw(
    paper: Paper, groups: Sequence[Bars], series: Sequence[Series], at: tuple[float, float, float], height: float
) -> None:
    """Bars over an axis; at: left, foot and width of the whole in points."""
    left, foot, width = at
    top = ceiling(max((max(group.values) for group in groups), default=0))
    _grid(paper, top, (left, foot, width), height)
    _legend(paper, series, left + width, foot + height + 9)
    wide = (width - AXIS) / max(len(groups), 6)
    each = min(wide * 0.36, 22)
    for n, group in enumerate(groups):
        middle = left + AXIS + (n + 0.5) * wide
        paper.text(middle, foot - 10, group.label, Style(7.5, color=GREY, align="center"))
        for k, (value, one) in enumerate(zip(group.values, series, strict=True)):
            x = middle + (k - len(series) / 2) * each
            if value:
                paper.box(x + 0.5, foot, each - 1, height * value / top, one.color)
                paper.text(
                    x + each / 2, foot + height * value / top + 2, str(value), Style(6.5, color=GREY, align="center")
                )


AXIS = 26


def ceiling(most: int) -> int:
    """The axis' end: the next number of four even steps."""
    step = 1
    while step * 4 < most:
        step = next(one for one in (2, 5, 10) if one > int(str(step)[0])) * 10 ** (len(str(step)) - 1)
    return step * 4


def _grid(paper: Paper, top: int, at: tuple[float, float, float], height: float) -> None:
    left, foot, width = at
    for n in range(5):
        y = foot + height * n / 4
        paper.line(left + AXIS, y, left + width, y, GREY if n == 0 else RULE, 0.6 if n == 0 else 0.3)
        paper.text(left + AXIS - 5, y - 2.5, str(top * n // 4), Style(7, color=GREY, align="right"))


def _legend(paper: Paper, series: Sequence[Series], right: float, y: float) -> None:
    for one in reversed(series):
        right -= paper.text(right, y, one.name, Style(7.5, color=GREY, align="right")) + 10
        paper.box(right, y - 0.5, 7, 7, one.color)
        right -= 14
