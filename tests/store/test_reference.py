"""The office's values: found by code and by words, changed and removed with all that leads to them."""

import threading
from collections.abc import Iterator

import pytest

from station.domain.facts import Ref
from station.domain.records import Authorization, Line, Location, Operator, Order, Product, Reference
from station.store import reference as room
from station.store.file import Store
from station.store.reference import ReferenceStore
from station.store.step import StepStore
from tests.store.facts import write

SHOE = Product("shoe", "northwind", "SKU-1", "Red running shoe", ("4006381333931",))
LAMP = Product("lamp", "northwind", "SKU-2", "蓝色台灯 Lámpara", ())


@pytest.fixture
def reference(store: Store) -> Iterator[ReferenceStore]:
    opened = ReferenceStore(store.path)
    yield opened
    opened.close()


def test_every_type_is_read_back_and_found_by_its_codes(reference: ReferenceStore, step: StepStore) -> None:
    values: list[Reference] = [
        SHOE,
        Authorization("a1", "northwind", "RMA-1", (Line("shoe", 1),), tracking=("TR-1",)),
        Order("o1", "northwind", "ORD-1", (Line("shoe", 1, serials=("SN-1",)),), tracking=("OUT-1",)),
        Operator("op7", "Operator 7", "ab12"),
        Location("l1", "bin-1", "bin"),
    ]
    assert reference.put(values) == 5
    for type, value in zip(("product", "authorization", "order", "operator", "location"), values, strict=True):
        assert step.read((type, value.id)) == value
    for code, ref in {
        "4006381333931": ("product", "shoe"),
        "TR-1": ("authorization", "a1"),
        "SN-1": ("order", "o1"),
        "AB12": ("operator", "op7"),
        "BIN-1": ("location", "l1"),
    }.items():
        assert step.read(("code", code)) == (Ref(*ref),)


def test_the_version_grows_only_with_a_change(reference: ReferenceStore, step: StepStore) -> None:
    before = step.reference_version()
    assert reference.put([SHOE]) == 1
    assert step.reference_version() == before + 1
    assert reference.put([SHOE]) == 0
    assert step.reference_version() == before + 1
    assert reference.remove([Ref("product", "shoe"), Ref("product", "nobody"), Ref("unit", "u1")]) == 1
    assert step.reference_version() == before + 2


def test_a_changed_product_is_found_by_its_new_codes_and_words_only(reference: ReferenceStore, step: StepStore) -> None:
    reference.put([SHOE])
    reference.put([Product("shoe", "northwind", "SKU-9", "Blue boot")])
    assert step.read(("code", "SKU-1")) == ()
    assert step.read(("words", "northwind", "running")) == ()
    assert [found.id for found in step.read(("words", "northwind", "blu boo"))] == ["shoe"]
    reference.remove([Ref("product", "shoe")])
    assert step.read(("words", "northwind", "boot")) == ()
    assert step.read(("product", "shoe")) is None


@pytest.mark.parametrize("asked", ["台灯", "蓝色", "lampara", "LÁM", "sku-2", '"台灯" OR ('])
def test_words_of_any_script_are_found(reference: ReferenceStore, step: StepStore, asked: str) -> None:
    reference.put([SHOE, LAMP])
    found = [product.id for product in step.read(("words", "northwind", asked))]
    assert found == ([] if "OR" in asked else ["lamp"])


@pytest.mark.parametrize("asked", ["", "   ", "*", '"', "AND (", "^", "merchant:x NEAR", "\x00", "-" * 5000])
def test_signs_are_no_query(reference: ReferenceStore, step: StepStore, asked: str) -> None:
    reference.put([SHOE])
    assert step.read(("words", "northwind", asked)) == ()


def test_words_find_only_the_merchants_own(reference: ReferenceStore, step: StepStore) -> None:
    other = Product("other", "contoso: shoes", "SKU-1", "Red running shoe")
    reference.put([SHOE, other])
    assert step.read(("words", "contoso: shoes", "red")) == (other,)
    assert len(step.read(("words", "", "red"))) == 2
    reference.put([Product(f"s{n}", "northwind", f"S-{n}", "Red shoe") for n in range(20)])
    assert len(step.read(("words", "northwind", "red"))) == 8


def test_a_large_import_is_cut_into_small_transactions(reference: ReferenceStore, step: StepStore) -> None:
    seen: list[int] = []
    before = step.reference_version()
    values = [Location(f"l{n}", f"BIN-{n}", "bin") for n in range(500)]
    large = Order("o", "northwind", "N", (Line("p", 1, serials=tuple(f"S{n}" for n in range(1000))),))
    assert reference.put([*values, large], seen.append) == 501
    assert len(seen) == step.reference_version() - before >= 501 * 3 // room.MOST_ROWS
    assert seen[-1] == 501


def test_scans_go_on_during_an_import(store: Store, reference: ReferenceStore, step: StepStore) -> None:
    values = [Product(f"p{n}", "northwind", f"SKU-{n}", f"Shoe {n}") for n in range(1000)]
    worker = threading.Thread(target=reference.put, args=(values,))
    worker.start()
    for n in range(30):
        write(step, ("parcel.arrived", (Ref("parcel", f"p{n}"),), {"tracking": f"T{n}"}))
    worker.join()
    assert step.head()[0] == 30
    assert step.read(("product", "p999")).title == "Shoe 999"


def test_a_value_that_comes_twice_ends_as_it_came_last(reference: ReferenceStore) -> None:
    first, other = Location("l", "A-1", "bin"), Location("l", "A-2", "bin")
    reference.put([first])
    reference.put([other, first])
    assert reference.get("location", "l") == first
    reference.put([first, other])
    assert reference.get("location", "l") == other
