"""`returns-station policy check | diff | replay | show`: a policy is looked at before it goes live. Responsible for
options and exit codes; nothing here changes what is in force."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station.terminal import config, fail, journal, progress

if TYPE_CHECKING:
    from station.deciding.replaying import Difference, Replay
    from station.domain.policy import Policy
    from station.store.past import Past

policy = typer.Typer(no_args_is_help=True, help="Policies: check, compare and try them before they go live.")

AFTER_ALL = "9999"
"""Later than any time: a clock that ran ahead hides no unit."""
File = Annotated[Path, typer.Argument(help="A policy's text (TOML).")]


def _lang(lang: str) -> str:
    return lang or config().lang


@policy.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Policies, checklists and recovery tables (TOML).")],
    lang: str = "",
) -> None:
    """Reads files as a station would; what is wrong is told as FILE:LINE: KEY: what it says; allowed: …"""
    from station.deciding import documents, policing

    lang, wrong = _lang(lang), 0
    for found in documents.read_all(files, config().home):
        wrong += found.fault is not None
        typer.echo(found.fault if found.fault else policing.checked(lang, found), err=found.fault is not None)
    if wrong:
        from station import texts

        fail(texts.say(lang, "policing.wrong", n=wrong, all=len(files)))


@policy.command()
def diff(
    old: Annotated[Path, typer.Argument(help="A policy; alone, it is compared with the one in force.")],
    new: Annotated[Path | None, typer.Argument(help="The other policy.")] = None,
    lang: str = "",
) -> None:
    """Says what is added, removed, changed or moved from one policy to another."""
    from station.deciding import comparing, policing
    from station.deciding.documents import read_one

    home = config().home
    before, after = (_current(), read_one(old, home)) if new is None else (read_one(old, home), read_one(new, home))
    typer.echo(f"{before.name} {before.hash[: policing.SHORT]} → {after.name} {after.hash[: policing.SHORT]}")
    for line in policing.differences(_lang(lang), comparing.compare(before, after)):
        typer.echo(line)


def _current() -> "Policy":
    """The policy in force here; what is shipped where there is no station yet."""
    from station.deciding.books import rulebook
    from station.rules import load_rules
    from station.store.schema import FILE

    home = config().home
    return rulebook(home / FILE, home).policy if (home / FILE).is_file() else load_rules().policy


@policy.command()
def replay(
    file: File,
    days: Annotated[int, typer.Option(min=1, max=36_500, help="How far back: units graded since then.")] = 30,
    csv: Annotated[Path | None, typer.Option(help="Every unit that would have gone another way.")] = None,
    lang: str = "",
) -> None:
    """Routes past units again under another policy: how many would have gone elsewhere, and what that is worth."""
    from station.clock import SystemClock
    from station.deciding import policing
    from station.deciding.documents import read_one
    from station.deciding.replaying import Replay
    from station.store.past import past

    path, chosen, lang = journal(), read_one(file, config().home), _lang(lang)
    now = SystemClock().now()
    first = datetime.fromisoformat(now) - timedelta(days=days)
    span = (first.strftime("%Y-%m-%dT%H:%M:%S"), AFTER_ALL)
    with past(path) as reads:
        played = Replay(chosen, reads.reference)
        _play(reads, played, span, csv)
    quotas = [vendor.name for vendor in chosen.vendors if vendor.quota]
    for line in policing.replayed(lang, played.tally, quotas):
        typer.echo(line)


def _play(reads: "Past", played: "Replay", span: tuple[str, str], csv: Path | None) -> None:
    """All batches, one after the other; differences go to the file as they are found."""
    from station.deciding.differing import Differing

    last, tell = reads.last(), progress("units")
    with Differing(csv) as out:
        for batch in reads.graded(*span):
            found: list[Difference] = played.play(unit for _, unit in batch)
            out.write(found)
            tell(batch[-1][0], last)
        tell(last, last)


@policy.command()
def show(lang: str = "") -> None:
    """Says which policy is in force, since when, and what waits or is refused."""
    from station.deciding import policing
    from station.deciding.books import in_force

    path, settings = journal(), config()
    for line in policing.shown(_lang(lang), settings.tz, in_force(path, settings.home)):
        typer.echo(line)
