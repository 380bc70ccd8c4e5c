"""What the demo leaves in its folder: pictures of screens, the customer's page, the day's report, a copy of the
journal."""

import json
import urllib.request
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

from station import texts
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
    """tracking.html: what a customer sees behind the link of this return; in each further language beside it."""
    asked = urllib.request.Request(
        f"{url}/v1/returns/{code}/link", method="POST", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(asked, timeout=20) as answer:
        link = json.load(answer)["url"]
    address = f"{url}/r/{link.rsplit('/', 1)[1]}"
    for lang in texts.languages():
        with urllib.request.urlopen(f"{address}?lang={lang}", timeout=20) as page:
            _page(out, lang).write_text(_linked(page.read().decode(), out), encoding="utf-8")
    return _page(out, texts.languages()[0])


def _page(out: Path, lang: str) -> Path:
    return out / ("tracking.html" if lang == texts.languages()[0] else f"tracking-{lang}.html")


def _linked(page: str, out: Path) -> str:
    """A saved page is asked for no language: its links lead to the pages beside it."""
    for lang in texts.languages():
        page = page.replace(f'href="?lang={lang}"', f'href="{_page(out, lang).name}"')
    return page


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
