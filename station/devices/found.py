"""What a search for devices gives: one value for each thing that is there, whatever it is."""

from typing import Literal

import msgspec

from station.devices.makers import Kind

State = Literal["ready", "attention", "in_use", "forbidden", "silent", "lost", "unasked"]
"""in_use: another program holds it (often the station itself); forbidden: this user may not open it; silent: it is
there and answers nothing that we know; unasked: there is nothing to ask it."""


class Found(msgspec.Struct, frozen=True):
    """One device. address: as the settings take it; name: maker and model, as far as known; fault: a key; language: of
    a printer, or a scale's protocol; serial_number: what it is remembered by, empty where it has none."""

    kind: Kind
    address: str
    name: str
    state: State
    fault: str = ""
    language: str = ""
    dpi: int = 0
    serial_number: str = ""
