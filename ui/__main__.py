"""`returns-station open`: starts the application, the window and the station behind it. Thin: parts are put together elsewhere."""

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from station.config import Config


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window until it is closed; 0 ok, 1 the station could not be opened, 2 a setting is wrong."""
    from station.config import Refused, load

    try:
        config = load()
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 2
    return run(config, full="--full-screen" in (sys.argv[1:] if argv is None else argv))


def run(config: "Config", *, full: bool = False) -> int:
    """The window over the station of these settings."""
    from station.app import open_station
    from ui.desk import Desk
    from ui.faults import watched
    from ui.picture import application

    app, station, zone = application(), open_station(config), _zone(config.tz)
    theme = os.environ.get("RETURNS_STATION_THEME", "light")
    desk = Desk(station.engine, config.name, lambda: _now(zone), theme=theme)
    with watched(desk.bridge.show_fault):
        station.start()
        desk.open(app, full=full)
        try:
            return int(app.exec())
        finally:
            desk.close(app)
            station.stop()


def _now(zone: ZoneInfo) -> datetime:
    from station.clock import SystemClock
    from ui.presenters.words import moment

    found = moment(SystemClock().now())
    if found is None:
        raise RuntimeError("the clock gave no time")
    return found.astimezone(zone)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except ZoneInfoNotFoundError:
        return ZoneInfo("UTC")


if __name__ == "__main__":
    sys.exit(main())
