"""The next recovery table: the estimates of all cells, made lawful (no worse grade brings more than a better one), as a
table and its text. Pure; where the table before comes from and where this one goes is publish.py's part."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from msgspec import Struct

from station.domain.policy import Channel
from station.domain.recovery import CONDITIONS, Recovery, Table, levelled
from station.domain.recovery_text import write_recovery
from tracking.learning.estimate import OPTIMISM, Cell, Count, Estimate, Fees, FeeShare, estimate, fee_share

CATEGORY = re.compile(r"[\w .&/-]{0,80}")
"""Categories that can stand in a text; any other keeps to the whole."""

BEFORE = 5
"""What the estimate of a grade weighs beyond its outcomes, where grades are made to agree."""


class Next(Struct, frozen=True):
    """A table, its text, and by cell what it was made from; lost: cells with outcomes that the base knows nothing of,
    not even of the whole, so that no policy can send there; fees: by channel, where outcomes told some."""

    table: Table
    text: str
    estimates: dict[Cell, Estimate]
    lost: tuple[Cell, ...] = ()
    fees: dict[str, FeeShare] = {}


def next_table(
    base: Table,
    counts: Mapping[Cell, Count],
    optimism: int = OPTIMISM,
    fees: Mapping[str, Fees] | None = None,
    channels: Sequence[Channel] = (),
) -> Next:
    """base: the table that counts started from; outcomes are never counted twice. fees: told by outcomes, of channels
    that the policy has."""
    cells = sorted(set(_cells(base, counts)))
    known = set(cells)
    good = {cell: count for cell, count in counts.items() if cell in known}

    def before(cell: Cell) -> tuple[int, int]:
        return base.of(*cell) or Recovery(0, 0)

    found = agreed(estimate(good, before, cells, optimism))
    rows = {cell: Recovery(row.permille, row.days) for cell, row in found.items()}
    shares = dict(_shares(base, fees or {}, channels))
    learnt = base.fees | {name: share.permille for name, share in shares.items()}
    table = levelled(Table(base.name, "", rows, learnt))
    text = write_recovery(table)
    lost = tuple(sorted(cell for cell, count in counts.items() if count.n and cell not in known))
    digest = sha256(text.encode()).hexdigest()
    return Next(Table(table.name, digest, table.rows, learnt), text, found, lost, shares)


def _shares(base: Table, fees: Mapping[str, Fees], channels: Sequence[Channel]) -> Iterator[tuple[str, FeeShare]]:
    """Fees of the channels that outcomes told some of; the base's own word about one counts before the policy's."""
    for channel in channels:
        if (told := fees.get(channel.name)) and told.n:
            own = base.fees.get(channel.name)
            supposed = (channel.fee_permille, channel.fee) if own is None else (own, 0)
            yield channel.name, fee_share(told, *supposed)


def _cells(base: Table, counts: Mapping[Cell, Count]) -> Iterator[Cell]:
    """What the base has rows for, and every grade of the categories that something is known of."""
    yield from base.rows
    channels = {channel for _, _, channel in base.rows}
    for category in {category for category, _, _ in counts if CATEGORY.fullmatch(category)}:
        for grade in CONDITIONS:
            yield from ((category, grade, channel) for channel in channels if base.of(category, grade, channel))


def agreed(found: Mapping[Cell, Estimate]) -> dict[Cell, Estimate]:
    """Estimates that fall from grade to grade: neighbours that do not are pooled by what they weigh (isotonic
    regression: Barlow et al., Statistical Inference under Order Restrictions, 1972)."""
    rows = dict(found)
    for category, channel in {(category, channel) for category, _, channel in found}:
        cells = [(category, grade, channel) for grade in CONDITIONS if (category, grade, channel) in found]
        likely = falling([(found[cell].likely, found[cell].n + BEFORE) for cell in cells])
        for cell, value in zip(cells, likely, strict=True):
            row = found[cell]
            rows[cell] = Estimate(value + row.permille - row.likely, row.days, value, row.n, row.sent)
    return rows


def falling(values: Sequence[tuple[int, int]]) -> list[int]:
    """The nearest sequence of (value, weight) that never rises, pool adjacent violators; rounded down."""
    pools: list[tuple[int, int, int]] = []  # sum, weight, length
    for value, weight in values:
        pools.append((value * weight, weight, 1))
        while len(pools) > 1 and pools[-2][0] * pools[-1][1] < pools[-1][0] * pools[-2][1]:
            (a, b, c), (d, e, f) = pools[-2:]
            pools[-2:] = [(a + d, b + e, c + f)]
    return [total // weight for total, weight, length in pools for _ in range(length)]


def rows_of(learnt: Iterable[tuple[Cell, Sequence[int]]]) -> dict[Cell, Count]:
    """Counts from the rows of the service's tables (tracking.store.learnt: sent, n, sums)."""
    return {cell: Count(*numbers[:6]) for cell, numbers in learnt}
