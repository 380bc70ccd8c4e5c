"""`returns-tracking serve | enrol | import | export | verify | demo`, and what office_cli.py adds. Says what happened
and what to do; exit codes: 0 ok, 1 the thing asked for failed, 2 wrong use. Libraries are imported by the command that
needs them (start-up)."""

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

if TYPE_CHECKING:
    import typer

    from tracking.settings import TrackingSettings
    from tracking.store.callers import Station
    from tracking.store.store import Store


def main() -> None:
    """The command's entry point. What the output cannot write becomes a question mark."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    _build()()


def _build() -> "typer.Typer":
    import typer

    from tracking import office_cli

    app = typer.Typer(no_args_is_help=True, add_completion=False, help="The central tracking service of returns.")
    app.command()(serve)
    app.command()(enrol)
    app.command("import")(import_values)
    app.command()(export)
    app.command()(verify)
    app.command()(demo)
    office_cli.add(app)
    return app


def _settings(home: Path | None) -> "TrackingSettings":
    from tracking.settings import TrackingSettings

    return TrackingSettings(home=home) if home else TrackingSettings()


def serve(home: Path | None = None, host: str = "", port: int = 0) -> None:
    """Runs the service until Ctrl-C; --host 0.0.0.0: for stations on other machines, too."""
    given = _settings(home)
    settings = given.model_copy(update={"host": host or given.host, "port": port or given.port})
    _serve(settings)


def _is_own(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


def _serve(settings: "TrackingSettings") -> None:
    from tracking.serve import serve_forever
    from tracking.store.store import TooNew

    print(f"Tracking service on http://{settings.host}:{settings.port}, data in {settings.home}. Ctrl-C ends it.")
    if _is_own(settings.host):
        print("Only this machine reaches it; --host 0.0.0.0 lets stations on others in.")
    sys.stdout.flush()
    try:
        started = serve_forever(settings)
    except TooNew as error:
        _fail(f"The database is newer than this program ({error}). It was left as it is: install the newer program.")
    except OSError as error:
        _fail(f"The service cannot listen on {settings.host}:{settings.port} ({error}). Choose another --port.")
    except KeyboardInterrupt:
        return
    if not started:
        _fail("The service did not start.")


def enrol(name: str, office: bool = False, revoke: bool = False, home: Path | None = None) -> None:
    """Makes a one-time code for station NAME; --office: a token for the office. --revoke: ends the token of station
    NAME (its id or name) and codes for NAME that nobody used; with --office all office tokens of NAME."""
    from tracking import stations
    from tracking.clock import SystemClock
    from tracking.store.store import open_store

    settings = _settings(home)
    store, now = open_store(settings.database_url), SystemClock().now()
    try:
        if revoke:
            print(_revoke_office(store, name, now) if office else _revoke_station(store, name, now))
        elif office:
            print(stations.grant(store, name, now))
        else:
            print(stations.new_code(store, name, now, settings.code_hours))
    finally:
        store.close()


def _revoke_office(store: "Store", name: str, now: str) -> str:
    from tracking import stations

    if not stations.revoke_office(store, name, now):
        _fail(f"There is no office token of {name}. Nothing was changed.")
    return f"The office's token {name} does not open anything any more."


def _revoke_station(store: "Store", name: str, now: str) -> str:
    """One station only: several of one name are told apart by their ids."""
    from tracking import stations

    found = stations.called(store, name)
    if len(found) > 1:
        _fail(f"Several stations are called {name}. Nothing was changed; name one by its id:\n{_listed(found)}")
    ended = stations.revoke_codes(store, name, now)
    if not found and not ended:
        there = _listed(stations.called(store)) or "none"
        _fail(f"No station is called {name}, and no code for it is open. Nothing was changed. There are:\n{there}")
    if not found:
        return f"Nobody can enrol with a code for {name} any more."
    stations.revoke(store, found[0].id, now)
    return f"Station {found[0].name} ({found[0].id}) may not call any more."


def _listed(found: "list[Station]") -> str:
    return "\n".join(
        f"  {one.id}  {one.name}, enrolled {one.enrolled_at}" + (", revoked" if one.revoked_at else "") for one in found
    )


def import_values(file: Path, home: Path | None = None) -> None:
    """Reads reference values from FILE: one JSON object {"type": ..., "body": {...}} a line."""
    from tracking.exchange import import_lines
    from tracking.problems import Refusal
    from tracking.store.store import open_store

    store = open_store(_settings(home).database_url)
    try:
        with file.open("rb") as lines:
            put = import_lines(store, lines)
    except (OSError, Refusal) as error:
        _fail(f"{file}: {error}. What stood before is in; mend the file and import it again, that doubles nothing.")
    finally:
        store.close()
    print(f"{put.changed} values changed, {put.same} were the same.")


def export(file: Path, home: Path | None = None) -> None:
    """Writes the whole log of facts to FILE, one JSON object a line, with station, epoch, seq and hash."""
    from tracking.exchange import export_lines
    from tracking.store.store import open_store

    store = open_store(_settings(home).database_url)
    try:
        with file.open("xb") as out:
            count = export_lines(store, out)
    except OSError as error:
        _fail(f"The log was not written: {error}. Name a file that is not there yet.")
    finally:
        store.close()
    print(f"{count} facts written to {file}.")


def verify(home: Path | None = None) -> None:
    """Computes all chains of hashes and all records anew and compares."""
    from tracking.store.store import open_store
    from tracking.verify import verify as check

    store = open_store(_settings(home).database_url)
    try:
        report = check(store)
    finally:
        store.close()
    print(f"{report.facts} facts in {report.runs} runs, {report.records} records checked.")
    for fault in report.faults:
        print(f"fault: {fault}", file=sys.stderr)
    if report.faults:
        _fail(
            f"{len(report.faults)} faults. Nothing was changed; keep this file and compare with the stations' journals."
        )


def demo(port: Annotated[int, "port"] = 8071) -> None:
    """Runs the service on a fresh folder with a station's code and an office token, for trying it out."""
    import tempfile

    from tracking.exchange import prepare_demo

    with tempfile.TemporaryDirectory(prefix="returns-tracking-") as folder:
        settings = _settings(Path(folder)).model_copy(update={"port": port})
        code, token = prepare_demo(settings)
        print(f"Enrolment code for a station: {code}\nOffice token: {token}")
        _serve(settings)


def _fail(message: str) -> None:
    print(message, file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    main()
