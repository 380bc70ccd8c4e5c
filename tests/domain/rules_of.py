"""Policies, goods and units drawn by chance, for tests of what must hold for all of them."""

from hypothesis import strategies as st

from station.domain.policy import CHANNEL_ROUTES, GRADES, MATCHES, Policy
from station.domain.policy_text import read_policy
from station.domain.records import Product, Unit
from station.domain.recovery import CONDITIONS, Key, Recovery, Table, levelled
from station.domain.recovery_text import write_recovery

CATEGORIES = ("general", "shoes", "phones")
MERCHANTS = ("NW", "HH")
FLAGS = ("hygiene", "leak", "mould", "data")
NAMES = ("one", "two", "three", "four")
GRADING = """
[[grade]]
grade = "A"
function = ["works"]
cosmetic_max = 1
[[grade]]
grade = "C"
function = ["works", "partly"]
cosmetic_max = 6
[[grade]]
grade = "junk"
"""
HARD = """
[[hard]]
name = "danger"
route = "quarantine"
hazard = true
[[hard]]
name = "hygiene"
route = "destroy"
flags_any = ["hygiene", "leak", "mould"]
[[hard]]
name = "signal"
route = "quarantine"
signals_any = ["serial_not_shipped"]
"""
REST = """
[[route]]
name = "good"
route = "restock"
grade = ["A", "B"]
[[route]]
name = "rest"
route = "recycle"
"""


def recoveries() -> st.SearchStrategy[dict[Key, Recovery]]:
    """Rows that may be unlawful."""
    keys = st.tuples(st.sampled_from(["", *CATEGORIES]), st.sampled_from(CONDITIONS), st.sampled_from(NAMES))
    return st.dictionaries(keys, st.builds(Recovery, st.integers(0, 1000), st.integers(0, 90)), max_size=30)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Lawful policies with four channels, fees, handling, a contract that leaves them open, and hard rules."""
    table = levelled(Table("drawn", "", draw(recoveries())))
    channels = "".join(_channel(draw, name) for name in NAMES)
    text = f"holding_permille_day = {draw(st.integers(0, 5))}\n{GRADING}{HARD}{channels}"
    contract = f"[[contract]]\nchannels = [{', '.join(repr(name) for name in _known(table))}]\n" if table.rows else ""
    return read_policy(f"{text}{contract}{write_recovery(table, 'recovery')}{REST}", "drawn.toml")


def _known(table: Table) -> list[str]:
    return sorted({channel for _, _, channel in table.rows})


def _channel(draw: st.DrawFn, name: str) -> str:
    worst = draw(st.integers(1, len(CONDITIONS)))
    grades = ", ".join(repr(grade) for grade in CONDITIONS[:worst])
    fees = {"fee": 300, "fee_permille": 300, "handling": 900}
    lines = "".join(f"{key} = {draw(st.integers(0, most))}\n" for key, most in fees.items())
    route = draw(st.sampled_from(CHANNEL_ROUTES))
    return f'[[channel]]\nname = "{name}"\nroute = "{route}"\ngrades = [{grades}]\n{lines}'


def products() -> st.SearchStrategy[Product]:
    return st.builds(
        Product,
        id=st.just("p"),
        merchant=st.sampled_from(MERCHANTS),
        sku=st.just("SKU"),
        title=st.just("Thing"),
        category=st.sampled_from(CATEGORIES),
        hazard=st.sampled_from(["", "", "", "lithium"]),
        price=st.integers(0, 100_000),
    )


def units() -> st.SearchStrategy[Unit]:
    return st.builds(
        Unit,
        id=st.just("u"),
        merchant=st.sampled_from(MERCHANTS),
        quantity=st.integers(1, 3),
        product=st.just("p"),
        match=st.sampled_from(MATCHES),
        grade=st.sampled_from(GRADES),
        flags=st.lists(st.sampled_from(FLAGS), max_size=1).map(tuple),
        signals=st.lists(st.sampled_from(["weight_off", "serial_not_shipped"]), max_size=1).map(tuple),
        danger=st.sampled_from(["", "", "leak"]),
        lot=st.sampled_from(["", "L1", "L2"]),
    )
