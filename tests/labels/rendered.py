"""Labels as ZPL, turned into pictures again by a renderer that is not ours, and held against our dots and codes.

`python -m tests.labels.rendered` does so for every layout in every language at every resolution (minutes: the renderer
takes 6 s for one 4 x 6 inch label at 600 dpi); the tests take a part of it that leaves out no layout, no language, no
resolution and no size of stock.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from installer import peers
from station import texts
from station.labels import codes, make, zpl
from station.labels.dots import Dots, from_grey
from station.labels.examples import example
from station.labels.layout import Layout, load, names
from station.labels.values import Label, LabelValues

DPMM = {203: 8, 300: 12, 600: 24}
LAYOUTS = [name for name in names() if max(load(name).size) <= 152.4 and not name.startswith("card")]
"""What goes to a label printer: no A4 page and no card of one."""


class Case(NamedTuple):
    """One label at one resolution; `also` labels follow in the same stream."""

    values: LabelValues
    dpi: int
    also: tuple[LabelValues, ...] = ()

    @property
    def layout(self) -> Layout:
        return load(self.values.layout)

    def labels(self) -> list[Label]:
        """Ours, drawn and checked."""
        return [make.make(values, self.layout, self.dpi) for values in (self.values, *self.also)]

    def job(self, labels: list[Label], out: str) -> dict[str, object]:
        """What render.mjs takes."""
        stream = b"".join(zpl.encode(label.dots, f"job-{n}") for n, label in enumerate(labels))
        width, height = self.layout.size
        return {"zpl": stream.decode("ascii"), "width": width, "height": height, "dpmm": DPMM[self.dpi], "out": out}


def every() -> list[Case]:
    """All layouts in all languages at all resolutions."""
    return [Case(example(name, lang), dpi) for name in LAYOUTS for lang in texts.languages() for dpi in DPMM]


def part() -> list[Case]:
    """Every layout at 203 dpi, at 300 and 600 one of each size of stock; the languages take turns, so that each meets
    each resolution."""
    langs = texts.languages()
    sizes = {load(name).size: name for name in LAYOUTS}
    chosen = {203: LAYOUTS, 300: list(sizes.values()), 600: list(sizes.values())}
    return [
        Case(example(name, langs[(n + turn) % len(langs)]), dpi)
        for turn, (dpi, shown) in enumerate(chosen.items())
        for n, name in enumerate(shown)
    ]


def faults(cases: Sequence[Case]) -> list[str]:
    """What the renderer's pictures differ in, a line each. Two of them work at a time."""
    with tempfile.TemporaryDirectory() as folder:
        sorted_cases = sorted(
            cases, key=lambda case: -(DPMM[case.dpi] ** 2) * case.layout.size[0] * case.layout.size[1]
        )
        made = [case.labels() for case in sorted_cases]
        pairs = zip(sorted_cases, made, strict=True)
        jobs = [case.job(labels, str(Path(folder, str(n)))) for n, (case, labels) in enumerate(pairs)]
        _render(jobs[::2], jobs[1::2])
        found = [sorted(Path(folder).glob(f"{n}-*.png")) for n in range(len(made))]
        rows = zip(sorted_cases, made, found, strict=True)
        return [said for case, labels, pictures in rows for said in _differs(case, labels, pictures)]


def _render(*shares: list[dict[str, object]]) -> None:
    # Compiled whole at once: the first compiler's quick code would draw the first, large labels three times slower.
    command = ["node", "--no-liftoff", "render.mjs"]
    pipe = subprocess.PIPE
    place = peers.renderer()
    children = [subprocess.Popen(command, cwd=place, stdin=pipe, stderr=pipe, text=True) for _ in shares]
    for child, share in zip(children, shares, strict=True):
        assert child.stdin is not None
        child.stdin.write(json.dumps(share))
        child.stdin.close()
        child.stdin = None
    said = [child.communicate()[1] for child in children]
    assert not any(child.returncode for child in children), said


def _differs(case: Case, labels: list[Label], pictures: list[Path]) -> Iterator[str]:
    name = f"{case.values.layout} {case.values.lang} {case.dpi} dpi"
    if len(pictures) != len(labels):
        yield f"{name}: {len(pictures)} labels came out, not {len(labels)}"
    for label, picture in zip(labels, pictures, strict=False):
        drawn = _dots(picture, label.dots.width, label.dots.height)
        if drawn.rows != label.dots.rows:
            yield f"{name}: other dots"
        if codes.read(drawn) != set(label.codes):
            yield f"{name}: other codes"


def _dots(picture: Path, width: int, height: int) -> Dots:
    """The renderer centres a label in its canvas, which is a little larger; what is left over must be white."""
    with Image.open(picture) as opened:
        grey = opened.convert("L")
    left = (grey.width - width) // 2
    black = grey.point(lambda value: 255 if value < 128 else 0)
    box = black.getbbox()
    assert box is None or (box[0] >= left and box[2] <= left + width and box[3] <= height), (picture, box)
    return from_grey(width, height, grey.crop((left, 0, left + width, height)).tobytes())


def main() -> int:
    """0: nothing differs."""
    cases = every()
    found = faults(cases)
    told = [*found, f"{len(cases)} labels rendered by another program, {len(found)} differences"]
    sys.stdout.write("\n".join(told) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
