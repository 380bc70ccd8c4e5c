"""`returns-tracking learn | policy | limit | supervisor | merchant`: what a supervisor sets on the service. Each says
what happened; exit codes as in cli.py. Libraries are imported by the command that needs them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tracking.store.store import Store


def add(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command()(learn)
    app.command()(policy)
    app.command()(limit)
    app.command()(supervisor)
    app.command()(merchant)


def learn(
    *,
    publish: Annotated[bool, typer.Option("--publish", help="sends the next table to the stations")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="prints only (as without --publish)")] = False,
    table: str = "default",
    home: Path | None = None,
) -> None:
    """Prints what outcomes taught: the recovery table in force, the next one, and the counts behind it."""
    from tracking.clock import SystemClock
    from tracking.learning import publish as learning
    from tracking.problems import Refusal

    if publish and dry_run:
        raise typer.BadParameter("--publish and --dry-run exclude each other")
    store = _open(home)
    try:
        found = learning.learn(store, table)
        typer.echo("\n".join(learning.lines(found)))
        if publish:
            done = learning.publish(store, found, SystemClock().now())
            typer.echo(f"Published as {done.hash}." if done.changed else "Nothing new: the table in force stays.")
    except learning.NoTable:
        _fail(f"There is no recovery table {table}. Publish one: returns-tracking policy FILE --document recovery")
    except Refusal as refusal:
        _fail(f"{refusal}. The table in force stays; nothing was sent.")
    finally:
        store.close()


def policy(
    file: Path, document: str = "policy", name: str = "", *, anyway: bool = False, home: Path | None = None
) -> None:
    """Checks FILE (TOML) and sends it to all stations; --document: policy, checklist or recovery; --anyway: also with
    flags that only the stations' own checklists tell."""
    from station.domain.office import policy_text
    from tracking import limits, policies
    from tracking.clock import SystemClock
    from tracking.problems import Refusal

    store = _open(home)
    try:
        text = policies.decode(file.read_bytes())
        told = policy_text(name or file.stem, text, document, SystemClock().now())
        done = limits.publish(store, told, anyway=anyway)
    except (OSError, Refusal) as error:
        _fail(f"{file}: {error}. Nothing was changed; mend the file and publish it again.")
    finally:
        store.close()
    typer.echo(f"{document} {name or file.stem} is {done.hash}" + ("." if done.changed else ", as before."))


def limit(
    name: str,
    pieces: int,
    period: str = "day",
    share: Annotated[list[str] | None, typer.Option(help="STATION=WEIGHT; none: all alike")] = None,
    *,
    remove: bool = False,
    home: Path | None = None,
) -> None:
    """Limits NAME (vendor:NAME or channel:NAME) to PIECES a day, week or month, divided to the stations."""
    import msgspec

    from tracking import limits
    from tracking.clock import SystemClock
    from tracking.problems import Refusal

    told = {"name": name, "pieces": None if remove else pieces, "period": period, "shares": _shares(share or [])}
    store = _open(home)
    try:
        stands = limits.put(store, limits.read_quotas(msgspec.json.encode([told])), SystemClock().now())
    except Refusal as refusal:
        _fail(f"{refusal}. Nothing was changed.")
    finally:
        store.close()
    for allotment in stands.allotments:
        typer.echo(f"{allotment.id}: {', '.join(f'{n} {p} from {since}' for n, p, since in allotment.limits)}")


def supervisor(operator: str, *, revoke: bool = False, home: Path | None = None) -> None:
    """Makes a token by which the supervisor OPERATOR (an operator's id) answers benches at /approvals; --revoke: ends
    all tokens of OPERATOR."""
    from tracking import stations
    from tracking.clock import SystemClock
    from tracking.problems import Refusal

    store, now = _open(home), SystemClock().now()
    try:
        if not revoke:
            typer.echo(stations.grant_supervisor(store, operator, now))
        elif stations.revoke_supervisor(store, operator, now):
            typer.echo(f"Supervisor {operator} cannot answer from afar any more.")
        else:
            _fail(f"Supervisor {operator} has no token. Nothing was changed.")
    except Refusal as refusal:
        _fail(f"{refusal}. Nothing was changed; the office must tell this operator as an active supervisor first.")
    finally:
        store.close()


def merchant(merchant: str, *, revoke: bool = False, home: Path | None = None) -> None:
    """Makes a token by which MERCHANT (its id) answers what benches ask about its goods, at /v1/holds; --revoke: ends
    all tokens of MERCHANT."""
    from tracking import stations
    from tracking.clock import SystemClock

    store, now = _open(home), SystemClock().now()
    try:
        if not revoke:
            typer.echo(stations.grant(store, merchant, now, stations.MERCHANT))
        elif stations.revoke_merchant(store, merchant, now):
            typer.echo(f"Merchant {merchant} cannot answer any more.")
        else:
            _fail(f"Merchant {merchant} has no token. Nothing was changed.")
    finally:
        store.close()


def _shares(told: list[str]) -> dict[str, int]:
    pairs = [one.rpartition("=") for one in told]
    if not all(station and weight.isdigit() for station, _, weight in pairs):
        raise typer.BadParameter("a share is STATION=WEIGHT, the weight a whole number")
    return {station: int(weight) for station, _, weight in pairs}


def _open(home: Path | None) -> "Store":
    from tracking.settings import TrackingSettings
    from tracking.store.store import open_store

    settings = TrackingSettings(home=home) if home else TrackingSettings()
    return open_store(settings.database_url)


def _fail(message: str) -> None:
    typer.echo(message, err=True)
    raise SystemExit(1)
