"""Label layouts: TOML in millimetres, checked on load. Knows what stands where; draws nothing.

A site overrides a layout by a file of the same name below `layouts` in its own folder.
"""

import hashlib
import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from station.labels.values import FIELDS

Millimetres = Annotated[float, Meta(gt=0, le=1000)]
Offset = Annotated[float, Meta(ge=0, le=1000)]


class Element(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """Anything on a label: its box's top left corner (`at`, from the label's own) and `size`, in millimetres."""

    at: tuple[Offset, Offset]
    size: tuple[Millimetres, Millimetres]


class Text(Element, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="text"):
    """Fields joined by `join`, or the catalogue's words `say`; in `font` down to `font_min` millimetres of em."""

    fields: tuple[str, ...] = ()
    say: str = ""
    join: str = " · "
    font: Millimetres
    font_min: Millimetres = 1.8
    lines: Annotated[int, Meta(ge=1, le=9)] = 1
    bold: bool = False
    capitals: bool = False
    align: Literal["left", "center", "right"] = "left"
    valign: Literal["middle", "top"] = "middle"
    inverted: bool = False
    pad: Offset = 0.0


class Code128(Element, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="code128"):
    """`code_1d` in bars of `module` millimetres, narrower down to `module_min` when long; quiet zone in modules."""

    module: Millimetres = 0.25
    module_min: Millimetres = 0.19
    quiet: Annotated[int, Meta(ge=5, le=20)] = 10
    align: Literal["left", "center"] = "center"


class Datamatrix(Element, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="datamatrix"):
    """`code_2d` in modules of `module` millimetres, smaller down to `module_min` when long; quiet zone in modules."""

    module: Millimetres = 0.5
    module_min: Millimetres = 0.25
    quiet: Annotated[int, Meta(ge=1, le=8)] = 2
    align: Literal["left", "center"] = "center"


class Rule(Element, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="rule"):
    """A black bar that fills its box."""


class Box(Element, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="box"):
    """An empty frame, `stroke` millimetres thick, inside its box."""

    stroke: Millimetres = 0.3


AnyElement = Text | Code128 | Datamatrix | Rule | Box
KINDS: dict[str, type[AnyElement]] = {
    "text": Text,
    "code128": Code128,
    "datamatrix": Datamatrix,
    "rule": Rule,
    "box": Box,
}
_SAYS = {
    "align": "left, center, and for text also right",
    "valign": "middle, top",
    "at": "[x, y] in millimetres, 0 to 1000",
    "size": "[width, height] in millimetres, above 0 to 1000",
    "fields": "names out of " + ", ".join(sorted(FIELDS)),
    "say": "a key label.… of the text catalogue",
    "kind": ", ".join(KINDS),
}


class Layout(msgspec.Struct, frozen=True):
    """A checked layout: `size` in millimetres, `sha256` of the file's bytes (the version that facts name)."""

    name: str
    size: tuple[float, float]
    elements: tuple[AnyElement, ...]
    sha256: str


class LayoutFault(ValueError):
    """A layout file that cannot be used; `faults` has one line per fault: where, what, and what is allowed."""

    def __init__(self, file: str, faults: list[str]) -> None:
        super().__init__(f"{file}: " + "; ".join(faults))
        self.file = file
        self.faults = faults


def load(name: str, site_dir: Path | None = None) -> Layout:
    """The layout of this name: the site's `layouts/NAME.toml` if there is one, else the one that comes along.

    Raises LayoutFault naming the file, each key at fault, and what is allowed.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", name):
        raise LayoutFault(f"layouts/{name}.toml", [f"name {name!r}; allowed: lower-case letters, digits, hyphens"])
    own = site_dir / "layouts" / f"{name}.toml" if site_dir is not None else None
    if own is not None and own.is_file():
        return parse(name, own.read_bytes(), str(own))
    ours = resources.files("resources") / "layouts" / f"{name}.toml"
    if not ours.is_file():
        raise LayoutFault(f"layouts/{name}.toml", [f"no such layout; there are: {', '.join(names())}"])
    return parse(name, ours.read_bytes(), f"layouts/{name}.toml")


def names() -> list[str]:
    """Names of the layouts that come along."""
    folder = resources.files("resources") / "layouts"
    return sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))


def parse(name: str, text: bytes, file: str) -> Layout:
    """The layout in `text`; `file` is named in faults."""
    try:
        raw = tomllib.loads(text.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LayoutFault(file, [f"not a TOML file in UTF-8: {error}"]) from None
    faults = [f"key {key}; allowed: size, element" for key in raw if key not in ("size", "element")]
    size = _convert(raw.get("size"), tuple[Millimetres, Millimetres], "size", faults)
    listed = raw.get("element")
    if not isinstance(listed, list):
        faults.append("key element; allowed: tables [[element]], at least one")
        raise LayoutFault(file, faults)
    elements = [_element(item, f"element {n}", faults) for n, item in enumerate(listed, 1)]
    known = tuple(element for element in elements if element is not None)
    if not faults:
        faults = _misplaced(size, known)
    if faults:
        raise LayoutFault(file, faults)
    return Layout(name, size, known, hashlib.sha256(text).hexdigest())


def _element(raw: Any, where: str, faults: list[str]) -> AnyElement | None:
    kind = KINDS.get(raw.get("kind", "")) if isinstance(raw, dict) else None
    if kind is None:
        faults.append(f"{where}: key kind; allowed: {_SAYS['kind']}")
        return None
    allowed = {"kind", *kind.__struct_fields__}
    before = len(faults)
    stated = ", ".join(sorted(allowed))
    faults += [f"{where}: key {key}; allowed: {stated}" for key in sorted(set(raw) - allowed)]
    found: AnyElement | None = _convert({k: v for k, v in raw.items() if k in allowed}, kind, where, faults)
    if isinstance(found, Text):
        faults += _text_faults(found, where)
    return found if len(faults) == before else None


def _text_faults(text: Text, where: str) -> list[str]:
    strange = [name for name in text.fields if name not in FIELDS]
    faults = [f"{where}: key fields, {name!r}; allowed: {_SAYS['fields']}" for name in strange]
    if bool(text.fields) == bool(text.say) or (text.say and not text.say.startswith("label.")):
        faults.append(f"{where}: exactly one of the keys fields and say; say: {_SAYS['say']}")
    if text.font_min > text.font:
        faults.append(f"{where}: key font_min {text.font_min}; allowed: at most font, {text.font}")
    return faults


def _convert(raw: Any, kind: Any, where: str, faults: list[str]) -> Any:
    try:
        return msgspec.convert(raw, kind, strict=True)
    except msgspec.ValidationError as error:
        said, _, path = str(error).partition(" - at ")
        key = path.strip("`$.").partition("[")[0] or where
        faults.append(f"{where}: key {key}: {said}" + (f"; allowed: {_SAYS[key]}" if key in _SAYS else ""))
        return None


def _misplaced(size: tuple[float, float], elements: tuple[AnyElement, ...]) -> list[str]:
    """Boxes must lie on the label, and nothing may share a code's box: a long text can then never run into a code."""
    faults = [] if elements else ["key element; allowed: tables [[element]], at least one"]
    for n, one in enumerate(elements, 1):
        if one.at[0] + one.size[0] > size[0] or one.at[1] + one.size[1] > size[1]:
            faults.append(f"element {n}: keys at, size; allowed: inside {size[0]} x {size[1]} mm")
        for m, other in enumerate(elements, 1):
            if isinstance(one, Code128 | Datamatrix) and n != m and _touches(one, other):
                faults.append(f"element {n}: its code is covered by element {m}; allowed: white round a code")
    return faults


def _touches(code: Element, other: Element) -> bool:
    if isinstance(other, Box) and _inside(code, other):
        return False
    return all(
        code.at[side] < other.at[side] + other.size[side] and other.at[side] < code.at[side] + code.size[side]
        for side in (0, 1)
    )


def _inside(code: Element, frame: Box) -> bool:
    return all(
        frame.at[side] + frame.stroke <= code.at[side]
        and code.at[side] + code.size[side] <= frame.at[side] + frame.size[side] - frame.stroke
        for side in (0, 1)
    )
