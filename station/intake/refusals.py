"""Why a file or a row is not taken, as a catalogue key with arguments. The words lie in the catalogue."""

from msgspec import Struct

from station.domain.notices import Text

SHOWN = 60
"""Characters of a cell that are repeated in a reason."""


class FileRefused(Exception):
    """Nothing of the file can be taken."""

    def __init__(self, key: str, /, **args: str | int) -> None:
        super().__init__(f"{key} {args}")
        self.text = Text(key, args)


class RowRefused(Exception):
    """This row is not taken; the others are."""

    def __init__(self, key: str, /, **args: str | int) -> None:
        super().__init__(f"{key} {args}")
        self.text = reason(key, **args)


class Row(Struct, frozen=True, omit_defaults=True):
    """One row of a file: number as a spreadsheet counts (the header is 1), cells as text, fault where it cannot be
    read; counted: the key under which the row stood when it was refused, where a file of refused rows tells it."""

    number: int
    cells: tuple[str, ...]
    fault: Text | None = None
    counted: str = ""


class Warned(Struct, frozen=True):
    """A row that goes in, but should be looked at; weight orders the examples (the greatest are shown)."""

    text: Text
    row: int
    weight: int = 0


def reason(key: str, /, **args: str | int) -> Text:
    """A text whose arguments are short enough to be shown; the words that are allowed are ours, and all are needed."""
    whole = ("allowed",)
    return Text(key, {name: short(value) if isinstance(value, str) and name not in whole else value
                      for name, value in args.items()})  # fmt: skip


def short(cell: str) -> str:
    """A cell as it is shown in a reason."""
    return cell if len(cell) <= SHOWN else cell[: SHOWN - 1] + "…"
