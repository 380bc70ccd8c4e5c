"""The wholesaler's lines as they stand in the data (UCI "Online Retail"): read, sorted into sales and credit notes,
what is no goods left out and counted. Knows nothing of returns."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

FILE = Path("uci_online_retail", "online_retail_2010-12_to_2011-06.csv.gz")
"""Beneath the folder of shared data."""

NO_GOODS = frozenset({
    "POST", "DOT", "M", "C2", "S", "D", "B", "PADS", "CRUK", "BANK CHARGES", "AMAZONFEE",
})  # fmt: skip
"""Postage, manual entries, carriage, samples, discounts, corrections, fees. Vouchers (GIFT_…) are no goods either."""


class Sold(Struct, frozen=True):
    """One line: a sale, or (document begins with C) a credit. pieces are positive; at: UTC text; price: pence."""

    document: str
    sku: str
    title: str
    pieces: int
    at: str
    price: int
    customer: str

    @property
    def credit(self) -> bool:
        return self.document.startswith("C")

    @property
    def goods(self) -> bool:
        return self.sku not in NO_GOODS and not self.sku.startswith("GIFT_")


def read_lines(path: Path, before: str) -> Iterator[Sold]:
    """All sales and credits up to that time (UTC text, exclusive), in order. Stock corrections (negative lines of no
    credit note) are neither. Codes are told in upper case, as a scanner reads them."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for document, sku, title, quantity, at, price, customer, _ in rows:
            moment = at.replace(" ", "T") + ".000000Z"
            if moment >= before:
                return
            pieces = int(quantity)
            if (pieces < 0) == document.startswith("C"):
                pence = round(float(price) * 100)
                yield Sold(document, sku.strip().upper(), title.strip(), abs(pieces), moment, pence, customer)


def without_fees(lines: Iterable[Sold], left_out: Counter[str], since: str) -> Iterator[Sold]:
    """Only goods; credit lines of what is none are counted by their code, from that time on."""
    for line in lines:
        if line.goods:
            yield line
        elif line.credit and line.at >= since:
            left_out[line.sku] += 1
