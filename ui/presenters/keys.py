"""What a key means just now. Pure, so that no key ever does something by accident of focus."""

from ui.presenters.frame import LOOK_UP
from ui.presenters.views import View

LOOK_UP_KEY = "F12"
"""Opens the look-up at every step, and leads back."""
SET_UP_KEY = "F11"
"""Opens the set-up screen, and leads back."""


def choice_for_digit(view: View, digit: str, draft: str) -> str:
    """The choice that a number key picks, "" for none: where a number is asked or words are begun, digits type."""
    if view.entry and (view.entry.kind != "text" or draft):
        return ""
    return next((choice.key for choice in view.choices if choice.number == digit), "")


def command_for_hotkey(view: View, hotkey: str) -> str:
    """The command on a function key, "" for none."""
    offered = (*view.commands, *view.more)
    meant = next((command.key for command in offered if command.enabled and command.hotkey == hotkey), "")
    if not meant and hotkey == LOOK_UP_KEY and any(tab.press == LOOK_UP for tab in view.frame.tabs):
        return LOOK_UP
    return meant


def accepts(view: View, char: str) -> bool:
    """True where the entry field takes this character: digits only for numbers and PINs, anything visible for words."""
    if view.entry is None or not char.isprintable() or not char:
        return False
    return view.entry.kind == "text" or (char.isascii() and char.isdigit())


class PressGuard:
    """Lets each question be answered once: a second touch before the next picture must not answer the next question."""

    def __init__(self) -> None:
        self._answered = -1

    def allow(self, question: int) -> bool:
        """True for the first press of a question."""
        if question == self._answered:
            return False
        self._answered = question
        return True

    def release(self) -> None:
        """The engine answered (with a notice, or the same question again): another try is welcome."""
        self._answered = -1
