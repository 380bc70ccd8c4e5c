"""What is scanned where a lot or a serial is asked for: codes of other things become neither."""

import pytest
from msgspec.structs import replace

from station.store.reference import ReferenceStore
from tests.stories import goods
from tests.stories.world import World

NO_VALUES = {
    "the thing's own code": "4006381334006",
    "any retail code": "]E04006381333894",
    "a tote": "TOTE-1",
    "the parcel": "9102000000008",
    "the slip": "RMA-30005",
    "another order": "NW-5001",
    "a GS1 code of the thing alone": "]d20104006381334006",
    "a digital link of the thing alone": "https://id.gs1.org/01/04006381334006",
    "a date that is none": "]d2010400638133400617261332",
    "a separator that was lost": "]d2010400638133400610AB1221SER9X",
}


@pytest.mark.parametrize("field", ["lot", "serial"])
@pytest.mark.parametrize("code", NO_VALUES.values(), ids=NO_VALUES)
def test_a_code_that_means_something_else_is_neither_lot_nor_serial(bench: World, field: str, code: str) -> None:
    ReferenceStore(bench.store.path).put([replace(goods.CREAM, capture=(field,))])
    bench.scan("9102000000008").press("open").scan("4006381334006").wait(1).scan(code)
    assert (bench.name, bench.unit().lot, bench.unit().serial) == ("capture", "", "")
    assert f"@expect.{field}" in [told.text.args.get("expected") for told in bench.last.notices]
    bench.type(code.removeprefix("]d2").removeprefix("]E0"))
    assert bench.name == "checking"


def test_a_gs1_code_that_names_another_field_is_not_taken_for_this_one(bench: World) -> None:
    bench.scan("9102000000008").press("open").scan("4006381334006").scan("]d2010400638133400621SN5")
    assert (bench.name, bench.unit().lot) == ("capture", "")
    bench.scan("]d2010400638133400610L7")
    assert bench.unit().lot == "L7"
