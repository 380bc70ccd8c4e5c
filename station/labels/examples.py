"""Invented contents for every layout, so that a label can be looked at before there is one. Draws nothing."""

import datetime as dt
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from station import texts
from station.labels.values import FIELDS, LabelValues

DAY = dt.date(2026, 11, 22)
_CODES = {"parcel": "parcel", "received": "parcel", "bin": "bin", "badge": "badge", "return": "return",
          "container": "container", "packing": "container"}  # fmt: skip
"""First word of a layout's name -> what its codes carry; a unit's label where none is named."""


def example(layout: str, lang: str, **fields: str) -> LabelValues:
    """A filled label in one of the four languages; `fields` replace single texts."""
    first, _, second = layout.partition("-")
    codes: dict[str, Any] = _file()["codes"][second if first == "card" else _CODES.get(first, "unit")]
    return LabelValues(layout=layout, lang=lang, fields=_fields(first, lang) | fields, **codes)


def _fields(first: str, lang: str) -> dict[str, str]:
    found = _file()["texts"]["common"] | _file()["texts"][texts.nearest(lang)]
    found |= {"route": texts.say(lang, "route.resale"), "grade": texts.say(lang, "grade.B"),
              "date": texts.date(lang, DAY), "title": texts.say(lang, "cmd.undo"),
              "kind": texts.say(lang, "label.container.sscc"), "condition": texts.say(lang, "grade.B"),
              "page": texts.say(lang, "label.packing.page", page=1, pages=1),
              "total": texts.say(lang, "label.packing.total", lines=5, pieces=12)}  # fmt: skip
    if first == "bin":
        found |= {"words": found["bin"], "route": "", "position": ""}
    if first == "hazard":
        found["place"] = found["safe"]
    if first == "received":
        found |= {"place": "C-03", "reason": "", "note": ""}
    if first in ("container", "packing"):
        found |= dict.fromkeys(("authorization", "order", "reason", "revision", "note"), "")
        found |= {"to": found["vendor"], "sender": found["station"]}
    if first == "return":
        found["sender"] = found["buyer"]
    if first == "parcel":
        found |= {"container": "", "revision": "", "words": "", "title": "", "place": "", "grade": ""}
    return {name: text for name, text in found.items() if name in FIELDS}


@cache
def _file() -> dict[str, Any]:
    with (resources.files("resources") / "samples" / "labels.toml").open("rb") as file:
        return tomllib.load(file)
