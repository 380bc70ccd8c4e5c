"""One element of a GS1 code, and several in a row: the values that pass between reading them and judging them."""

from typing import NamedTuple


class Element(NamedTuple):
    """One identifier with its value, letters as they were."""

    ai: str
    value: str


class Message(NamedTuple):
    """What was read. fault: "" or one word for what is wrong; ai and at: where (of the faulty element and its first
    character); elements: those before the fault."""

    elements: tuple[Element, ...]
    fault: str = ""
    ai: str = ""
    at: int = 0

    def get(self, ai: str) -> str:
        """The value of an identifier; "" where it is not there."""
        return next((e.value for e in self.elements if e.ai == ai), "")
