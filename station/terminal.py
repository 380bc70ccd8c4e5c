"""What all commands share: settings, the station's file, output, a refusal with its exit code, progress. Responsible
for saying it; no command stands here."""

import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from station.config import Config


def forgive() -> None:
    """Characters that the output cannot write (redirected on Windows) become question marks; they ended the command.
    Errors need none of it: Python escapes them there."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def fail(message: str, code: int = 1) -> NoReturn:
    """Ends the command: 1 the thing asked for failed, 2 wrong use."""
    typer.echo(message, err=True)
    raise typer.Exit(code)


def language(told: str) -> str:
    """An option's language, or empty for the station's own; any other ends the command."""
    from station.allowed import LANGUAGES

    if told and told not in LANGUAGES:
        fail(f"--lang {told!r} is not among {', '.join(LANGUAGES)}.", 2)
    return told


def config() -> "Config":
    """This station's settings."""
    from station.config import Refused, load

    try:
        return load()
    except Refused as refused:
        fail(f"{refused}\nNothing was started; mend the setting and start again.", 2)


def journal(file: Path | None = None) -> Path:
    """The file that is meant: this station's, where none is named."""
    from station.store.schema import FILE

    path = file or config().home / FILE
    if not path.is_file():
        fail(f"{path}: there is no such file. Nothing was done.")
    return path


def progress(what: str) -> Callable[[int, int], None]:
    """Tells (done, total) on one line, where somebody looks."""

    def told(done: int, total: int) -> None:
        if sys.stderr.isatty():
            typer.echo(f"\r{done:,}/{total:,} {what}", nl=done >= total, err=True)

    return told
