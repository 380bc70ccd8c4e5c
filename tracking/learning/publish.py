"""From counts to the stations: the next table beside the one in force, and its publication as a new version."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import astuple

from station.domain.office import policy_text
from station.domain.policy import Policy
from station.domain.recovery import Table
from tracking import policies
from tracking.learning.estimate import OPTIMISM, Cell, Count, Fees
from tracking.learning.table import Next, next_table, rows_of
from tracking.policies import Published
from tracking.store import learnt
from tracking.store.store import Store

NAME = "default"
HEAD = ("category", "grade", "channel", "now", "days", "next", "days", "likely", "sold", "sent")


class NoTable(Exception):
    """There is no table of this name to learn from."""


class Learnt(Struct, frozen=True):
    """The table in force, the next one, and the id of the text that it was learnt from. followed: the policy in
    force names the table; one with rows of its own follows none."""

    now: Table
    next: Next
    base: str
    followed: bool = True


def learn(store: Store, name: str = NAME, optimism: int = OPTIMISM) -> Learnt:
    """What the outcomes so far say. Raises NoTable."""
    with store.read() as connection:
        base = policies.base_table(connection, name)
        if base is None:
            raise NoTable(name)
        now = policies.tables(connection).get(name, base[0])
        policy = policies.in_force(connection)
        counts = by_kind(rows_of(learnt.counts(connection).items()), base[0], policy)
        fees = {channel: Fees(*sums) for channel, sums in learnt.fees(connection).items()}
    next = next_table(base[0], counts, optimism, fees, policy.channels if policy else ())
    return Learnt(now, next, base[1], policy is None or (policy.recovery.name == name and not policy.holds_recoveries))


def by_kind(counts: Mapping[Cell, Count], base: Table, policy: Policy | None) -> dict[Cell, Count]:
    """Counts of categories that the table has no rows of, added to those of what they are a kind of."""
    own, sums = {category for category, _, _ in base.rows}, dict[Cell, Count]()
    for (category, grade, channel), count in counts.items():
        kin = policy.kin(category) if policy else (category,)
        cell = (next((name for name in kin if name in own), kin[-1]), grade, channel)
        before = astuple(sums.get(cell, Count()))
        sums[cell] = Count(*(a + b for a, b in zip(before, astuple(count), strict=True)))
    return sums


def publish(store: Store, found: Learnt, now: str) -> Published:
    """Sends the next table to the stations, which take it between two parcels; nothing where nothing was learnt. Raises
    Refusal where the policy in force could not stand with it."""
    if (found.next.table.rows, found.next.table.fees) == (found.now.rows, found.now.fees):
        return Published(found.now.hash, changed=False)
    fresh = policy_text(found.next.table.name, found.next.text, "recovery", now, found.base)
    return policies.publish(store, fresh)


def lines(found: Learnt) -> list[str]:
    """Rows that differ, and rows with outcomes: now, next, likely (without optimism), outcomes and units sent; then
    what channels keep."""
    rows = [HEAD]
    for cell, after in sorted(found.next.table.rows.items()):
        before, row = found.now.of(*cell), found.next.estimates.get(cell)
        if before != after or (row and row.n):
            numbers = (*(before or ("", "")), *after, *((row.likely, row.n, row.sent) if row else ("", "", "")))
            rows.append((cell[0] or "(all)", cell[1], cell[2], *(str(number) for number in numbers)))  # type: ignore[arg-type]  # as many as HEAD
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    told = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    for name, fee in sorted(found.next.fees.items()):
        now = found.now.fees.get(name, fee.before)
        told.append(f"fees: {name} keeps {fee.permille} permille of a sale (now {now}, {fee.n} sold)")
    if not found.followed:
        told.append("not followed: the policy in force has recoveries of its own, or names another table")
    return told + [f"lost: {_words(cell)} has outcomes, but the table has no row for it" for cell in found.next.lost]


def _words(cell: Cell) -> str:
    return ", ".join(part or "(all)" for part in cell)
