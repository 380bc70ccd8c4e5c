"""Snapshots like the reference pictures, and one of every kind of screen."""

from datetime import datetime, timedelta, timezone

from msgspec import structs

from station.domain.bench.snapshot import (
    Choice,
    LabelCard,
    ParcelCard,
    ProductCard,
    RouteCard,
    Snapshot,
    Told,
    UnitRow,
)
from station.domain.notices import Text, notice
from ui.presenters.status import DeviceStatus, Status, SyncStatus

NOW = datetime(2026, 11, 22, 10, 42, tzinfo=timezone(timedelta(hours=1)))
ARRIVED = "2026-11-22T09:39:12.000000Z"


def words(text: str) -> Text:
    """Finished words: an unknown key is shown as it stands."""
    return Text(text)


def choices(*texts: tuple[str, str], style: str = "plain") -> tuple[Choice, ...]:
    return tuple(
        Choice(f"c{n}", f"A41.C{n}", words(text), words(hint) if hint else None, n if n < 10 else 0, style)
        for n, (text, hint) in enumerate(texts, 1)
    )


def command(key: str) -> Choice:
    return Choice(key, f"DO.{key.upper()}", Text(f"ui.command.{key}"))


COMMANDS = tuple(command(key) for key in ("undo", "hold", "danger", "lock"))
ROWS = (
    UnitRow("Trail runner 42", Text("route.resale"), "done"),
    UnitRow("City sneaker 41", words("inspecting now"), "now"),
    UnitRow("Rain jacket M", words("expected"), "expected"),
    UnitRow("Leather belt 90", words("undeclared"), "problem"),
)
PARCEL = ParcelCard("p1", "UPS", "1Z999AA10123456784", ("RMA 20418",), "Northwind Shoes", ARRIVED, ROWS)
PRODUCT = ProductCard(
    "City sneaker, black, 41",
    "CS-41-BLK",
    (words("Customer says: too small"), words("712 g"), words("question 2 of 3")),
    "shoe",
)

GRADE = Snapshot(
    number=41,
    step="checking",
    mode="bench",
    question=41,
    title=words("How worn are the soles?"),
    hint=words("Turn both shoes over. Look at heel and toe."),
    choices=choices(
        ("Never worn", "clean, no dust in the grooves"),
        ("Tried indoors", "light dust, no marks"),
        ("Worn", "marks or wear you can see"),
        ("Damaged", "torn, loose, stained through"),
    ),
    commands=COMMANDS,
    stage=1,
    operator="Operator 7",
    role="operator",
    parcel=PARCEL,
    product=PRODUCT,
    tone="question",
)

LABELLING = structs.replace(
    GRADE,
    number=42,
    question=42,
    step="labelling",
    title=words("Stick the label on, then scan it"),
    hint=None,
    choices=choices(("Other route", "")),
    stage=3,
    tone="plain",
    route=RouteCard(
        "resale",
        "B-14",
        "B",
        (words("Tried indoors, box missing."), words("The outlet brings most.")),
        words("Next best: liquidate"),
    ),
    label=LabelCard("K7Q2M9XW4TRD", 1, "PRINTED", {}, "K7Q2M9XW4TRD.1.resale.NW"),
)

ROUTES = (
    "restock",
    "refurbish",
    "return_to_vendor",
    "liquidate",
    "donate",
    "recycle",
    "destroy",
    "ship_back",
    "quarantine",
)
REROUTING = structs.replace(
    GRADE,
    number=43,
    question=43,
    step="rerouting",
    title=words("Which route instead?"),
    hint=None,
    stage=2,
    choices=tuple(Choice(key, f"A43.{key}", Text(f"route.{key}"), None, n, "route") for n, key in enumerate(ROUTES, 1)),
)

QUANTITY = structs.replace(
    GRADE,
    number=44,
    question=44,
    step="quantity",
    title=words("How many pieces are in the lot?"),
    hint=Text("ui.entry.number"),
    entry="number",
    stage=0,
    choices=choices(("All 240", "as declared")),
)

DESCRIBE = structs.replace(
    GRADE,
    number=45,
    question=45,
    step="describe",
    title=words("What is it? Type a few words"),
    hint=None,
    entry="text",
    stage=0,
    product=None,
    choices=choices(
        ("Rain jacket M", "RJ-M"), ("Rain jacket L", "RJ-L"), ("Raincoat, long, M", "RC-M"), ("None of these", "")
    ),
)

SIGN_IN = Snapshot(
    number=1,
    step="signed_out",
    mode="bench",
    question=1,
    title=words("Scan your badge"),
    hint=words("Or type your operator number and press Enter."),
    entry="text",
    tone="locked",
)

PIN = structs.replace(
    SIGN_IN, number=2, question=2, title=words("Type your PIN"), entry="pin", choices=choices(("Back", ""))
)

READY = Snapshot(
    number=3,
    step="ready",
    mode="bench",
    question=3,
    title=words("Scan a parcel"),
    hint=words("The label of the carrier, or our own return label."),
    commands=(
        command("lock"),
        Choice("mode_dock", "DO.DOCK", Text("ui.mode.dock")),
        Choice("sign_out", "DO.OUT", words("Sign out")),
    ),
    operator="Operator 7",
    role="operator",
)

LOCKED = structs.replace(
    READY,
    number=5,
    question=5,
    step="locked",
    title=words("Bench locked"),
    entry="text",
    tone="locked",
    commands=(),
)

STOP = structs.replace(
    GRADE,
    number=6,
    question=6,
    step="danger",
    title=words("Stop. What is dangerous?"),
    hint=words("Do not touch it further. Step back, then choose."),
    tone="stop",
    stage=-1,
    choices=choices(("Battery, swollen or hot", ""), ("Leak", ""), ("Sharp", ""), ("Pests", ""), style="danger"),
)

VOIDING = structs.replace(
    STOP,
    number=7,
    question=7,
    step="voiding",
    title=words("Peel the label off and destroy it"),
    label=LABELLING.label,
    route=LABELLING.route,
    choices=choices(("Label is destroyed", ""), ("Back", "")),
)


def docked(n: int) -> Snapshot:
    """The dock after n parcels."""
    unknown = n % 4 == 2
    card = ParcelCard(
        f"p{n}",
        ("UPS", "DHL", "GLS")[n % 3],
        f"1Z999AA1012345{n:04d}",
        () if unknown else (f"RMA 204{n}",),
        "" if unknown else "Northwind Shoes",
        f"2026-11-22T09:{20 + n:02d}:00.000000Z",
        (),
    )
    title = Text("Scan the next parcel", {"count": n})
    return structs.replace(READY, number=100 + n, question=100 + n, step="dock", mode="dock", title=title, parcel=card)


SAMPLES = {
    "grade": GRADE,
    "labelling": LABELLING,
    "rerouting": REROUTING,
    "quantity": QUANTITY,
    "describe": DESCRIBE,
    "sign_in": SIGN_IN,
    "pin": PIN,
    "ready": READY,
    "locked": LOCKED,
    "stop": STOP,
    "voiding": VOIDING,
    "dock": docked(5),
}

DEVICES = tuple(DeviceStatus(name, "up") for name in ("scanner", "printer", "scale"))
SENT = Status(DEVICES, SyncStatus("2026-11-22T09:41:50.000000Z"))
OFFLINE = Status(DEVICES, SyncStatus("2026-11-22T09:04:00.000000Z", 214, "2026-11-22T09:04:00.000000Z"))
TROUBLE = Status((*DEVICES[:1], DeviceStatus("printer", "trouble"), DeviceStatus("scale", "down")), None)


def told(number: int, severity: str, text: str) -> Told:
    return Told(number, notice(severity, text))
