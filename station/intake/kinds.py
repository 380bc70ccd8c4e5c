"""What can be imported and which columns each kind has. Knows no file and no value."""

from msgspec import Struct

from station.domain.records import Authorization, Location, Operator, Order, Product

Made = type[Product] | type[Order] | type[Authorization] | type[Operator] | type[Location]


class Kind(Struct, frozen=True):
    """type: name of the reference value; key: the field that names it; gathered: several rows make one value, a line
    each; merchant: whether the value belongs to one."""

    type: str
    made: Made
    key: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    gathered: bool = False
    merchant: bool = True

    @property
    def fields(self) -> tuple[str, ...]:
        return self.required + self.optional


LINE = ("merchant", "price", "currency", "customer", "tracking", "serials")

KINDS = {
    "products": Kind(
        "product", Product, "sku", ("sku", "title"),
        ("merchant", "codes", "category", "checklist", "capture", "parts", "hazard", "label", "weight", "tolerance",
         "price", "currency", "picture"),
    ),
    "orders": Kind("order", Order, "number", ("number", "product", "quantity"), (*LINE, "shipped"), gathered=True),
    "expected": Kind(
        "authorization", Authorization, "code", ("code", "product", "quantity"), (*LINE, "order", "wanted", "reason"),
        gathered=True,
    ),
    "operators": Kind(
        "operator", Operator, "number", ("badge", "name"), ("number", "lang", "role", "active"), merchant=False),
    "locations": Kind(
        "location", Location, "code", ("code", "kind"), ("merchant", "route", "position", "capacity"), merchant=False),
}  # fmt: skip
"""By the word that the command line takes."""

MANY = ("codes", "capture", "parts", "serials", "tracking")
"""Fields that hold several values: several columns may feed them, and a cell may hold several, parted by ; | or a
line end."""
