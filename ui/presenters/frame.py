"""The window's constant parts: modes at the top, commands at the bottom, always at the same place."""

from datetime import datetime

from station.domain.bench.snapshot import Choice, Snapshot
from ui.presenters.views import CommandView, FrameView, TabView
from ui.presenters.words import SHORT, Words, clock_words

MODES = ("dock", "bench", "put_away", "containers", "look_up")
ALWAYS = ("dock", "bench")
LOOK_UP = "look_up"
"""The command that opens the window's look-up; the bench keeps its step."""
PLACES = ("undo", "hold", "danger", "lock")
"""Commands with a place of their own, F1 to F4, offered or not. All others follow from F5 in the order given."""


def frame_view(snapshot: Snapshot, station: str, now: datetime, words: Words, look_up: str = "") -> FrameView:
    """The top line. Modes that do not work yet are not shown; without an operator there are none to choose. look_up:
    "" there is none, offered, or open."""
    tabs = _tabs(snapshot, words, look_up) if snapshot.operator else ()
    return FrameView(station, tabs, snapshot.operator, SHORT[words.lang], clock_words(now))


def _tabs(snapshot: Snapshot, words: Words, look_up: str) -> tuple[TabView, ...]:
    """While something is looked up, the mode below is one press away."""
    ways = {mode_of(command.key): command.key for command in snapshot.commands}
    ways.pop(LOOK_UP, None)
    ways |= {LOOK_UP: LOOK_UP} if look_up else {}
    here = LOOK_UP if look_up == "open" else snapshot.mode
    ways |= {snapshot.mode: LOOK_UP} if here == LOOK_UP else {}
    shown = [mode for mode in MODES if mode in ALWAYS or mode in ways or mode == here]
    return tuple(
        TabView(words.say(f"ui.mode.{mode}"), mode == here, "" if mode == here else ways.get(mode, ""))
        for mode in shown
    )


def mode_of(key: str) -> str:
    """The mode that a command leads to, "" for other commands. `dock`, `mode_dock` and `mode.dock` are one."""
    name = key.removeprefix("mode").removeprefix("to_").lstrip(".:_")
    return name if name in MODES else ""


def place_commands(snapshot: Snapshot, words: Words) -> tuple[CommandView, ...]:
    """The bottom bar: one view per place; a command that is not offered keeps its place, switched off."""
    offered = {command.key: command for command in snapshot.commands}
    if not offered:
        return ()
    return tuple(_placed(key, at, offered.get(key), words) for at, key in enumerate(PLACES, 1))


def _placed(key: str, at: int, command: Choice | None, words: Words) -> CommandView:
    if command is None:
        return CommandView(key, words.say(f"ui.command.{key}"), icon=key, enabled=False)
    return CommandView(key, words.text(command.text), command.code, f"F{at}", key, style=command.style)


def more_commands(snapshot: Snapshot, words: Words) -> tuple[CommandView, ...]:
    """The step's own commands, F5 to F12, and without a key after those. Those that change the mode count too."""
    rest = [command for command in snapshot.commands if command.key not in PLACES]
    return tuple(
        CommandView(
            command.key, words.text(command.text), command.code, f"F{at}" if at <= 12 else "", style=command.style
        )
        for at, command in enumerate(rest, len(PLACES) + 1)
    )
