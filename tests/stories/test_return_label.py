"""Our own return label comes back: its GS1 DataMatrix, as it was drawn and read back, finds the authorization."""

import pytest
from msgspec.structs import replace

from station.domain.sscc import sscc
from station.labels import logistics, make
from station.labels.examples import example
from station.labels.layout import load
from tests.stories.world import World

SSCC = sscc("9521234", 42)


def scanned(authorization: str, *sender: str) -> str:
    """What a scanner gives for the label's GS1 DataMatrix."""
    elements = logistics.return_elements(authorization, *sender)
    filled = replace(example("return-4x6in", "es"), code_1d=authorization, code_2d=elements, gs1_2d=True)
    label = make.make(filled, load("return-4x6in"), 203)
    return next("]d2" + code.data.decode() for code in label.codes if code.kind == "gs1-datamatrix")


@pytest.mark.parametrize("sender", [(), (SSCC,), (SSCC, "08019", "ES")])
def test_the_return_labels_gs1_code_finds_the_authorization(bench: World, sender: tuple[str, ...]) -> None:
    bench.scan(scanned("RMA-20418", *sender))
    assert bench.name == "opening"
    bench.press("open")
    parcel = bench.record("parcel", bench.machine.bench.parcel)
    assert (parcel.authorizations, parcel.merchant) == (("a-1",), "NW")


def test_the_dock_takes_it_and_the_carriers_number_is_not_taken_from_it(bench: World) -> None:
    bench.press("mode_dock").scan(scanned("RMA-20418", SSCC, "08019", "ES"))
    assert (bench.name, bench.heard) == ("dock", "notice.arrived")
    assert bench.facts("parcel.arrived")[0].body.get("tracking", "") == ""


def test_a_number_that_nobody_gave_is_no_authorization(bench: World) -> None:
    bench.scan(scanned("RMA-99999"))
    assert (bench.name, bench.facts("parcel.matched")) != ("opening", [])
    assert not bench.facts("parcel.matched")
