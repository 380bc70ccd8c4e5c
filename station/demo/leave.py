"""What the demo leaves in its folder: pictures of screens, the customer's page, the day's report, a copy of the
journal."""

import json
import urllib.request
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

from station.clock import SystemClock
from station.config import Config
from station.daily import report
from station.demo.player import Picture
from station.reports.days import local

Say = Callable[[str], object]


def report_of_today(config: Config, journal: Path, out: Path) -> Path:
    """report.pdf."""
    now = SystemClock().now()
    path = out / "report.pdf"
    path.write_bytes(report(journal, local(now, config.tz).date(), config, now))
    return path


def customer_page(url: str, token: str, code: str, out: Path) -> Path:
    """tracking.html: what a customer sees behind the link of this return."""
    asked = urllib.request.Request(
        f"{url}/v1/returns/{code}/link", method="POST", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(asked, timeout=20) as answer:
        link = json.load(answer)["url"]
    path = out / "tracking.html"
    with urllib.request.urlopen(url + "/r/" + link.rsplit("/", 1)[1], timeout=20) as page:
        path.write_bytes(page.read())
    return path


def screenshots(pictures: list[Picture], config: Config, out: Path) -> int:
    """screenshots/*.png, drawn by the window's own widgets; how many. 0 where this installation has no window."""
    found = entry_points(group="returns_station.parts", name="pictures")
    if not found:
        return 0
    folder = out / "screenshots"
    folder.mkdir(exist_ok=True)
    draw = next(iter(found)).load()
    now = local(SystemClock().now(), config.tz)
    return int(draw([(p.name, p.snapshot, p.told, p.status, p.before) for p in pictures], now, folder, config.name))
