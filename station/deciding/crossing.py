"""`returns-station crosswalk`: our grades and routes in other people's words, as tables to read and as CSV. Responsible
for loading and telling; the look-up stands in domain/crosswalk.py."""

import csv
import io
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import product

from msgspec.structs import replace

from station import texts
from station.deciding.columns import columns
from station.domain.checklist import COMPLETENESS, FUNCTIONS
from station.domain.crosswalk import ASKED_GRADES, MISSING, Crosswalk, Goods, Limit, Mapped, Row, Target
from station.domain.policy import ROUTES, Rulebook
from station.domain.records import Product, Unit
from station.rules import load_rules

EVERYTHING_ELSE = "*"
"""Stands in CSV for every category that no limit names."""
SHOWN = (
    Goods("A"), Goods("A", cosmetic=1), Goods("B", cosmetic=3), Goods("C", cosmetic=6), Goods("D", cosmetic=8),
    Goods("D", "dead", 8), Goods("D", "untested", 8), Goods("incorrect_item"), Goods("junk", "dead", 9),
    Goods(MISSING),
)  # fmt: skip
"""What the first table shows."""
NONE = "—"
GENERAL = "general"
HEAD = ("target", "grade", "function", "cosmetic", "completeness", "category", "route", "code", "name", "why")


@cache
def load_crosswalk() -> Crosswalk:
    """What the package ships. Raises PolicyFault."""
    from station.domain.crosswalk_text import read_crosswalk

    found = (f for f in (files("resources") / "crosswalk").iterdir() if f.name.endswith(".toml"))
    return read_crosswalk({f.name.removesuffix(".toml"): f.read_text(encoding="utf-8") for f in found})


def family(rules: Rulebook, category: str) -> str:
    """The category as tables name it: what the policy calls it a kind of, and then the shipped checklist which asks
    about such goods ("boots" are shoes): a site's own lists have names that no table knows. As it stands, in small
    letters, where no list is more than the general one."""
    kind = rules.policy.kin(category)[-1]
    asked = _shipped().checklist_for(Product("", "", "", "", category=kind)).name
    return kind if asked == GENERAL else asked


@cache
def _shipped() -> Rulebook:
    return load_rules()


def goods(unit: Unit, product: Product | None, rules: Rulebook) -> Goods:
    """What the tables must know of a unit."""
    category = family(rules, product.category) if product else ""
    return Goods(unit.grade, unit.function, unit.cosmetic, unit.completeness, category, unit.route, unit.flags)


def overview(lang: str, crosswalk: Crosswalk, category: str) -> Iterator[str]:
    """Both tables, and why a dash is one."""
    by_grade = [target for target in crosswalk.targets.values() if target.by == "grade"]
    by_route = [target for target in crosswalk.targets.values() if target.by == "route"]
    yield texts.say(lang, "crosswalk.by_grade", category=category)
    yield from _table(lang, by_grade, [replace(goods, category=category) for goods in SHOWN])
    yield ""
    yield texts.say(lang, "crosswalk.by_route")
    yield from _table(lang, by_route, [Goods("B", cosmetic=3, category=category, route=route) for route in ROUTES])
    yield ""
    yield texts.say(lang, "crosswalk.more", names=", ".join(crosswalk.targets))


def _table(lang: str, targets: list[Target], shown: list[Goods]) -> Iterator[str]:
    notes: dict[str, int] = {}
    head = ["", *(target.title for target in targets)]
    rows = [[_called(lang, goods), *(_cell(target.of(goods), notes) for target in targets)] for goods in shown]
    yield from columns([head, *rows], indent="  ")
    yield from (f"  {NONE}{n}  {_why(lang, why)}" for why, n in notes.items())


def _cell(mapped: Mapped, notes: dict[str, int]) -> str:
    return mapped.code or f"{NONE}{notes.setdefault(mapped.why, len(notes) + 1)}"


def _called(lang: str, goods: Goods) -> str:
    """The route, where there is one; else the grade and what else decides."""
    if goods.route:
        return texts.say(lang, f"route.{goods.route}")
    said = texts.say(lang, f"grade.{goods.grade}")
    if goods.function in ("dead", "untested") and goods.grade not in ("junk", MISSING):
        return f"{said}, {texts.say(lang, f'crosswalk.function.{goods.function}')}"
    return f"{said}, {texts.say(lang, 'crosswalk.sealed')}" if (goods.grade, goods.cosmetic) == ("A", 0) else said


def _why(lang: str, why: str) -> str:
    return texts.say(lang, f"crosswalk.why.{why}")


def one(lang: str, target: Target) -> Iterator[str]:
    """All rows of one target in words, in the order in which they are looked at, and its limits."""
    yield f"{target.title} ({target.key})"
    rows = [[", ".join(row.codes) or NONE, _meant(lang, target, row.codes, row.why),
             _conditions(lang, row)] for row in target.rows]  # fmt: skip
    head = [texts.say(lang, f"crosswalk.head.{key}") for key in ("code", "means", "for")]
    yield from columns([head, *rows], indent="  ")
    if target.limits:
        yield texts.say(lang, "crosswalk.limits")
        yield from columns([[_categories(lang, limit), _taken(lang, limit)] for limit in target.limits], indent="  ")


def _meant(lang: str, target: Target, codes: tuple[str, ...], why: str) -> str:
    return " / ".join(target.meaning(code) for code in codes) or _why(lang, why)


def _conditions(lang: str, row: Row) -> str:
    """`grade A, works`; of a row without conditions, that it takes the rest."""
    told = [_listed(lang, key, getattr(row, key)) for key in ("grade", "function", "completeness", "route", "category")]
    told += [_listed(lang, "flags", row.flags_any)]
    told += [texts.say(lang, "crosswalk.cosmetic", most=row.cosmetic_max)] if row.cosmetic_max < 9 else []
    return "; ".join(filter(None, told)) or texts.say(lang, "crosswalk.rest")


def _listed(lang: str, key: str, words: tuple[str, ...]) -> str:
    if not words:
        return ""
    said = (texts.say(lang, f"{_KEYS[key]}{word}") if key in _KEYS else word for word in words)
    return f"{texts.say(lang, f'crosswalk.axis.{key}')}: {', '.join(said)}"


_KEYS = {"grade": "grade.", "route": "route.", "function": "crosswalk.function.", "completeness": "crosswalk.complete."}


def _categories(lang: str, limit: Limit) -> str:
    return ", ".join(limit.category) or texts.say(lang, "crosswalk.other_categories")


def _taken(lang: str, limit: Limit) -> str:
    return ", ".join(limit.codes) or f"{NONE} {_why(lang, limit.why)}"


def as_csv(targets: list[Target]) -> Iterator[str]:
    """A line for every case that a target tells apart; * stands for what does not matter to it. Words are codes: this
    is for programs."""
    yield _line(HEAD)
    for target in targets:
        yield from (_line(_cells(target, goods)) for goods in cases(target))


def cases(target: Target) -> Iterator[Goods]:
    """Every combination of what the target's rows ask for; what no row asks for stands at its usual value."""
    axes = {"grade": ASKED_GRADES, "function": FUNCTIONS, "completeness": COMPLETENESS, "route": (*ROUTES, "")}
    wanted = [axes[key] if any(getattr(row, key) for row in target.rows) else ("",) for key in axes]
    cosmetics = sorted({9, *(row.cosmetic_max for row in target.rows)})
    named = dict.fromkeys(c for limit in target.limits for c in limit.category)
    for (grade, function, complete, route), cosmetic in product(product(*wanted), cosmetics):
        for category in (*named, EVERYTHING_ELSE):
            yield Goods(grade, function or "works", cosmetic, complete or "complete", category, route)


def _cells(target: Target, goods: Goods) -> tuple[str, ...]:
    mapped = target.of(goods)
    asked = {key for row in target.rows for key in ("function", "completeness", "route") if getattr(row, key)}
    told = [goods.grade if any(row.grade for row in target.rows) else "*",
            goods.function if "function" in asked else "*",
            str(goods.cosmetic) if any(row.cosmetic_max < 9 for row in target.rows) else "*",
            goods.completeness if "completeness" in asked else "*", goods.category,
            goods.route if "route" in asked else "*"]  # fmt: skip
    return target.key, *told, mapped.code, mapped.name, mapped.why


def _line(cells: tuple[str, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()
