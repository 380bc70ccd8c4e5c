"""The operator: looks at the screen and at the box in front of her and says what she does next. Remembers nothing: what
is done already stands in the station's file, so that she goes on after any interruption."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from station.domain.bench.inputs import Input, Scan, Typed
from station.domain.bench.snapshot import Choice, Snapshot
from station.store.connect import read_only
from tests.replay import condition
from tests.replay.habits import A_PILE, Habits, command
from tests.replay.office import BADGE, MERCHANT, Box, Content, tote
from tests.replay.press import Press

UNITS = (
    "SELECT rowid, json_extract(body, '$.product'), coalesce(json_extract(body, '$.quantity'), 1) "
    "FROM unit WHERE parcel = ? AND rowid > ? ORDER BY rowid"
)
CLOSED = (
    "SELECT count(*) FROM alias JOIN parcel ON parcel.id = alias.id "
    "WHERE code = ? AND type = 'parcel' AND dock = 'closed'"
)
USED_TOTES = "SELECT count(*) FROM container"
FULLEST = (
    "SELECT json_extract(body, '$.code') FROM container WHERE route = ? AND state = 'open' "
    "ORDER BY json_extract(body, '$.count') DESC LIMIT 1"
)


class Found:
    """Units of one parcel, as far as they have been read from the file, and the pieces that are left in its box."""

    def __init__(self, parcel: str, box: Box) -> None:
        self.parcel, self.rowid, self.units, self.seen = parcel, 0, 0, -1
        self.left: Counter[str] = Counter()
        for content in box.contents:
            self.left[content.product] += content.pieces


class Stuck(Exception):
    """The bench shows something for which the script has no answer."""


class Operator:
    """Works off the boxes in their order. Look-ups go through a read-only connection to the station's file."""

    def __init__(self, boxes: tuple[Box, ...], file: Path, press: Press, seed: int) -> None:
        self._boxes = boxes
        self._by_number = {box.number: box for box in boxes}
        self._press = press
        self._seed = seed
        self._file = read_only(file)
        self._next = 0
        self._open = Found("", boxes[0])
        self._habits = Habits(seed)
        self._acts: dict[str, Callable[[Snapshot], Input | None]] = {
            "signed_out": lambda shown: Scan(BADGE),
            "ready": self._next_box,
            "blind": lambda shown: choose(shown, MERCHANT.id.lower()),
            "opening": lambda shown: choose(shown, "open"),
            "identify": self._take_out,
            "mismatch": lambda shown: choose(shown, "extra"),
            "quantity": self._count,
            "checking": self._judge,
            "photo": lambda shown: None,
            "caring": self._care,
            "labelling": self._label,
            "stowing": self._stow,
            "full_tote": lambda shown: Scan(self._one(FULLEST, self._route_in_hand(shown))),
            "closing": lambda shown: choose(shown, "close"),
        }

    def close(self) -> None:
        self._file.close()

    def done(self) -> bool:
        """All boxes are closed."""
        while self._next < len(self._boxes) and self._one(CLOSED, self._boxes[self._next].number) == "1":
            self._next += 1
        return self._next == len(self._boxes)

    def act(self, shown: Snapshot) -> Input | None:
        """The next scan (or what she types); None while she waits for printer or camera. Raises Stuck."""
        act = self._acts.get(shown.step)
        if act is None:
            raise Stuck(f"no answer to step {shown.step}")
        return act(shown)

    def ahead(self, shown: Snapshot) -> tuple[Input, ...]:
        """The same, and what her hands do next without a look at the screen: scanners are faster than eyes."""
        self._habits.see(shown)
        event = self.act(shown)
        if event is None:
            return ()
        match shown.step:
            case "ready":
                return self._habits.box(self._boxes[self._next])
            case "identify":
                return self._next_out(shown) or (event,)
            case "checking":
                return self._habits.answer(self.box(shown), self._found(shown).units - 1, shown)
        return event, *self._then(shown)

    def _then(self, shown: Snapshot) -> tuple[Input, ...]:
        """What follows what she does now."""
        match shown.step:
            case "opening":
                return self._next_out(shown)
            case "quantity":
                return self._habits.counted(self.box(shown), self._found(shown).units)
            case "labelling" if self._stuck(shown) and shown.route and shown.route.position:
                return Scan(shown.route.position), *self._next_out(shown)
            case "closing":
                return self._next_one(shown)
        return ()

    def _next_out(self, shown: Snapshot) -> tuple[Input, ...]:
        """The next thing out of the open box; where there is none it is closed, which is asked and said again."""
        content, pieces = self._remaining(shown)
        if content is None:
            return command("close"), command("close"), *self._next_one(shown)
        return self._habits.next_out(self.box(shown), self._found(shown).units, content, pieces)

    def _next_one(self, shown: Snapshot) -> tuple[Input, ...]:
        """The box after the open one."""
        later = self._boxes[self._boxes.index(self.box(shown)) + 1 :]
        return self._habits.box(later[0]) if later else ()

    # ------------------------------------------------------------ the box

    def box(self, shown: Snapshot) -> Box:
        """The box in front of her."""
        if shown.parcel is None:
            raise Stuck(f"no parcel at step {shown.step}")
        return self._by_number[shown.parcel.tracking]

    def _next_box(self, shown: Snapshot) -> Input:
        if self.done():
            raise Stuck("all boxes are closed")
        return Scan(self._boxes[self._next].number)

    def _take_out(self, shown: Snapshot) -> Input:
        content, pieces = self._remaining(shown)
        if content is None:
            return choose(shown, "close")
        counts = pieces >= A_PILE and any(choice.key == "several" for choice in shown.choices)
        return choose(shown, "several") if counts and not content.line else Scan(content.sku)

    def _count(self, shown: Snapshot) -> Input:
        """She counts the pile: all that is expected, or what there is."""
        _, pieces = self._remaining(shown)
        offered = next((int(choice.text.args["pieces"]) for choice in shown.choices if choice.key == "all"), 0)
        return choose(shown, "all") if 0 < offered <= pieces else Typed(str(pieces))

    def _remaining(self, shown: Snapshot) -> tuple[Content | None, int]:
        """What lies on top in the box, and how many pieces of it are still in there."""
        left = self._found(shown).left
        top = next((content for content in self.box(shown).contents if left[content.product] > 0), None)
        return top, left[top.product] if top else 0

    def _found(self, shown: Snapshot) -> "Found":
        """What was found of this parcel, read on from where it was read to."""
        if self._open.parcel != _parcel(shown):
            self._open = Found(_parcel(shown), self.box(shown))
        found = self._open
        if found.seen == shown.number:
            return found
        found.seen = shown.number
        for rowid, product, pieces in self._file.execute(UNITS, (found.parcel, found.rowid)).fetchall():
            found.rowid, found.units = rowid, found.units + 1
            found.left[product] -= pieces
        return found

    # ------------------------------------------------------------ the unit

    def _judge(self, shown: Snapshot) -> Input:
        unit = self._found(shown).units - 1
        question = shown.title.key.removeprefix("check.")
        found = condition.answer(self._seed, self.box(shown).number, unit, question, shown.choices)
        return Scan(found.code)

    def _care(self, shown: Snapshot) -> Input:
        """The task succeeds; its certificate's number is typed where one is wanted."""
        return Typed("R-2011") if shown.entry == "text" else choose(shown, "done")

    def _label(self, shown: Snapshot) -> Input | None:
        """The label that lies in the printer's mouth is scanned; where none came out, it is asked for again."""
        label, out = shown.label, self._press.last
        if out and self._stuck(shown):
            return Scan(out.code)
        waits = label is None or label.state in ("asked", "begun")
        return None if waits else choose(shown, "not_printed")

    def _stuck(self, shown: Snapshot) -> bool:
        """The label in the printer's mouth is that of the unit in hand, and is stuck on it."""
        label, out = shown.label, self._press.last
        return bool(label and out and out.code == f"{label.lpn}-{label.revision}")

    def _stow(self, shown: Snapshot) -> Input:
        """Into the tote on the screen; a full one is closed first, then the next empty one is taken."""
        if shown.route is None:
            raise Stuck("nothing says where the unit goes")
        if shown.route.position:
            return Scan(shown.route.position)
        if self._one(FULLEST, shown.route.route):
            return choose(shown, "full")
        return Scan(tote(int(self._one(USED_TOTES)) + 1))

    def _route_in_hand(self, shown: Snapshot) -> str:
        return shown.route.route if shown.route else ""

    def _one(self, statement: str, *values: str) -> str:
        row = self._file.execute(statement, values).fetchone()
        return str(row[0]) if row else ""


def choose(shown: Snapshot, key: str) -> Scan:
    """The code of a choice on the screen."""
    return Scan(choice(shown, key).code)


def choice(shown: Snapshot, key: str) -> Choice:
    found = next((choice for choice in shown.choices if choice.key == key), None)
    if found is None:
        raise Stuck(f"{key} is not offered at step {shown.step}")
    return found


def _parcel(shown: Snapshot) -> str:
    return shown.parcel.id if shown.parcel else ""
