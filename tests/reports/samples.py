"""A day of returns told by facts: small ones that a test can count on its fingers, and a busy one to look at."""

from datetime import date

from station.domain.apply import fold
from station.domain.facts import Fact, Ref
from station.domain.records import Parcel, Product, Unit
from station.reports.figures import Records, When

DAY = date(2026, 11, 20)
TZ = "Europe/Madrid"


class Teller:
    """Tells facts one after the other and keeps the records that follow from them."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.products: dict[str, Product] = {}

    def tell(
        self, at: str, kind: str, *about: str, operator: str = "operator-7", merchant: str = "", **body: object
    ) -> str:
        """A fact at `HH:MM` UTC of DAY (or a whole text); about: `parcel/p1`; returns its id."""
        seq = len(self.facts) + 1
        when = f"{DAY.isoformat()}T{at}:00.000000Z" if len(at) == 5 else at
        refs = tuple(Ref(*name.split("/", 1)) for name in about)
        fact = Fact(1, seq, f"f{seq}", when, TZ, operator, "s1", kind, refs, dict(body), merchant=merchant)
        self.facts.append(fact)
        return fact.id

    def product(self, id: str, price: int, title: str = "A thing", currency: str = "EUR") -> str:
        """A product to give units a value."""
        self.products[id] = Product(id, "northwind", f"SKU-{id}", title, price=price, currency=currency)
        return id

    def records(self) -> Records:
        """The records as the facts leave them."""
        refs = dict.fromkeys(ref for fact in self.facts for ref in fact.about)
        made = {ref: fold(ref, [fact for fact in self.facts if ref in fact.about]) for ref in refs}
        parcels = {ref.id: record for ref, record in made.items() if isinstance(record, Parcel)}
        units = {ref.id: record for ref, record in made.items() if isinstance(record, Unit)}
        return Records(parcels, units, self.products)


def when(as_of: str = "") -> When:
    """The day of the samples."""
    return When(DAY, TZ, as_of=as_of)


def unit(
    teller: Teller, id: str, at: str, grade: str, route: str, product: str = "", *, quantity: int = 1,
    operator: str = "operator-7", merchant: str = "northwind", reason: str = "as_new", match: str = "expected",
) -> None:  # fmt: skip
    """A unit found, identified, graded and routed within the minute."""
    ref = f"unit/{id}"
    teller.tell(at, "unit.found", ref, operator=operator, merchant=merchant, parcel="p1", quantity=quantity)
    teller.tell(at, "unit.identified", ref, operator=operator, merchant=merchant, product=product, match=match)
    teller.tell(at, "unit.graded", ref, operator=operator, merchant=merchant, grade=grade)
    teller.tell(at, "unit.routed", ref, operator=operator, merchant=merchant, route=route, rule=reason,
                reasons=[reason])  # fmt: skip


TITLES = (
    "Running shoe, blue, 42",
    "Kettle 1.7 l",
    "蓝牙耳机 Pro",
    "Winter coat, size M",
    "Desk lamp",
    "Blender, two jugs",
)
CARRIERS = ("ups", "dhl", "gls", "correos")
MERCHANTS = ("northwind", "hillside", "tailspin")
WAYS = (
    ("A", "restock", "as_new"), ("B", "resale", "light_wear"), ("C", "refurbish", "repairable"),
    ("A", "restock", "as_new"),
    ("D", "recycle", "worn"), ("junk", "destroy", "hygiene"), ("incorrect_item", "quarantine", "wrong_item"),
    ("B", "return_to_vendor", "contract"), ("B", "resale", "light_wear"), ("C", "liquidate", "low_value"),
)  # fmt: skip


def busy_day() -> Teller:
    """150 parcels over a shift, with what goes wrong on such a day."""
    teller = Teller()
    for n, title in enumerate(TITLES):
        teller.product(f"t{n}", 1299 + 700 * n, title)
    for n in range(150):
        hour, minute = 6 + n * 9 // 150, n * 7 % 58
        _arrive(teller, n, f"{hour:02d}:{minute:02d}")
        if n % 10 != 9:
            _work(teller, n, f"{hour + 1:02d}:{minute:02d}")
            lines = [["a1/0", 2 if n % 25 == 3 else 1, 1]]
            teller.tell(f"{hour + 1:02d}:{minute + 1:02d}", "parcel.closed", f"parcel/p{n}", lines=lines)
    return teller


def _arrive(teller: Teller, n: int, at: str) -> None:
    teller.tell(at, "parcel.arrived", f"parcel/p{n}", tracking=f"1Z999AA1{n:010d}", carrier=CARRIERS[n % 4])
    if n % 7 == 6:
        teller.tell(at, "parcel.unmatched", f"parcel/p{n}")


def _work(teller: Teller, n: int, at: str) -> None:
    teller.tell(at, "parcel.opened", f"parcel/p{n}")
    grade, route, reason = WAYS[n % 10]
    match = "wrong_item" if grade == "incorrect_item" else "expected"
    unit(teller, f"u{n}", at, grade, route, f"t{n % 6}", quantity=1 + n % 3 // 2, operator=f"operator-{n % 4 + 3}",
         merchant=MERCHANTS[n % 3], reason=reason, match=match)  # fmt: skip
    _label(teller, n, at)


def _label(teller: Teller, n: int, at: str) -> None:
    ref = f"unit/u{n}"
    teller.tell(at, "lpn.assigned", ref, lpn=f"7KQ2M9XB{n:04d}")
    teller.tell(at, "print.asked", ref, job=f"j{n}", revision=1)
    teller.tell(at, "print.ended", ref, job=f"j{n}", verdict="UNKNOWN" if n == 41 else "PRINTED")
    if n in (41, 77, 110):
        return
    teller.tell(at, "label.verified", ref, label="unit", revision=1)
    if n % 20 == 12:
        due = "2026-11-20T09:00:00.000000Z" if n == 12 else "2026-11-23T09:00:00.000000Z"
        teller.tell(
            at, "hold.placed", ref, reason=("serial", "ask_customer", "unclear")[n % 3], decider="merchant", due=due
        )
    else:
        teller.tell(at, "unit.stowed", ref, container="c1", quantity=1)
    if n % 30 == 8:
        teller.tell(at, "route.overridden", ref, **{"from": "resale", "to": "donate", "reason": "box_open"})
        teller.tell(at, "scan.unresolved", "station/s", step="identify")
