"""`returns-station doctor`: looks, tells, tries out, exports. Responsible for the options, the words on the terminal
and the exit code; what is looked at stands elsewhere."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from station.terminal import config as _config
from station.terminal import fail

if TYPE_CHECKING:  # start-up time: other commands need none of this
    from collections.abc import Callable

    from station.clock import SystemClock
    from station.config import Config
    from station.doctor import Diagnosis
    from station.printing import Place
    from station.trial import Scans, Tried

TRIALS = ("scan", "print", "weigh", "photo")


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("doctor")(examine)


def examine(
    test: Annotated[
        list[str] | None, typer.Option(help="scan, print (the label is scanned back), weigh or photo")
    ] = None,
    host: Annotated[list[str] | None, typer.Option(help="A printer to look at: HOST or HOST:PORT.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,  # noqa: FBT002  a flag
    support: Annotated[Path | None, typer.Option(help="Writes a support file (ZIP) without personal data.")] = None,
    lang: Annotated[str, typer.Option()] = "",
) -> None:
    """Finds devices and tells what each is and whether this station is well. 0: all is; 1: something is not."""
    from station import doctor, texts
    from station.clock import SystemClock

    wrong = [one for one in test or () if one not in TRIALS]
    if wrong or (lang and lang not in texts.languages()):
        fail(f"{(wrong or [lang])[0]!r} is unknown; there are: {', '.join((*TRIALS, *texts.languages()))}.", 2)
    config = _config()
    lang, clock = lang or config.lang, SystemClock()
    try:
        found = doctor.diagnose(config, datetime.fromisoformat(clock.now()), host or ())
    except ValueError as wrong_host:
        fail(f"{wrong_host}: --host takes HOST, HOST:PORT or an address as in the settings.", 2)
    if as_json:
        typer.echo(msgspec.json.encode(found))
    else:
        typer.echo("\n".join(doctor.lines(found, lang)))
    if support:
        _support(support, config, found)
    tried = [_try(one, config, lang, clock) for one in test or ()]
    raise typer.Exit(0 if found.well and all(tried) else 1)


def _support(target: Path, config: "Config", found: "Diagnosis") -> None:
    from station.support import write

    try:
        devices = (*(one.found for one in found.wanted if one.found), *found.others)
        path = write(target, config, devices, found.checks)
    except OSError as error:
        fail(f"The support file was not written: {error.strerror or error}. Nothing else was changed.")
    typer.echo(f"Support file: {path}. It holds settings and states; no names, scans, codes or keys.", err=True)


def _try(what: str, config: "Config", lang: str, clock: "SystemClock") -> bool:
    """One trial on the terminal; the station must be closed, as a device belongs to one program at a time."""
    from station import texts, trial

    if what == "weigh":
        return _tell(_weigh(config), lang)
    if what == "photo":
        typer.echo(texts.say(lang, "trial.shoot_now"), err=True)
        return _tell(_photo(config), lang)
    if what == "scan":
        typer.echo(texts.say(lang, "trial.scan_now"), err=True)
        return _tell(_with_scans(config, trial.scan), lang)
    return _print(config, lang, clock)


def _weigh(config: "Config") -> "Tried":
    from station import trial
    from station.places import scale

    device = scale(config)
    if device is None:
        return trial.Tried(False, "trial.none_set")
    try:
        return trial.weigh(device)
    finally:
        device.close()


def _photo(config: "Config") -> "Tried":
    """A picture that is kept nowhere; a camera of this computer is the window's."""
    from threading import Event

    from station import trial
    from station.places import camera

    device = camera(config)
    if device is None:
        return trial.Tried(False, "trial.photo_in_window" if config.camera else "trial.none_set")
    try:
        return trial.photo(device, Event())[0]
    finally:
        device.close()


def _print(config: "Config", lang: str, clock: "SystemClock") -> bool:
    from station import unsettled
    from station.places import places

    with unsettled.alone(config.home) as refused:
        went = [_print_at(place, config, lang, clock, refused) for place in places(config, clock.mark)]
    return all(went)


def _print_at(place: "Place", config: "Config", lang: str, clock: "SystemClock", refused: str) -> bool:
    """One label there, unless its count is still to tell of another one."""
    from station import texts, trial, unsettled

    code = f"TEST{clock.mark() % 10**6:06}"
    try:
        if refused := refused or unsettled.why_not(config.home, place.name, place.device.id):
            return _tell(trial.not_printed(refused), lang)
        if not _tell(trial.print_out(place.device, code, lang, config.home), lang):
            return False
    finally:
        place.close()
    typer.echo(texts.say(lang, "trial.scan_label"), err=True)
    return _tell(_with_scans(config, lambda scans: trial.read_back(scans, code)), lang)


def _with_scans(config: "Config", act: "Callable[[Scans], Tried]") -> "Tried":
    """The scanner of the settings, else a keyboard scanner at this terminal."""
    from station import trial
    from station.devices.ports import LinkLost
    from station.places import scanner

    if not config.scanner:
        return act(lambda _seconds: sys.stdin.readline().strip())

    try:
        device = scanner(config)
    except LinkLost:
        return trial.Tried(False, "trial.scanner_lost")
    try:
        return act(trial.scans_of(device))
    finally:
        device.close()


def _tell(tried: "Tried", lang: str) -> bool:
    from station import trial

    typer.echo(f"  {'+' if tried.good else 'x'} {trial.words(tried, lang)}")
    return tried.good
