"""The rows of the GS1 syntax engine's own tests, run against our reading. `python -m tests.conformance.gs1 [FILE]`
prints how many ran, passed and were left out, and why; ends with 1 where one failed."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from station.domain.gs1.associations import breaches
from station.domain.gs1.digits import checks_out
from station.domain.gs1.element import Message
from station.domain.gs1.elements import parse, parse_bracketed, write
from station.domain.gs1.link import escape, parse_link, unescape, write_link
from station.domain.gs1.symbols import carried
from station.domain.transport import GS

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "gs1" / "engine_vectors.json"
FNC1 = "^"
BREACH = {
    "validateAIrepeats": "repeats",
    "validateAImutex": "exclusive",
    "validateAIrequisites": "requisite",
    "validateDigSigRequiresSerialisedKey": "unserialised",
}
Row = dict[str, Any]


class Result(Struct, frozen=True):
    """One row. left_out: why it was not run."""

    group: str
    row: Row
    passed: bool = False
    left_out: str = ""


def _flags(row: Row) -> dict[str, Any]:
    return row.get("flags") or {}


def _string(message: Message) -> str | None:
    """In the engine's notation; None where it is not valid."""
    return None if message.fault else FNC1 + write(message.elements, FNC1)


def _bracketed(row: Row) -> bool:
    unknown = _flags(row).get("permitUnknownAIs", False)
    found = _string(parse_bracketed(row["input"], unknown=unknown))
    return bool(found == (row["expect"] if row["valid"] else None))


def _lint(row: Row) -> bool:
    fault = parse_bracketed(row["input"]).fault
    return bool(fault == (row["expect_error"] or "").removeprefix("GS1_LINTER_").lower())


def _unbracketed(row: Row) -> bool:
    text = row["unbracketed"]
    valid = text.startswith(FNC1) and not parse(text[1:].replace(FNC1, GS)).fault
    return bool(valid == row["valid"])


def _associations(row: Row) -> bool:
    message = parse_bracketed(row["bracketed"], unknown=_flags(row).get("permitUnknownAIs", False))
    if message.fault:
        return not row["valid"]
    broken = any(b.rule == BREACH[row["rule"]] for b in breaches(message.elements))
    return bool(broken != row["valid"])


def _link(row: Row) -> bool:
    flags = _flags(row)
    names, short = flags.get("permitConvenienceAlphas", False), flags.get("permitZeroSuppressedGTINinDLuris", False)
    link = parse_link(row["uri"], names=names, short_gtin=short)
    if not row["valid"]:
        return bool(link.fault)
    return not link.fault and FNC1 + write(link.elements, FNC1) == row["expect_unbracketed"]


def _write_link(row: Row) -> bool:
    message = parse_bracketed(row["bracketed"])
    return not message.fault and write_link(message.elements, *filter(None, [row.get("stem")])) == row["expect_uri"]


def _scan(row: Row) -> bool:
    scan = row["scan"]
    found = carried(scan[:3], scan[3:]) if len(scan) >= 3 else None
    if found is None or found.fault:
        return not row["valid"]
    link = row.get("expect_dl_ai_extraction")
    extracted = link is None or FNC1 + write(found.elements, FNC1) == link
    data = _told(found.kind, found.number, found.elements, scan)
    return bool(row["valid"] and extracted and data == row["expect_data"])


def _told(kind: str, number: str, elements: Any, scan: str) -> str:
    """The data as the engine writes them."""
    if kind == "elements" and number:
        return f"{number}|{FNC1}{write(elements[1:], FNC1)}"
    if kind == "elements":
        return FNC1 + write(elements, FNC1)
    plain = scan[3:]
    return f"\\{plain}" if plain.lstrip("\\").startswith(FNC1) else number or plain


def _unescape(row: Row) -> bool:
    text = row["input"]
    return (unescape(text) or "", unescape(text, query=True) or "") == (row["path"], row["query"])


def _escape(row: Row) -> bool:
    return (escape(row["input"]), escape(row["input"], query=True)) == (row["path"], row["query"])


def _check_digit(row: Row) -> bool:
    return bool(checks_out(row["gtin"]) == row["valid"])


RUNS: dict[str, Callable[[Row], bool]] = {
    "bracketed_ai": _bracketed,
    "bracketed_ai_lint": _lint,
    "unbracketed_ai": _unbracketed,
    "ai_associations": _associations,
    "digital_link_parse": _link,
    "digital_link_generate": _write_link,
    "scan_data_with_aim_prefix": _scan,
    "uri_unescape": _unescape,
    "uri_escape": _escape,
    "gtin_check_digit": _check_digit,
}
NOT_OURS = {"generate_scan_data": "a scanner's part: the station reads scans and makes none"}


OFFERED = {
    "ai_associations": {"permitUnknownAIs"},
    "bracketed_ai": {"permitUnknownAIs"},
    "digital_link_parse": {"permitConvenienceAlphas", "permitZeroSuppressedGTINinDLuris"},
}
"""Options of the engine that our reading has, too."""
APART = tuple(f"validation:{rule}" for rule in ("mutex", "requisite", "repeat", "digsig"))
"""Associations are a verdict apart: switched on or off, they change nothing of what a code is read as."""
KNOWN_TO_THE_ENGINE = frozenset("C1 E0 E4 e0 d1 d2 Q1 Q3 J0 J1".split())


def results(path: Path = DATA) -> Iterator[Result]:
    """Every row of the file."""
    groups: dict[str, list[Row]] = json.loads(path.read_text("utf-8"))["vectors"]
    for group, rows in groups.items():
        for row in rows:
            why = _left_out(group, row)
            yield Result(group, row, left_out=why) if why else Result(group, row, RUNS[group](row))


def _left_out(group: str, row: Row) -> str:
    """Why a row does not apply: options that we do not have, and that matter."""
    if group in NOT_OURS:
        return NOT_OURS[group]
    if group == "scan_data_with_aim_prefix" and row["scan"][:1] == "]" and row["scan"][1:3] not in KNOWN_TO_THE_ENGINE:
        return "a symbol that the engine refuses and we read" if len(row["scan"]) >= 3 else ""
    on = {name for name in _flags(row) if not name.lower().startswith(APART)}
    foreign = sorted(on - OFFERED.get(group, set()))
    return f"an option of the engine that we do not have: {', '.join(foreign)}" if foreign else ""


def table(found: list[Result]) -> str:
    """A table in Markdown: group, rows, run, passed, left out and why."""
    lines = ["| group | rows | run | passed | left out | why |", "|---|---|---|---|---|---|"]
    for group in dict.fromkeys(r.group for r in found):
        lines.append(_line(group, [r for r in found if r.group == group]))
    return "\n".join([*lines, _line("**all**", found, why=False)])


def _line(name: str, found: list[Result], *, why: bool = True) -> str:
    run = [r for r in found if not r.left_out]
    passed = sum(r.passed for r in run)
    reasons = "; ".join(dict.fromkeys(r.left_out for r in found if r.left_out)) if why else ""
    return f"| {name} | {len(found)} | {len(run)} | {passed} | {len(found) - len(run)} | {reasons} |"


def main() -> int:
    """0: every row that ran passed."""
    found = list(results(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA))
    failed = [r for r in found if not r.left_out and not r.passed]
    print(table(found))  # noqa: T201
    for one in failed:
        print(f"\nfailed: {one.group}: {json.dumps(one.row, ensure_ascii=False)}")  # noqa: T201
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
