"""Policy text (TOML) into a frozen Policy, or faults that name file, line, key and what is allowed. Whether rules
contradict each other is looked at next door (policy_check); reading files is not done here."""

import re
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any, TypeVar

from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

from station.domain import policy_check as check
from station.domain import policy_sense as sense
from station.domain.checklist import COMPLETENESS, FUNCTIONS, TASKS
from station.domain.policy import (
    ADVICE,
    CHANNEL_ROUTES,
    GRADES,
    MATCHES,
    ROUTES,
    SIGNALS,
    UNKNOWN_VALUE,
    WANTED,
    WINNERS,
    Approval,
    CareRule,
    Channel,
    Contract,
    GradeRule,
    Policy,
    Recall,
    RefundRule,
    Regrade,
    RouteRule,
    SignalRule,
    Vendor,
)
from station.domain.recovery import CONDITIONS, Table
from station.domain.recovery_text import recovery_rows
from station.domain.toml_rows import Row, read_rows, unique

T = TypeVar("T", bound=Struct)
TOP = (
    "name", "currency", "holding_permille_day", "recovery", "grade", "hard", "route", "channel", "contract", "vendor",
    "recall", "care", "approval", "regrade", "signal", "refund", "kinds",
)  # fmt: skip
MOST = 10**9
"""Of any number: minor units, pieces."""
DAYS = 3650
CURRENCY = re.compile(r"[A-Z]{3}")

CATEGORIES = ("category", "categories")
"""Keys that name categories."""

Words = Mapping[str, tuple[str, ...]]
_RULE: Words = {"route": ROUTES, "grade": GRADES, "match": MATCHES, "signals_any": SIGNALS}
WORDS: dict[type[Struct], Words] = {
    GradeRule: {"grade": GRADES, "function": FUNCTIONS, "completeness": COMPLETENESS, "match": MATCHES},
    RouteRule: _RULE,
    Channel: {"route": CHANNEL_ROUTES, "grades": CONDITIONS},
    Contract: {"routes": CHANNEL_ROUTES, "ask": ROUTES},
    Vendor: {"grades": GRADES},
    Recall: {"route": ("quarantine", "return_to_vendor", "destroy", "recycle")},
    CareRule: {"task": TASKS, "routes": ROUTES},
    Approval: {"unknown": UNKNOWN_VALUE},
    Regrade: {"wins": WINNERS},
    SignalRule: {"signal": SIGNALS},
    RefundRule: {"advice": ADVICE, "grades": GRADES, "matches": MATCHES, "wanted": WANTED},
}
"""The words that a key of a table may hold, where they are a closed list."""


def read_policy(
    text: str, file: str, tables: Mapping[str, Table] | None = None, flags: frozenset[str] | None = None
) -> Policy:
    """tables: recoveries that the text may name by `recovery = "..."` (it may also hold `[[recovery]]` rows itself).
    flags: those that the checklists tell (None: nobody knows them, any is taken). Raises PolicyFault where the text is
    wrong in any way."""
    top = read_rows(text, file)
    top.only(TOP)
    digest = sha256(text.encode()).hexdigest()
    table = _recovery(top, digest, tables or {})
    named = isinstance(top.data.get("recovery"), str)
    policy = Policy(
        top.text("name", file),
        sha256(f"{digest}{table.hash}".encode()).hexdigest() if named else digest,
        _all(top, "grade", GradeRule),
        _all(top, "route", RouteRule),
        _currency(top),
        _all(top, "hard", RouteRule),
        _all(top, "contract", Contract),
        _all(top, "channel", Channel),
        _all(top, "vendor", Vendor),
        _all(top, "recall", Recall),
        _all(top, "care", CareRule),
        _fill(Approval, top.table("approval")),
        _fill(Regrade, top.table("regrade")),
        _all(top, "signal", SignalRule),
        _all(top, "refund", RefundRule),
        top.number("holding_permille_day", 0, 1000),
        table,
        _kinds(top.table("kinds")),
    )
    check.whole(policy, top)
    sense.look_at(policy, top)
    if flags is not None:
        sense.known_flags(top, flags)
    return policy


def _currency(top: Row) -> str:
    word = "" if top.data.get("currency", "") == "" else top.text("currency")
    if word and not CURRENCY.fullmatch(word):
        raise top.fault("currency", f"{word!r} is no currency", "three capital letters (ISO 4217), or none")
    return word


def _kinds(row: Row) -> dict[str, str]:
    """Category -> what it is a kind of; each is a kind of one thing only, and that of nothing else."""
    found: dict[str, str] = {}
    for kind in row.data:
        for category in row.texts(kind):
            if category != category.casefold():
                raise row.fault(kind, f"{category!r} has capitals", "small letters: any writing of it is meant")
            if category in found or category in row.data:
                said = f"{category!r} is {'a kind of ' + found[category] if category in found else 'a kind itself'}"
                raise row.fault(kind, said, "each category once")
            found[category] = kind.casefold()
    return found


def _recovery(top: Row, digest: str, tables: Mapping[str, Table]) -> Table:
    told = top.data.get("recovery")
    if isinstance(told, str):
        if told not in tables:
            raise top.fault("recovery", f"{told!r} is no known table", ", ".join(sorted(tables)) or "[[recovery]] rows")
        return tables[told]
    rows = recovery_rows(top.rows("recovery"))
    return Table(top.text("name", top.file), digest, rows) if rows else Table()


NAMED: dict[str, str] = {"channel": "name", "vendor": "name", "recall": "name", "refund": "name", "signal": "signal"}


def _all(top: Row, key: str, kind: type[T]) -> tuple[T, ...]:
    rows = top.rows(key)
    found = tuple(_fill(kind, row) for row in rows)
    if key in NAMED:
        unique(rows, NAMED[key], lambda row: str(row.data[NAMED[key]]))
    if key == "contract":
        unique(rows, "merchant", lambda row: str(row.data.get("merchant", "")))
    return found


def _fill(kind: type[T], row: Row) -> T:
    """A value from a row; each key is read as the type of its field says."""
    known = _fields(kind)
    row.only(field.name for field in known)
    words = WORDS.get(kind, {})
    read = {f.name: _value(row, f, words.get(f.name, ())) for f in known if f.name in row or f.default is NODEFAULT}
    return kind(**read)


@cache
def _fields(kind: type[Struct]) -> tuple[FieldInfo, ...]:
    return fields(kind)


def _value(row: Row, field: FieldInfo, words: tuple[str, ...]) -> Any:
    key, kind = field.name, str(field.type)
    if key == "name":
        return row.word(key)
    if key in CATEGORIES:
        return row.small(key)
    if "tuple" in kind:
        return row.texts(key, words)
    if "dict" in kind:
        inner = row.table(key)
        return {who: inner.number(who, None, 1000) for who in inner.data}
    if "bool" in kind:
        return row.flag(key)
    if "int" in kind:
        return row.number(key, None, _most(key))
    empty = key in ("merchant", "ask") and row.data.get(key) == ""
    return "" if empty else row.text(key, None, words)


def _most(key: str) -> int:
    return 9 if key == "cosmetic_max" else 1000 if "permille" in key else DAYS if "days" in key else MOST
