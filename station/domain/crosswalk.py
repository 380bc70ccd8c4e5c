"""Our grades and routes in other people's words: marketplaces, shop systems, EDI, recyclers, GS1. Answers for any unit,
"no legal mapping" and why included; never stored as the grade. Where the tables come from is not known here."""

from typing import NamedTuple

from msgspec import Struct

from station.domain.checklist import COMPLETENESS, FUNCTIONS
from station.domain.policy import GRADES, ROUTES

MISSING = "missing"
"""Not a grade: the piece of a line that never came; other systems have a word for it."""
ASKED_GRADES = (*GRADES, MISSING)
AXES = {"grade": ASKED_GRADES, "function": FUNCTIONS, "completeness": COMPLETENESS, "route": ROUTES}
"""What a row may ask for, with the words allowed; category and flags are open."""


class Goods(Struct, frozen=True):
    """What the station knows of a unit. cosmetic: 0 (as new, sealed) to 9; route: "" while there is none."""

    grade: str
    function: str = "works"
    cosmetic: int = 0
    completeness: str = "complete"
    category: str = ""
    route: str = ""
    flags: tuple[str, ...] = ()


class Mapped(NamedTuple):
    """A word of the target and what it means there; code "" is "no legal mapping", why says the reason (words:
    `crosswalk.why.<why>`)."""

    code: str
    name: str = ""
    why: str = ""


class Row(Struct, frozen=True):
    """First row that fits decides; empty conditions fit everything. codes: those that would do, best first; none: no
    legal mapping, and why."""

    codes: tuple[str, ...] = ()
    why: str = ""
    grade: tuple[str, ...] = ()
    function: tuple[str, ...] = ()
    completeness: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    route: tuple[str, ...] = ()
    flags_any: tuple[str, ...] = ()
    cosmetic_max: int = 9

    def fits(self, goods: Goods) -> bool:
        return (
            (not self.grade or goods.grade in self.grade)
            and (not self.function or goods.function in self.function)
            and (not self.completeness or goods.completeness in self.completeness)
            and (not self.category or goods.category in self.category)
            and (not self.route or goods.route in self.route)
            and (not self.flags_any or not set(self.flags_any).isdisjoint(goods.flags))
            and goods.cosmetic <= self.cosmetic_max
        )


class Limit(Struct, frozen=True):
    """What the target takes in these categories (empty: in all that no earlier limit names); why: said of the rest."""

    codes: tuple[str, ...]
    category: tuple[str, ...] = ()
    why: str = "category"


class Target(Struct, frozen=True):
    """One list of words of somebody else. by: grade or route, what its words mostly tell; codes: word -> meaning; some
    words are made of several, with a blank between."""

    key: str
    title: str
    by: str
    codes: dict[str, str]
    rows: tuple[Row, ...]
    limits: tuple[Limit, ...] = ()

    def limit(self, category: str) -> Limit | None:
        """None: the target knows no categories."""
        return next((one for one in self.limits if not one.category or category in one.category), None)

    def of(self, goods: Goods) -> Mapped:
        """Total: also for grades, categories and routes that nobody knows."""
        row = next((one for one in self.rows if one.fits(goods)), Row(why="not_graded"))
        if not row.codes:
            return Mapped("", why=row.why)
        limit = self.limit(goods.category)
        taken = [code for code in row.codes if limit is None or set(code.split()) <= set(limit.codes)]
        if not taken:
            return Mapped("", why=limit.why if limit else "category")
        return Mapped(taken[0], self.meaning(taken[0]))

    def meaning(self, code: str) -> str:
        """What the code says, all of its parts."""
        return ", ".join(self.codes[part] for part in code.split())


class Crosswalk(Struct, frozen=True):
    """All targets by key; hash: SHA-256 of all texts."""

    targets: dict[str, Target]
    hash: str

    def of(self, goods: Goods) -> dict[str, Mapped]:
        """What each target calls this unit."""
        return {key: target.of(goods) for key, target in self.targets.items()}
