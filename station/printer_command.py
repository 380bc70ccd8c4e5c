"""`returns-station printer`: which printers this station has, which are set aside, what waits; sets them aside, lets
them go on, and puts another one in a place. Responsible for the options, the words and the exit code."""

from typing import TYPE_CHECKING, Annotated

import typer

from station.terminal import config as _config
from station.terminal import fail

if TYPE_CHECKING:  # start-up time: other commands need none of this
    from collections.abc import Iterator
    from pathlib import Path

    from station.config import Config


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("printer")(printers)


def printers(
    name: Annotated[str, typer.Argument(help="printer, printer2, printer3 or printer4; without it: all")] = "",
    aside: Annotated[
        bool | None, typer.Option("--aside/--on", help="No labels there, or labels again; at once.")
    ] = None,
    host: Annotated[
        str | None, typer.Option(help="Another one: HOST, HOST:PORT, or as in the settings; '': none.")
    ] = None,
    language: Annotated[str, typer.Option(help="zpl, tspl, epl, escpos or brother; pdf of system printers")] = "",
    dpi: Annotated[int, typer.Option(help="203, 300 or 600")] = 0,
    lang: Annotated[str, typer.Option()] = "",
) -> None:
    """Tells of the printers; sets one aside, lets it go on, or puts another one in its place."""
    from station.exchanging import PRINTERS
    from station.terminal import language as told

    config = _config()
    words = told(lang) or config.lang
    if name and name not in PRINTERS:
        fail(f"{name!r} is no printer's place; there are: {', '.join(PRINTERS)}.", 2)
    changes = host is not None or bool(language) or bool(dpi)
    if (changes or aside is not None) and not name:
        fail("Which printer? Name its place first: returns-station printer printer2 …", 2)
    if changes:
        config = _exchange(config, name, host, language, dpi)
    if aside is not None:
        _set_aside(config, name, aside=aside)
    typer.echo("\n".join(lines(config, words, (name,) if name else PRINTERS)))


def lines(config: "Config", lang: str, names: "tuple[str, ...]") -> "Iterator[str]":
    """A line for each printer: place, address, language, dpi, and whether it is set aside; then what waits."""
    from station import texts
    from station.exchanging import printers_of
    from station.places import address
    from station.set_aside import Mark

    for name in names:
        printer = printers_of(config)[name]
        standing = f"{address(printer)}, {printer.language.upper()} {printer.dpi} dpi" if printer.host else ""
        state = texts.say(lang, "ui.device.aside") if Mark(config.home, name).is_set() else ""
        told = ", ".join(word for word in (standing or texts.say(lang, "ui.setup.none"), state) if word)
        yield f"{texts.say(lang, f'device.{name}')} ({name}): {told}"
    yield texts.say(lang, "ui.device.waiting", n=waiting(config.home))


def waiting(home: "Path") -> int:
    """Labels that were ordered and are not out yet; the station may be open."""
    from contextlib import closing

    from station.store import statements
    from station.store.connect import read_only
    from station.store.schema import FILE

    if not (home / FILE).is_file():
        return 0
    with closing(read_only(home / FILE)) as connection:
        return len(connection.execute(statements.OPEN_JOBS).fetchall())


def _exchange(config: "Config", name: str, host: str | None, language: str, dpi: int) -> "Config":
    """host None: the same one, spoken to in another manner; empty: none."""
    from msgspec.structs import replace

    from station.config import Printer, Refused
    from station.devices.looking import Found
    from station.exchanging import printers_of
    from station.workshop import printer_of, save_printer

    before = printers_of(config)[name]
    if host is None and not before.host:
        fail(f"No printer stands at {name}: say which with --host. Nothing was changed.")
    other = printer_of(Found("printer", host, host, "unasked"), before) if host else before
    other = replace(other, language=language or other.language, dpi=dpi or other.dpi) if host != "" else Printer()
    try:
        changed = save_printer(config, name, other)
    except Refused as refused:
        fail(f"{refused}\nNothing was changed.", 2)
    except OSError as error:
        fail(f"The settings were not saved: {error.strerror or error}. Nothing was changed.")
    if host == "":
        _set_aside(config, name, aside=False)  # whatever stands there some day begins by printing
    typer.echo("Saved. A station that is open takes it at its next start; in its window (Set up devices) at once.")
    return changed


def _set_aside(config: "Config", name: str, *, aside: bool) -> None:
    """An open station sees it with the next label, and within seconds on its lamp."""
    from station.exchanging import printers_of
    from station.set_aside import Mark

    if aside and not printers_of(config)[name].host:
        fail(f"No printer stands at {name}. Nothing was changed.")
    mark = Mark(config.home, name)
    try:
        mark.set() if aside else mark.clear()
    except OSError as error:
        fail(f"That could not be kept: {error.strerror or error}. Nothing was changed.")
