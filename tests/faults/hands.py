"""An operator who looks at the screen before each move and scans everything: parcels, goods, answers, labels, totes.
She keeps nothing in her head but which parcel she is at: what to do next stands on the screen, as after a kill."""

from functools import partial

from msgspec import Struct

from station.domain.bench.snapshot import Snapshot
from tests.faults.lives import Lives
from tests.faults.place import Place
from tests.stories import goods

WARES = (goods.SNEAKER, goods.RUNNER, goods.JACKET, goods.KIT, goods.LAMP)
GTINS = {product.title: product.codes[0] for product in WARES}
WISHES = ("yes", "opened", "clean", "traces")
WAITING = ("asked", "begun")


class Box(Struct, frozen=True):
    """A parcel and how many units it holds."""

    tracking: str
    units: int


BOXES = (Box("1Z12345E0205271688", 1), Box("RB123456785GB", 3))
WEIGHED = Box("9102000000003", 2)


class Hands:
    """Works through the boxes at one station."""

    def __init__(self, lives: Lives, place: Place, boxes: tuple[Box, ...] = BOXES) -> None:
        self.lives, self.place, self.boxes = lives, place, boxes
        self.at, self.moves = 0, 0
        self._closing = False
        self._totes: dict[tuple[str, str], str] = {}

    @property
    def done(self) -> bool:
        """All boxes are closed."""
        self._look()
        return self.at == len(self.boxes)

    def _look(self) -> Snapshot:
        shown = self.lives.shown
        if shown.step == "ready" and self._closing:
            self.at, self._closing = self.at + 1, False
        return shown

    def move(self) -> None:
        """One scan, as the screen asks; returns at once."""
        shown = self._look()
        self.moves += 1
        self.place.scan(self._wanted(shown))

    def work(self) -> None:
        """To the end, without any fault."""
        while not self.done:
            self.step()

    def step(self) -> None:
        """One scan and its answer; a label that is on its way is waited for."""
        self.settle()
        if self.done:
            return
        before = self.lives.shown.question
        self.move()
        self.lives.wait(lambda: self.lives.shown.question != before, "an answer to a scan")
        self.settle()

    def settle(self) -> None:
        """Until nothing is under way; a scale that did not answer in time (a busy machine) is asked once more."""
        heard = len(self.lives.told)
        while _under_way(self.lives.shown):
            self.lives.wait(partial(self._settled, heard), "printer or scale")
            shown = self.lives.shown
            if _under_way(shown) and shown.step == "capture":
                heard = len(self.lives.told)
                self.place.scan(_choice(shown, "again"))

    def _settled(self, heard: int) -> bool:
        scale = any(told.startswith("notice.scale_") for told in self.lives.told[heard:])
        return scale or not _under_way(self.lives.shown)

    def _wanted(self, shown: Snapshot) -> str:
        match shown.step:
            case "signed_out":
                return goods.BADGE
            case "ready":
                return self.boxes[self.at].tracking
            case "identify":
                return self._next_unit(shown)
            case "labelling":
                return self._label(shown)
            case "stowing":
                return self._tote(shown)
            case "closing":
                self._closing = True
                return _choice(shown, "close")
        return _choice(shown, "open", *WISHES)

    def _next_unit(self, shown: Snapshot) -> str:
        assert shown.parcel is not None
        expected = [row.title for row in shown.parcel.rows if row.state == "expected"]
        return GTINS[expected[0]] if expected else _choice(shown, "close")

    def _label(self, shown: Snapshot) -> str:
        """The label in the hand is scanned; where none came out, she asks for another one."""
        assert shown.label is not None
        code = f"{shown.label.lpn}-{shown.label.revision}"
        if code in self.place.codes():
            return code
        return _choice(shown, "not_printed")

    def _tote(self, shown: Snapshot) -> str:
        assert shown.parcel is not None
        assert shown.route is not None
        key = (shown.parcel.merchant, shown.route.route)
        return self._totes.setdefault(key, f"TOTE-{len(self._totes) + 3}")


def _choice(shown: Snapshot, *keys: str) -> str:
    """The code of the first of these choices that is offered."""
    codes = {choice.key: choice.code for choice in (*shown.choices, *shown.commands)}
    return next(codes[key] for key in keys if key in codes)


def _under_way(shown: Snapshot) -> bool:
    on_its_way = shown.step == "labelling" and shown.label is not None and shown.label.state in WAITING
    return on_its_way or shown.busy or shown.step == "capture"
