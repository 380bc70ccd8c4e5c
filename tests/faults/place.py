"""What stands around a station: printer, scanner and scale on loopback, the tracking service, and the office's data.
It lives on while the station is killed."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from station import wire
from station.clock import SystemClock
from station.config import Config, load
from station.demo.reading import read_codes
from station.devices.simulated import VirtualScale, VirtualScanner
from station.devices.virtual_press import Label
from station.devices.virtual_printer import VirtualPrinter
from station.domain.facts import Fact
from station.domain.records import Authorization, Line
from station.enrolling import enrol_station
from station.store.file import Store
from station.store.journal import Journal
from station.store.reference import ReferenceStore
from station.store.verify import verify
from tests.stories import goods
from tracking.serve import Running, serve
from tracking.settings import TrackingSettings
from tracking.store import log

Row = tuple[int, str, str]
"""seq, record, hash."""


MORE = 100
"""Boxes beside those of the stories, for long runs; each holds two units."""


def tracking(n: int) -> str:
    """The number on the n-th of them."""
    return f"91020001{n:05}"


def authorization(n: int) -> Authorization:
    """What was announced of it."""
    lines = (Line("p-sneaker", 1), Line("p-jacket", 1))
    return Authorization(f"more-{n}", "NW", f"RMA-9{n:04}", lines, tracking=(tracking(n),))


class Place:
    """Everything but the station. late: seconds by which a printer with the fault late_reply answers late."""

    def __init__(self, folder: Path, *, late: float = 0.3, pace: float = 0.0) -> None:
        self.folder, self.home = folder, folder / "station"
        self.on_label: Callable[[Label], None] = lambda _: None
        self.printer = VirtualPrinter(folder / "labels", port=0, late=late, pace=pace, printed=self._came_out)
        self.scanner, self.scale = VirtualScanner(), VirtualScale()
        for device in (self.printer, self.scanner, self.scale):
            device.start()
        self.service: Running | None = serve(TrackingSettings(home=folder / "service"))
        self._port = int(self.service.url.rpartition(":")[2])
        self._read: dict[Path, str] = {}
        self._set_up()

    def _came_out(self, label: Label) -> None:
        self.on_label(label)

    def _set_up(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "station.toml").write_text(self._settings())
        store = Store(self.home, SystemClock().fresh_id)
        with closing(ReferenceStore(store.path)) as reference:
            reference.put(goods.VALUES)
            reference.put([authorization(n) for n in range(MORE)])
        self.station = store.station
        store.close()
        assert self.service is not None
        enrol_station(self.config, self.service.url, self.service.new_code(), in_file=True)

    def _settings(self) -> str:
        merchants = "".join(
            f'\n[[merchants]]\nid = "{m.id}"\nname = "{m.name}"\ncurrency = "{m.currency}"\n' for m in goods.MERCHANTS
        )
        return (
            f'name = "R7"\ntz = "Europe/Berlin"\ntracking = "http://127.0.0.1:{self._port}"\n'
            f'scanner = "tcp://127.0.0.1:{self.scanner.port}"\nscale = "tcp://127.0.0.1:{self.scale.port}"\n'
            f'[printer]\nhost = "127.0.0.1"\nport = {self.printer.port}\nexclusive = true\n{merchants}'
        )

    @property
    def config(self) -> Config:
        return load(self.home, {})

    @property
    def journal(self) -> Path:
        return self.home / "journal.db"

    def service_goes(self) -> None:
        """The tracking service is away."""
        assert self.service is not None
        self.service.stop()
        self.service = None

    def service_comes(self) -> None:
        """And comes back, at the same address, with what it held."""
        self.service = serve(TrackingSettings(home=self.folder / "service"), self._port)

    def close(self) -> None:
        for device in (self.scanner, self.scale, self.printer):
            device.stop()
        if self.service:
            self.service.stop()

    # ------------------------------------------------------------ what can be seen from outside

    def scan(self, text: str) -> None:
        """A scan by the scanner; the station must be connected or connect soon."""
        assert self.scanner.wait_connected(10)
        assert self.scanner.scan(text.encode())

    def codes(self) -> list[str]:
        """The unit's code on each label that came out, oldest first, read from the pictures."""
        return [self._code(Path(label.path)) for label in self.printer.labels]

    def _code(self, path: Path) -> str:
        if path not in self._read:
            self._read[path] = min(read_codes(path), key=len, default=path.name)  # a hazard label bears none
        return self._read[path]

    def facts(self) -> list[Row]:
        """The station's journal."""
        with closing(Journal(self.journal)) as journal:
            rows: list[Row] = []
            while page := journal.facts(len(rows), 1000):
                rows += [(row.seq, row.record, row.hash) for row in page]
            return rows

    def told(self, kind: str = "") -> list[Fact]:
        """The facts, of one kind."""
        facts = [wire.read(record) for _, record, _ in self.facts()]
        return [fact for fact in facts if kind in ("", fact.kind)]

    def stored(self) -> list[Row]:
        """What the service holds, in the order of its log."""
        assert self.service is not None
        with self.service.store.read() as connection:
            return [(f.seq, f.record, f.hash) for f in log.after(connection, 0, 1_000_000)]

    def assert_sound(self, kinds: Sequence[str] = ()) -> None:
        """The file is right, no label came out twice, and each of these kinds was told once about one thing."""
        assert verify(self.journal).findings == ()
        twice = [code for code, count in Counter(self.codes()).items() if count > 1]
        assert twice == []
        facts = self.told()
        assert [fact.seq for fact in facts] == list(range(1, len(facts) + 1))
        for kind in kinds:
            things = Counter(fact.about[0].id for fact in facts if fact.kind == kind)
            assert set(things.values()) <= {1}, kind
