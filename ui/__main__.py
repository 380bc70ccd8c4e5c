"""`returns-station open`: starts application, window and the station behind it. Thin: the parts are made elsewhere."""

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
    from station import logs
    from station.app import Station
    from station.workshop import Workshop
    from ui.desk import Desk
    from ui.devices.photo import open_camera
    from ui.ending import end_by_signal
    from ui.faults import watched
    from ui.lamps import Fitter, plain
    from ui.picture import application

    log = logs.begin(config.home)
    app, zone = application(), _zone(config.tz)
    station = Station(config, open_camera(config.camera))
    theme = os.environ.get("RETURNS_STATION_THEME", "light")
    desk = Desk(station.engine, config.name, lambda: now_in(zone), theme=theme)
    with watched(desk.bridge.show_fault):
        station.start()
        station.lamps.subscribe(lambda status: desk.bridge.show_status(plain(status)))
        desk.fit(Fitter(Workshop(station)))
        desk.look_up(station.reader)
        station.offer_scans(desk.bridge.take_scan)
        desk.open(app, full=full)
        desk.look(config.scanning.camera)
        end_by_signal(app)
        try:
            return int(app.exec())
        finally:
            desk.close(app)
            station.stop()
            logs.end(log)


def now_in(zone: ZoneInfo) -> datetime:
    """The site's local time."""
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
