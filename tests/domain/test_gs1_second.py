"""biip beside our reading: it is asked late, agrees where it knows the code, and nothing that it raises gets out."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from station.domain.gs1.element import Element
from station.domain.gs1.elements import parse
from station.domain.gs1.second import REFUSED, second

ANY = st.builds(Element, st.text(max_size=4), st.text(max_size=30))


@given(st.lists(ANY, max_size=4))
def test_nothing_that_biip_raises_gets_out(elements: list[Element]) -> None:
    assert second(tuple(elements)).verdict in ("", "disagree", REFUSED)


@given(st.text("ABCabc0123456789", min_size=1, max_size=20), st.integers(0, 999_999))
def test_both_read_the_same(lot: str, grams: int) -> None:
    found = second(parse(f"01040063813339313103{grams:06}1727033110{lot}").elements)
    assert found.verdict == ""
    values = {d.ai: d.value for d in found.details}
    assert (values["17"], values["10"], float(values["3103"])) == ("2027-03-31", lot, grams / 1000)
    assert found.details[0].issuer == "GS1 Germany"


def test_reading_a_scan_does_not_import_biip() -> None:
    code = """if True:
        import sys
        from station.domain.scans import read
        assert "station.domain.gs1_scans" not in sys.modules
        assert read("]d2010400638133393121A").serial == "A"
        assert "biip" not in sys.modules"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
