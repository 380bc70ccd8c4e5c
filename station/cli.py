"""`returns-station …`: every command of a station. Starts window and service by entry point and imports neither; says
what happened, what was kept and what to do; exit codes 0 ok, 1 the thing asked for failed, 2 wrong use."""

import os
import sys
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from station import doctor_command, printer_command, sheet_cli
from station.deciding import cli as deciding
from station.terminal import config as _config
from station.terminal import fail as _fail
from station.terminal import forgive
from station.terminal import journal as _journal
from station.terminal import language as _language
from station.terminal import progress as _progress

Language = Annotated[str, typer.Option("--lang", help="Without it, the station's own.", callback=_language)]


class Commands(TyperGroup):
    """All commands: what the file, a policy or the system refuses is told in words, not as a trace."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            from station.excuses import excused

            words = excused(error)
            if not words:
                raise
            _fail(words)


app = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=False, help="The warehouse's returns station.")
deciding.register(app)
doctor_command.register(app)
printer_command.register(app)
sheet_cli.register(app)


def main() -> None:
    """The command's entry point."""
    forgive()
    app()


@app.command("open")
def open_window(full_screen: bool = False) -> None:
    """Opens the station's window."""
    raise typer.Exit(_part("window")(["--full-screen"] if full_screen else []))


def _part(name: str):  # type: ignore[no-untyped-def]  # whatever the entry point names
    found = entry_points(group="returns_station.parts", name=name)
    if not found:
        _fail(f"This installation has no {name}. Install the extra that brings it (desktop or tracking).")
    try:
        return next(iter(found)).load()
    except ModuleNotFoundError as error:
        _fail(f"The {name} cannot start: {error}. Install the extra that brings it (desktop or tracking).")


@app.command()
def demo(out: Annotated[Path, typer.Option(help="Folder for what the demo leaves.")] = Path("returns-demo")) -> None:
    """Plays a morning of returns with simulated devices; with a display, in the window."""
    from station.demo import show

    def say(line: str) -> None:
        print(line, flush=True)

    if _has_display():
        raise typer.Exit(_part("demo")(out.absolute(), say))
    raise typer.Exit(show.play(out.absolute(), say))


def _has_display() -> bool:
    if os.environ.get("QT_QPA_PLATFORM") in ("offscreen", "minimal"):
        return False
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@app.command()
def verify(file: Annotated[Path | None, typer.Argument(help="A journal; without it, this station's.")] = None) -> None:
    """Computes the chain of hashes and all records anew and compares."""
    from station.store.verify import verify as check

    path = _journal(file)
    report = check(path, _progress("facts checked"))
    counted = f"{report.facts} facts of station {report.station}, {report.records} records"
    print(f"{path}: {counted}, head {report.hash[:16]}…")
    for finding in report.findings[:50]:
        print(f"  {finding}", file=sys.stderr)
    if report.findings:
        kept = "Nothing was changed; keep this file and compare it with the service's copy."
        _fail(f"{len(report.findings)} findings. {kept}")
    print("Chain and records are right.")


@app.command()
def backup(file: Path) -> None:
    """Writes a sound copy of the station's file to FILE; the station may stay open."""
    from station.store.backup import backup as copy

    print(f"Saved as {copy(_config().home, file)}.")


@app.command()
def restore(
    file: Path,
    other_station: Annotated[
        bool, typer.Option("--other-station", help="This folder becomes the station whose backup it is.")
    ] = False,
) -> None:
    """Puts a backup in the place of the station's file, in a new epoch; the replaced file is kept."""
    from station.clock import SystemClock
    from station.store.backup import restore as put_back

    stamp = SystemClock().stamp()
    kept = put_back(_config().home, file, stamp, _progress("facts checked"), other_station=other_station)
    print(f"Restored from {file}." + (f" What was there before is kept as {kept}." if kept else ""))
    print("The next start goes on in a new epoch; the tracking service will tell if facts are missing.")
    if other_station:
        print("Enrol it again (returns-station enrol): the keys in this folder may be those of the station before.")


@app.command("import")
def import_file(
    what: Annotated[str, typer.Argument(help="products, orders, expected, operators or locations")],
    file: Path,
    preview: Annotated[bool, typer.Option(help="Show what would change, change nothing.")] = False,
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
    mapping: Path | None = None,
    refused: Annotated[Path | None, typer.Option(help="Where refused rows go.")] = None,
    merchant: Annotated[str, typer.Option(help="Whose values these are, where the file does not say.")] = "",
) -> None:
    """Brings in the office's data from CSV or XLSX, with a preview; refused rows go to a file with their reasons."""
    from station.bringing import bring
    from station.intake.fields import Terms
    from station.intake.run import Options

    config = _config()
    known = () if [m.id for m in config.merchants] == ["default"] else config.merchants
    terms = Terms(known, merchant or (config.merchants[0].id if len(config.merchants) == 1 else ""), config.tz)
    options = Options(config.home, config.lang, terms, encoding, delimiter, sheet, mapping, refused, preview)
    raise typer.Exit(bring(what, file, config, options, print))


@app.command()
def report(
    day: Annotated[str, typer.Option(help="YYYY-MM-DD; without it, today.")] = "",
    out: Annotated[Path, typer.Option()] = Path("report.pdf"),
    lang: Language = "",
) -> None:
    """Writes the day's report as PDF."""
    from station.clock import SystemClock
    from station.daily import report as make
    from station.reports.days import local
    from station.store.check import sound

    config, now = _config(), SystemClock().now()
    wanted = _day(day) if day else local(now, config.tz).date()
    path = _journal(None)
    sound(path, whole=False)
    out.write_bytes(make(path, wanted, config, now, lang))
    print(f"Report of {wanted} written to {out}.")


def _day(told: str) -> date:
    """Years far from ours are slips, and the calendar ends beside some of them."""
    try:
        day = date.fromisoformat(told)
    except ValueError:
        day = date.min
    if not 1970 <= day.year < 3000:
        _fail(f"{told!r} is no day of a report; write YYYY-MM-DD.", 2)
    return day


@app.command()
def find(
    text: Annotated[str, typer.Argument(help="A whole identifier, its last 4 or more characters, or product words.")],
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many are shown.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    lang: Language = "",
) -> None:
    """Finds parcels, units, authorizations, orders, products and totes in this station's file."""
    import msgspec

    from station import finding
    from station.lookup import Lookup

    path, config = _journal(None), _config()
    with Lookup(path) as lookup:
        found = lookup.find(text, limit)
    if as_json:
        typer.echo(msgspec.json.encode(finding.as_json(found)))  # bytes: UTF-8 whatever the terminal has
    else:
        print("\n".join(finding.lines(lang or config.lang, found)))
    raise typer.Exit(0 if found.hits else 1)


@app.command()
def explain(
    scan: Annotated[str, typer.Argument(help="A scan as the scanner sent it; ^] or the picture \u241d stand for GS.")],
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    lang: Language = "",
) -> None:
    """Says what a scan may be, why, and what the bench would do with it. Writes nothing."""
    import msgspec

    from station.explained import lines, look_at

    config = _config()
    told = look_at(config, scan)
    if as_json:
        typer.echo(msgspec.json.encode(told))
    else:
        print("\n".join(lines(lang or config.lang, told)))


@app.command()
def enrol(
    url: Annotated[str, typer.Argument(help="The tracking service, https://…")],
    code: Annotated[str, typer.Argument(help="The one-time code that the service gave.")],
    key_file: Annotated[bool, typer.Option(help="Keep the keys in a file that only you can read.")] = False,
) -> None:
    """Makes this station known to a tracking service."""
    from station.enrolling import EnrolRefused, KeysMissing, enrol_station

    config = _config()
    try:
        station = enrol_station(config, url, code, in_file=key_file)
    except (EnrolRefused, KeysMissing) as error:
        _fail(f"Not enrolled: {str(error).rstrip('.')}. Nothing was changed.")
    print(f'Station {station} is enrolled at {url}. Set tracking = "{url}" in {config.home / "station.toml"}.')


@app.command("continue-after-fork")
def continue_after_fork(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; a supervisor has decided.")] = False,
) -> None:
    """A supervisor's decision after a fork: this station goes on in a new epoch; no fact is lost on either side."""
    from station.forking import NotAsked, find_fork, go_on
    from station.keys import KeysMissing

    config = _config()
    try:
        fork = find_fork(config)
    except (NotAsked, KeysMissing) as error:
        _fail(f"Nothing was changed: {error}.")
    if fork is None:
        print("Nothing to do: the tracking service holds the same facts as this station.")
        return
    print(f"From fact {fork.at} on the tracking service holds other facts than this file,")
    print(f"which ends at fact {fork.head}: an old copy was put back, or two stations work with copies of one file.")
    print("Make sure that no other station goes on with a copy; look again at parcels worked on since that copy.")
    if not yes and not typer.confirm("Go on with this file in a new epoch?"):
        _fail("Nothing was changed.")
    go_on(config, fork)
    print(f"A new epoch begins at fact {fork.at}. The service keeps what it holds, this file keeps all of its facts;")
    print("open the station again: it sends them by itself.")


if __name__ == "__main__":
    main()
