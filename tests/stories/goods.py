"""Office data for the stories: two merchants, a handful of products, authorizations, orders, places and people."""

from station.domain import codes, ids
from station.domain.records import Authorization, Line, Location, Merchant, Operator, Order, Product, Reference

MERCHANTS = (Merchant("NW", "Northwind Shoes", "EUR"), Merchant("HH", "Harbour Home", "EUR"))

BADGE = codes.badge(b"operator-seven-!")
BADGE_8 = codes.badge(b"operator-eight-!")
BADGE_S = codes.badge(b"supervisor-one-!")
BADGE_S2 = codes.badge(b"second-supervisor")

SNEAKER = Product(
    "p-sneaker", "NW", "NW-SNK-41", "City sneaker, black, 41", ("4006381333931",), "shoes", price=8900, currency="EUR"
)
RUNNER = Product(
    "p-runner", "NW", "NW-TRL-42", "Trail runner 42", ("4006381333948",), "shoes", price=12900, currency="EUR"
)
JACKET = Product(
    "p-jacket", "NW", "NW-RNJ-M", "Rain jacket M", ("4006381333955",), "apparel", price=7900, currency="EUR"
)
PHONE = Product(
    "p-phone",
    "HH",
    "HH-PHN-1",
    "Desk phone",
    ("4006381333962",),
    "electronics",
    capture=("serial",),
    price=19900,
    currency="EUR",
)
KIT = Product(
    "p-kit",
    "HH",
    "HH-KIT-7",
    "Tool kit, 7 parts",
    ("4006381333979",),
    "home",
    parts=("case", "hammer", "pliers"),
    price=4900,
    currency="EUR",
)
CANDLE = Product(
    "p-candle", "HH", "HH-CND", "Tea light", ("4006381333986",), "home", label="lot", price=20, currency="EUR"
)
LAMP = Product(
    "p-lamp",
    "HH",
    "HH-LMP",
    "Table lamp, brass",
    ("4006381333993",),
    "home",
    capture=("weight",),
    weight=1200,
    tolerance=60,
    price=5900,
    currency="EUR",
)

CREAM = Product(
    "p-cream",
    "HH",
    "HH-CRM",
    "Hand cream",
    ("4006381334006",),
    "home",
    capture=("lot", "expiry"),
    price=900,
    currency="EUR",
)
POSTER = Product(
    "p-poster", "HH", "HH-PST", "Poster, rolled", ("4006381334013",), "home", label="none", price=1500, currency="EUR"
)
BANK = Product(
    "p-bank",
    "HH",
    "HH-PWB",
    "Power bank",
    ("4006381334020",),
    "electronics",
    hazard="lithium",
    price=3900,
    currency="EUR",
)

SHIPPED_SERIAL = "SN-1001"


def plate(payload: str = "0123456789A") -> str:
    """A pre-printed licence plate."""
    return payload + ids.check_character(payload)


VALUES: tuple[Reference, ...] = (
    SNEAKER,
    RUNNER,
    JACKET,
    PHONE,
    KIT,
    CANDLE,
    LAMP,
    CREAM,
    POSTER,
    BANK,
    Order("o-1", "NW", "NW-5001", (Line("p-sneaker", 1, price=8900),), ("1Z5R89390357567127",), currency="EUR"),
    Order("o-2", "HH", "HH-7001", (Line("p-phone", 1, price=19900, serials=(SHIPPED_SERIAL,)),), currency="EUR"),
    Authorization(
        "a-1", "NW", "RMA-20418", (Line("p-sneaker", 1, reason="too_small"),), tracking=("1Z12345E0205271688",)
    ),
    Authorization("a-2", "NW", "RMA-20419", (Line("p-runner", 1), Line("p-jacket", 1)), tracking=("RB123456785GB",)),
    Authorization("a-3", "NW", "RMA-20420", (Line("p-jacket", 1),), tracking=("RB123456785GB",)),
    Authorization("a-4", "HH", "RMA-30001", (Line("p-phone", 1),), order="o-2", tracking=("9102000000001",)),
    Authorization("a-5", "HH", "RMA-30002", (Line("p-candle", 240),), tracking=("9102000000002",)),
    Authorization(
        "a-6", "HH", "RMA-30003", (Line("p-kit", 1), Line("p-lamp", 1)), tracking=("9102000000003", "9102000000004")
    ),
    Authorization("a-7", "HH", "RMA-30004", (Line("p-phone", 1, reason="defective"),), tracking=("9102000000007",)),
    Authorization(
        "a-8",
        "HH",
        "RMA-30005",
        (Line("p-cream", 1), Line("p-poster", 1), Line("p-bank", 1)),
        tracking=("9102000000008",),
    ),
    Authorization("a-9", "NW", "RMA-20421", (Line("p-sneaker", 2),), tracking=("9102000000009",)),
    Authorization("a-10", "HH", "RMA-30006", (Line("p-lamp", 1),), tracking=("9102000000009",)),
    Operator("7", "Operator 7", codes.badge_hash(BADGE)),
    Operator("8", "Operator 8", codes.badge_hash(BADGE_8), "es"),
    Operator("1", "Supervisor 1", codes.badge_hash(BADGE_S), role="supervisor"),
    Operator("2", "Supervisor 2", codes.badge_hash(BADGE_S2), role="supervisor", pin="hash of 2222"),
    Operator("9", "Operator 9", codes.badge_hash("BDG-NINE"), "zh_CN", pin="hash of 9999"),
    Location("l-cage", "CAGE-1", "cage"),
    Location("l-cage2", "CAGE-2", "cage"),
    Location("l-pool", "POOL-1", "pool"),
    Location("l-hold", "HOLD-1", "hold"),
    Location("l-regrade", "REGRADE-1", "regrade"),
    Location("l-safe", "SAFE-1", "safe"),
    *(Location(f"l-t{n}", f"TOTE-{n}", "tote", position=f"B-{n:02}", capacity=3 if n == 2 else 0) for n in range(1, 9)),
)
