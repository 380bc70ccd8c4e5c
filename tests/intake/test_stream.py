"""Large and real files: memory stays flat, and the wholesaler's lines become orders."""

import tracemalloc
from collections.abc import Iterable
from pathlib import Path

import pytest

from station.domain.records import Merchant, Order, Reference
from station.intake.fields import Terms
from station.intake.refusals import Row
from station.intake.run import OK, Options, Store, run
from station.intake.spill import Spill

TERMS = Terms((Merchant("northwind", "Northwind Shoes", "EUR"),))


class Tally:
    """Counts what is put and keeps none of it."""

    def __init__(self) -> None:
        self.values = self.lines = self.most = 0
        self.said: list[str] = []

    def put(self, values: Iterable[Reference], /) -> None:
        for value in values:
            self.values += 1
            if isinstance(value, Order):
                self.lines += len(value.lines)
                self.most = max(self.most, *(line.quantity for line in value.lines))

    def take(self, what: str, path: Path, home: Path) -> int:
        options = Options(home, terms=TERMS, refused=home / "refused.csv")
        return run(what, path, Store(self.put, lambda type, id: None), options, self.said.append)


@pytest.mark.timeout(300)
def test_memory_stays_flat_however_many_rows(tmp_path: Path) -> None:
    path = tmp_path / "locations.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("code,kind\n")
        file.writelines(f"BIN-{n * 7919 % 100_000:06d},bin\n" for n in range(100_000))
    tally = Tally()
    tracemalloc.start()
    try:
        assert tally.take("locations", path, tmp_path) == OK
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert tally.values == 100_000
    assert peak < 16 << 20, f"{peak / (1 << 20):.1f} MiB"


def test_a_spill_gives_back_every_row_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("station.intake.spill.RUN", 20_000)
    spill = Spill(tmp_path, "rows")
    for n in range(900):
        spill.add(f"k{n * 7 % 13:02d}", Row(n, (f"cell {n}",)))
    groups = [(key, [row.number for row in rows]) for key, rows in spill.groups()]
    assert [key for key, _ in groups] == [f"k{n:02d}" for n in range(13)]
    assert all(numbers == sorted(numbers) for _, numbers in groups)
    assert sorted(number for _, numbers in groups for number in numbers) == list(range(900))


@pytest.mark.shared_data
@pytest.mark.timeout(300)
def test_a_real_wholesalers_sales_become_orders(shared_data: Path, tmp_path: Path) -> None:
    (path,) = (shared_data / "uci_online_retail").glob("*.csv.gz")
    tally = Tally()
    assert tally.take("orders", path, tmp_path) == OK
    assert (tally.values, tally.lines, tally.most) == (9969, 239_480, 74_215)
    words = "\n".join(tally.said)
    assert "quantity 74,215: goes in as a lot" in words
    assert "4,953 × negative quantity" in words
    assert "rows left out (no goods): 1,470" in words
