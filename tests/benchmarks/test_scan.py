"""The benchmark of scans runs, on little, and tells what it must."""

from tests.benchmarks import scan


def test_scans_are_held_against_biip() -> None:
    rows = {row.name: row for row in scan.understood(rounds=2, repeats=2)}
    assert set(rows) == {
        "scan.mixed", "scan.slowest", "scan.gs1.whole", "scan.gs1.kind", "scan.gs1.biip", "scan.gs1.whole_times_biip",
        "scan.gs1.kind_times_biip",
    }  # fmt: skip
    assert all(row.value > 0 for row in rows.values())
    assert (rows["scan.mixed"].limit, rows["scan.gs1.kind_times_biip"].limit) == (">= 5000", ">= 3")
