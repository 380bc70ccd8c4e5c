"""Office data for the stories: two merchants, a handful of products, authorizations, orders, places and people."""

from station.domain import codes
from station.domain.records import Authorization, Line, Location, Merchant, Operator, Order, Product, Reference

MERCHANTS = (Merchant("NW", "Northwind Shoes", "EUR"), Merchant("HH", "Harbour Home", "EUR"))

BADGE = codes.badge(b"operator-seven-!")
BADGE_8 = codes.badge(b"operator-eight-!")
BADGE_S = codes.badge(b"supervisor-one-!")

SNEAKER = Product("p-sneaker", "NW", "NW-SNK-41", "City sneaker, black, 41", ("4006381333931",), "shoes", price=8900, currency="EUR")  # fmt: skip
RUNNER = Product("p-runner", "NW", "NW-TRL-42", "Trail runner 42", ("4006381333948",), "shoes", price=12900, currency="EUR")  # fmt: skip
JACKET = Product("p-jacket", "NW", "NW-RNJ-M", "Rain jacket M", ("4006381333955",), "apparel", price=7900, currency="EUR")  # fmt: skip
PHONE = Product("p-phone", "HH", "HH-PHN-1", "Desk phone", ("4006381333962",), "electronics", capture=("serial",), price=19900, currency="EUR")  # fmt: skip
KIT = Product("p-kit", "HH", "HH-KIT-7", "Tool kit, 7 parts", ("4006381333979",), "home", parts=("case", "hammer", "pliers"), price=4900, currency="EUR")  # fmt: skip
CANDLE = Product("p-candle", "HH", "HH-CND", "Tea light", ("4006381333986",), "home", label="lot", price=20, currency="EUR")  # fmt: skip
LAMP = Product("p-lamp", "HH", "HH-LMP", "Table lamp, brass", ("4006381333993",), "home", capture=("weight",), weight=1200, tolerance=60, price=5900, currency="EUR")  # fmt: skip

SHIPPED_SERIAL = "SN-1001"

VALUES: tuple[Reference, ...] = (
    SNEAKER, RUNNER, JACKET, PHONE, KIT, CANDLE, LAMP,
    Order("o-1", "NW", "NW-5001", (Line("p-sneaker", 1, price=8900),), ("1Z5R89390357567127",), currency="EUR"),
    Order("o-2", "HH", "HH-7001", (Line("p-phone", 1, price=19900, serials=(SHIPPED_SERIAL,)),), currency="EUR"),
    Authorization("a-1", "NW", "RMA-20418", (Line("p-sneaker", 1, reason="too_small"),), tracking=("1Z12345E0205271688",)),
    Authorization("a-2", "NW", "RMA-20419", (Line("p-runner", 1), Line("p-jacket", 1)), tracking=("RB123456785GB",)),
    Authorization("a-3", "NW", "RMA-20420", (Line("p-jacket", 1),), tracking=("RB123456785GB",)),
    Authorization("a-4", "HH", "RMA-30001", (Line("p-phone", 1),), order="o-2", tracking=("9102000000001",)),
    Authorization("a-5", "HH", "RMA-30002", (Line("p-candle", 240),), tracking=("9102000000002",)),
    Authorization("a-6", "HH", "RMA-30003", (Line("p-kit", 1), Line("p-lamp", 1)), tracking=("9102000000003", "9102000000004")),
    Operator("7", "Operator 7", codes.badge_hash(BADGE)),
    Operator("8", "Operator 8", codes.badge_hash(BADGE_8), "es"),
    Operator("1", "Supervisor 1", codes.badge_hash(BADGE_S), role="supervisor"),
    Location("l-cage", "CAGE-1", "cage"), Location("l-hold", "HOLD-1", "hold"), Location("l-safe", "SAFE-1", "safe"),
    *(Location(f"l-t{n}", f"TOTE-{n}", "tote", position=f"B-{n:02}", capacity=3 if n == 2 else 0) for n in range(1, 9)),
)  # fmt: skip
