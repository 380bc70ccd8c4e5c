"""How fast a label is there: values -> layout -> dots -> every code read back -> the printer's bytes, on 4 x 6 inch
stock; and blabel, which sets HTML with WeasyPrint, with the same texts and codes to a PDF that nobody has checked. Both
take turns, so that a busy machine slows both down."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from installer import peers
from station.labels import make, zpl
from station.labels.examples import example
from station.labels.layout import load
from station.labels.values import LabelValues
from tests.benchmarks.rows import Row, at_least, at_most, told

LAYOUT = "parcel-4x6in"
LIMITS = {203: 40, 300: 90}
PEER = Path(__file__).parent / "peers" / "blabel_once.py"


def measure(rounds: int = 5, labels: int = 20) -> list[Row]:
    """label.DPI.p50 and .p95: values to verified bytes; label.DPI.bytes; label.blabel: the same label by blabel."""
    ours: dict[int, list[float]] = {dpi: [] for dpi in (*LIMITS, 600)}
    theirs: list[float] = []
    with _Blabel() as blabel:
        for n in range(rounds + 1):  # the first warms up fonts, libraries and templates
            found = [_timed(lambda k, dpi=dpi: _sent(k, dpi), labels, n) for dpi in ours]  # type: ignore[misc]  # dpi has a default
            other = _timed(lambda k: blabel.make(_values(k)), max(labels // 4, 1), n)
            if n:
                theirs += other
                for dpi, seconds in zip(ours, found, strict=True):
                    ours[dpi] += seconds
    rows = [row for dpi, seconds in ours.items() for row in _told(dpi, seconds)]
    times = median(theirs) / median(ours[203])
    return [*rows, told("label.blabel.p50", 1e3 * median(theirs), "ms"), at_least("label.times_blabel", times, "x", 3)]


def _told(dpi: int, seconds: list[float]) -> list[Row]:
    name, p50, p95 = f"label.{dpi}", 1e3 * median(seconds), 1e3 * sorted(seconds)[int(len(seconds) * 0.95)]
    size = len(_sent(0, dpi)) / 1000
    return [
        at_most(f"{name}.p50", p50, "ms", LIMITS[dpi]) if dpi in LIMITS else told(f"{name}.p50", p50, "ms"),
        told(f"{name}.p95", p95, "ms"),
        at_most(f"{name}.zpl", size, "kB", 8) if dpi == 203 else told(f"{name}.zpl", size, "kB"),
    ]


def _values(n: int) -> LabelValues:
    """No two labels alike: nothing can be remembered from the one before."""
    plate = f"K7Q2M9X{n % 10000:04}D"
    filled = example(LAYOUT, "en", lpn=plate, tracking=f"1Z999AA1{n % 10**10:010}", position=f"B-{n % 99}")
    return LabelValues(
        layout=LAYOUT, lang="en", fields=filled.fields, code_1d=f"{plate}-1", code_2d=f"{plate}-1-RESALE"
    )


def _sent(n: int, dpi: int) -> bytes:
    return zpl.encode(make.make(_values(n), load(LAYOUT), dpi).dots, f"job-{n}")


def _timed(of: Callable[[int], object], count: int, round: int) -> list[float]:
    seconds = []
    for k in range(round * count, (round + 1) * count):
        begun = perf_counter()
        of(k)
        seconds.append(perf_counter() - begun)
    return seconds


class _Blabel:
    """blabel in a process of its own that is started once: its imports are not counted, nor ours."""

    def __enter__(self) -> "_Blabel":
        pipe = subprocess.PIPE
        command = [str(peers.blabel()), str(PEER)]
        self.child = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        return self

    def __exit__(self, *_: object) -> None:
        self.child.communicate()

    def make(self, values: LabelValues) -> int:
        """Bytes of its PDF."""
        assert self.child.stdin is not None
        assert self.child.stdout is not None
        one = "\t".join((values.code_1d, values.code_2d, *(values.fields[name] for name in _SHOWN)))
        self.child.stdin.write(one + "\n")
        self.child.stdin.flush()
        size = int(self.child.stdout.readline())
        assert size > 1000
        return size


_SHOWN = ("route", "position", "product", "merchant", "authorization", "quantity", "date", "carrier", "tracking",
          "reason", "note", "lpn")  # fmt: skip
