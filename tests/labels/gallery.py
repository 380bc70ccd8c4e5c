"""`python -m tests.labels.gallery` draws every layout with its invented contents into docs/labels and names them in
docs/labels.md: what a person looks at before a layout is changed for good."""

import sys
from pathlib import Path

from station import texts
from station.labels import draw
from station.labels.examples import example
from station.labels.layout import load, names
from station.labels.make import make

DOCS = Path(__file__).parents[2] / "docs"
SHOWN = {"unit-57x32": texts.languages(), "return-4x6in": ("en", "es"), "container-4x6in": ("en", "zh_CN")}
WORDS = {
    "badge": "operator's badge", "bin": "bin or shelf", "card": "a card of a printed A4 sheet",
    "container": "tote or pallet, with SSCC in GS1-128 and GS1 DataMatrix", "hazard": "whatever is dangerous",
    "packing": "part of a vendor's packing list on A4", "parcel": "a parcel that came in, or a route",
    "received": "parcel received",
    "return": "a customer's return, with GS1 DataMatrix", "route": "where something goes", "unit": "unit with its LPN",
}  # fmt: skip


ORDERED = """
## What orders a label

| label | ordered by | its code leads to |
|---|---|---|
| unit | the bench: grade, hold, danger, another route | the unit, by plate and revision (after nine, a new plate) |
| received | taking a parcel in, where `[labels] received = "unknown"` or `"all"` | the parcel |
| route | `[labels] route`: `"totes"` (one is opened), `"units"` (products without a plate), `"all"` | tote or product |
| container | closing a tote (`[labels] container = false`: none) | the tote, by SSCC (`gs1_prefix`) or its own code |
| hazard | DANGER while no unit is in hand, whatever `[labels]` says | nothing: it bears no code |
| return | `returns-station print-sheet return-label RMA [--layout return-4x6in] [--print]` | the authorization |
| packing | `returns-station print-sheet packing-list CODE-OR-SSCC [--to "NAME, ADDRESS"] [--print]` | the container |
| bin, badge, command | `returns-station print-sheet bins`, `badges`, `commands` | the place, the person, the command |

Labels of the bench are ordered in their usual size (57 x 32 mm); a printer with other paper names its layouts in
`labels` and prints the same kind in its own size. `parcel-4x6in` shows received parcels and routes on large stock.
A dangerous unit's own label says DANGER; a parcel that is not to be opened gets `hazard`, which bears no code: nothing
about it can keep it from being printed, and the parcel's own codes stay readable.

A parcel is taken in at the dock, or by a bench scan where it came by no dock; its codes carry the tracking number, else
the number on the slip. Only a unit's label is waited for; any other that fails is told, and asked for again with its
reason: at the dock after a scan of the parcel, at the bench before the parcel is opened and where the tote was closed,
or without a parcel by a scan of the tote; a hazard label on the stop card, and wherever the parcel is scanned again.

An SSCC is given when a container is closed first and stays with it: the site's prefix, `gs1_digits` that this station
alone gives, and random digits that no container in its file has. Without a prefix the label says that the number is
the site's own. The service raises an exception where one SSCC stands on two containers.

A return label's DataMatrix carries the number as GS1 (91); where GS1 has not its signs (`#`, `@`, `$`, a blank, a
bracket), both codes carry the plain number.

Paper of the office is printed while the station is closed: a return label by the first printer whose `labels` name
such a layout, a packing list by the first system printer that prints A4 (`return-a4` among its `labels`).

## Layouts
"""


def pictures() -> list[tuple[str, str, str]]:
    """(layout, language, file name), in order."""
    return [(name, lang, f"{name}.{lang}.png") for name in names() for lang in SHOWN.get(name, ("en",))]


def picture(name: str, lang: str) -> bytes:
    """PNG of the dots at 203 dpi."""
    layout = load(name)
    return make(example(name, lang), layout, 203).dots.png()


def page() -> str:
    """docs/labels.md."""
    lines = ["# Labels", "", "Every layout with invented contents, at 203 dots an inch, as a printer gets it. Drawn by"]
    lines += [
        "`python -m tests.labels.gallery`; `returns-station print-sheet labels --layout NAME` draws one of them.",
        ORDERED,
    ]
    for name, lang, file in pictures():
        width, height = load(name).size
        dots = " x ".join(str(side) for side in draw.page_size(load(name), 203))
        what = WORDS[name.partition("-")[0]]
        lines += [f"## {name} ({lang})", "", f"{what}; {width:g} x {height:g} mm, {dots} dots", ""]
        lines += [f"![{name} in {texts.name_of(lang)}](labels/{file})", ""]
    return "\n".join(lines)


def main() -> int:
    (DOCS / "labels").mkdir(parents=True, exist_ok=True)
    for name, lang, file in pictures():
        (DOCS / "labels" / file).write_bytes(picture(name, lang))
    (DOCS / "labels.md").write_text(page(), "utf-8")
    sys.stdout.write(f"{len(pictures())} pictures\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
