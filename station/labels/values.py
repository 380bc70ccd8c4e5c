"""What goes into a label and what comes out. No drawing here."""

import msgspec

from station.labels.dots import Dots

_NAMES = """
route grade position product date lpn revision merchant quantity authorization order reason note title words
name role station operator hazard place carrier tracking container
sscc kind sender to street city country weight pieces line sku condition page total
"""
FIELDS = frozenset(_NAMES.split())
"""Names a layout may show; the caller gives each as finished text in the label's language."""


class LabelValues(msgspec.Struct, frozen=True, kw_only=True):
    """One label's contents: `code_1d` and `code_2d` are printable ASCII payloads, `fields` human texts by FIELDS name.

    With `gs1_1d` or `gs1_2d` that payload is GS1 elements in brackets, `(00)340434161094042557`. A field without a
    value is left out together with its separator. Unknown field names are a ValueError.
    """

    layout: str
    lang: str
    code_1d: str = ""
    code_2d: str = ""
    gs1_1d: bool = False
    gs1_2d: bool = False
    fields: dict[str, str] = {}

    def __post_init__(self) -> None:
        unknown = sorted(set(self.fields) - FIELDS)
        if unknown:
            raise ValueError(f"unknown label fields {', '.join(unknown)}; allowed: {', '.join(sorted(FIELDS))}")


class Code(msgspec.Struct, frozen=True):
    """One machine-readable code on a label: `kind` is `code128`, `gs1-128`, `datamatrix` or `gs1-datamatrix`, `data`
    the exact bytes that a scanner gives (GS between elements; the leading FNC1 is in the kind)."""

    kind: str
    data: bytes


class Label(msgspec.Struct, frozen=True):
    """A checked label: its dots, their digest, and every code as it was read back from those dots."""

    dots: Dots
    sha256: str
    codes: tuple[Code, ...]


class LabelRefused(Exception):
    """This label must not be printed.

    `key` and `given` make the operator's sentence (`texts.say(lang, key, **given)`), `code` names the code at fault
    (the kind of a `Code`, or empty), the message is the same in English for logs.
    """

    def __init__(self, key: str, said: str, *, code: str = "", **given: str) -> None:
        super().__init__(said)
        self.key = key
        self.code = code
        self.given = {"code": code, **given}
