"""Sheets to print and hang up at the bench."""

from station import texts
from station.domain import codes

COMMANDS = ("undo", "hold", "danger", "lock", "sign_out", "mode_dock", "mode_bench")
ANSWERS = ("open", "close", "void", "back", "full", "split", "other_route", "not_printed", "unreadable")


def command_sheet(lang: str) -> bytes:
    """A PDF of the command codes."""
    from station.labels import sheet

    commands = tuple(sheet.Card(codes.command(key), texts.say(lang, f"cmd.{key}")) for key in COMMANDS)
    answers = tuple(sheet.Card(codes.command(key), texts.say(lang, f"choice.{key}")) for key in ANSWERS)
    named = (("sheet.commands", commands), ("sheet.answers", answers))
    return bytes(sheet.commands(lang, tuple(sheet.Group(texts.say(lang, key), cards) for key, cards in named)))
