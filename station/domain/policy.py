"""Policy as values: grade rules, hard and ordinary routing rules, channels, contracts, agreements with vendors,
recalls, care, refunds; and the book of all that a station has in force. Reading texts and applying rules is not done
here."""

from msgspec import Struct

from station.domain.carriers import Carriers
from station.domain.checklist import Checklist
from station.domain.records import Product
from station.domain.recovery import Recovery, Table

GRADES = ("A", "B", "C", "D", "incorrect_item", "junk")
ROUTES = (
    "restock", "resale", "refurbish", "return_to_vendor", "liquidate", "donate", "recycle", "destroy", "ship_back",
    "quarantine",
)  # fmt: skip
CHANNEL_ROUTES = ("restock", "resale", "refurbish", "liquidate", "donate", "recycle", "destroy")
"""Routes that money may choose between; the others are a matter of rules and agreements."""
MATCHES = ("expected", "undeclared", "wrong_item", "over", "unresolved")
SIGNALS = ("weight_off", "serial_not_shipped", "returned_twice", "empty_box", "many_returns")
ADVICE = ("full", "partial", "none", "wait", "exchange", "repair")
WANTED = ("refund", "exchange", "repair", "none")
UNKNOWN_VALUE = ("ask", "allow")
WINNERS = ("second", "worse", "better", "first")


class PolicyFault(Exception):
    """A policy text is wrong: file, line (0 = unknown), key, what was said and what is allowed. A fault that has only
    one text says it as it stands."""

    def __init__(self, file: str, line: int = 0, key: str = "", said: str = "", allowed: str = "") -> None:
        self.file, self.line, self.key, self.said, self.allowed = file, line, key, said, allowed
        place = f"{file}:{line}" if line else file
        told = ": ".join(filter(None, (place, key, said)))
        super().__init__(f"{told}; allowed: {allowed}" if allowed else told)


class GradeRule(Struct, frozen=True):
    """First rule that fits decides. cosmetic_max: worst cosmetic class that still fits (0 best, 9 worst)."""

    grade: str
    function: tuple[str, ...] = ()
    cosmetic_max: int = 9
    completeness: tuple[str, ...] = ()
    flags_any: tuple[str, ...] = ()
    match: tuple[str, ...] = ()


class RouteRule(Struct, frozen=True):
    """First rule that fits decides; empty conditions fit everything. name also keys the reason in words
    (`why.<name>`). danger: words of a declared danger; hazard: dangerous in any way, unless_hazard: but for products of
    these; reason_any: why the customer sent it; value_min: minor units per piece; days_max: days since it was shipped,
    at most (unknown days do not fit)."""

    name: str
    route: str
    grade: tuple[str, ...] = ()
    flags_any: tuple[str, ...] = ()
    match: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    merchant: tuple[str, ...] = ()
    hazard: bool = False
    unless_hazard: tuple[str, ...] = ()
    danger: tuple[str, ...] = ()
    value_min: int = 0
    signals_any: tuple[str, ...] = ()
    reason_any: tuple[str, ...] = ()
    days_max: int = 0
    channel: str = ""


class Channel(Struct, frozen=True):
    """Where goods of a route are sold. grades, categories, merchants: what it takes (empty = all). fee and handling:
    minor units per piece; fee_permille: of what the piece is sold for; days: until sold, where the table has none."""

    name: str
    route: str
    grades: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    merchants: tuple[str, ...] = ()
    fee: int = 0
    fee_permille: int = 0
    handling: int = 0
    days: int = 0


class Contract(Struct, frozen=True):
    """What a merchant ("" = everybody without an own one) leaves open: the channels, and all channels of the routes,
    that money may choose between (none = rules decide); ask: the merchant is asked instead of the rules, this is the
    route if nobody answers within ask_days; vendor: the one agreement that concerns these goods (empty = any
    that fits)."""

    merchant: str = ""
    routes: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    ask: str = ""
    ask_days: int = 0
    vendor: str = ""


class Vendor(Struct, frozen=True):
    """A vendor takes goods back. products: ids or SKUs; quota: pieces per period (0 = no limit); window_days: since
    shipped (0 = for ever); value_permille: what the vendor credits."""

    name: str
    merchants: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    quota: int = 0
    window_days: int = 0
    value_permille: int = 0


class Recall(Struct, frozen=True):
    """A product (id or SKU) must not go on; only these lots and serials, where some are named."""

    name: str
    product: str
    lots: tuple[str, ...] = ()
    serials: tuple[str, ...] = ()
    route: str = "quarantine"


class CareRule(Struct, frozen=True):
    """Care that must be taken before the unit goes these ways. certificate: done only with one."""

    task: str
    routes: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    flags_any: tuple[str, ...] = ()
    certificate: bool = False


class Approval(Struct, frozen=True):
    """An override of a unit worth more than `value` minor units needs a supervisor; None: never. unknown: what happens
    with one that has no known value while there is such a limit: a supervisor is asked, or it is allowed."""

    value: int | None = None
    unknown: str = "ask"


class Regrade(Struct, frozen=True):
    """Blind second gradings: permille of all units, of an operator's, of a product's (id); whose grade wins."""

    permille: int = 0
    operators: dict[str, int] = {}
    products: dict[str, int] = {}
    wins: str = "second"


class SignalRule(Struct, frozen=True):
    """What a signal leads to. limit: from how many (grams beyond the tolerance, parcels of one customer that arrived
    here) it is told; days: of parcels, those of so many days count (0 = all)."""

    signal: str
    hold: bool = False
    limit: int = 0
    days: int = 0


class RefundRule(Struct, frozen=True):
    """First rule that fits decides. permille of the price, for `full` and `partial`; reasons: why the customer
    sent it."""

    name: str
    advice: str
    permille: int = 1000
    grades: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    flags_any: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()


class Policy(Struct, frozen=True, eq=False):
    """All rules of one version. hash: SHA-256 of the text (and of the recoveries that it names). currency: of all
    amounts; empty = each product's own. holding_permille_day: cost of a day in stock, permille of the value. Compared
    by identity, so that what is derived from a policy can be remembered; versions are told apart by their hashes.
    kinds: what a category is a kind of ("laptops" are electronics). recovery: the policy's own rows, or the table that
    it names, whichever version of that counts (the newest one published, learnt or by hand; else the site's; else the
    shipped one); own rows stand alone, no table counts beside them."""

    name: str
    hash: str
    grades: tuple[GradeRule, ...]
    routes: tuple[RouteRule, ...]
    currency: str = ""
    hard: tuple[RouteRule, ...] = ()
    contracts: tuple[Contract, ...] = ()
    channels: tuple[Channel, ...] = ()
    vendors: tuple[Vendor, ...] = ()
    recalls: tuple[Recall, ...] = ()
    care: tuple[CareRule, ...] = ()
    approval: Approval = Approval()
    regrade: Regrade = Regrade()
    signals: tuple[SignalRule, ...] = ()
    refunds: tuple[RefundRule, ...] = ()
    holding_permille_day: int = 0
    recovery: Table = Table()
    kinds: dict[str, str] = {}

    def kin(self, category: str) -> tuple[str, ...]:
        """The category, however it is written, and what it is a kind of: a rule for either concerns it."""
        small = category.casefold()
        return tuple(dict.fromkeys((category, small, self.kinds.get(small, small))))

    @property
    def holds_recoveries(self) -> bool:
        """True where its own rows count, so that nothing of what is learnt does."""
        return bool(self.recovery.rows) and self.recovery.hash == self.hash

    def recovers(self, category: str, grade: str, channel: str) -> Recovery | None:
        """The row of the category, of its kind, of the whole; None where nobody knows."""
        rows = ((name, grade, channel) for name in (*self.kin(category), ""))
        return next((found for row in rows if (found := self.recovery.rows.get(row))), None)


class Rulebook(Struct, frozen=True):
    """All policies that a station has in force; a unit pins the policy's hash when it is identified. checklists: of two
    that fit as closely the first counts."""

    policy: Policy
    checklists: dict[str, Checklist]
    older: dict[str, Policy] = {}
    carriers: Carriers | None = None

    def pinned(self, hash: str) -> Policy:
        """The policy that a unit was identified under; the one in force where that one is no longer known."""
        return self.older.get(hash, self.policy)

    def checklist(self, name: str) -> Checklist:
        return self.checklists.get(name) or self.checklists["general"]

    def checklist_for(self, product: Product | None) -> Checklist:
        """The list that the product names; else one for the product, for its merchant and category, for its category,
        or the general one."""
        if product is None:
            return self.checklists["general"]
        if product.checklist in self.checklists:
            return self.checklists[product.checklist]
        best = max((c for c in self.checklists.values() if _concerns(c, product)), key=_closeness, default=None)
        return best or self.checklist(product.category.casefold())


def _concerns(checklist: Checklist, product: Product) -> bool:
    wanted = checklist.products or checklist.categories or checklist.merchants
    return bool(wanted) and (
        (not checklist.products or product.id in checklist.products or product.sku in checklist.products)
        and (not checklist.categories or product.category.casefold() in checklist.categories)
        and (not checklist.merchants or product.merchant in checklist.merchants)
    )


def _closeness(checklist: Checklist) -> tuple[bool, bool, bool]:
    return bool(checklist.products), bool(checklist.merchants), bool(checklist.categories)
