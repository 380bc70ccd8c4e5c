"""Layout files: those that come along, the site's own, and every way to get one wrong."""

from pathlib import Path

import pytest

from station import texts
from station.labels import layout
from station.labels.layout import LayoutFault, Text

GOOD = """
size = [57.0, 32.0]
[[element]]
kind = "text"
fields = ["route"]
at = [20.0, 1.0]
size = [30.0, 6.0]
font = 5
"""


def parse(text: str) -> layout.Layout:
    return layout.parse("try", text.encode(), "layouts/try.toml")


@pytest.mark.parametrize("name", layout.names())
def test_layouts_that_come_along_are_good(name: str) -> None:
    found = layout.load(name)
    assert found.elements
    said = [one.say for one in found.elements if isinstance(one, Text) and one.say]
    assert all(texts.has(lang, key) for key in said for lang in texts.languages())


def test_the_sizes_that_a_bench_needs_are_there() -> None:
    needed = {"unit-57x32", "unit-2x1in", "unit-4x2in", "parcel-4x6in", "badge", "hazard"}
    assert needed <= set(layout.names())


def test_a_site_overrides_a_layout_and_the_digest_tells(tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "badge.toml").write_text(GOOD)
    assert layout.load("badge", tmp_path).sha256 != layout.load("badge").sha256
    assert layout.load("hazard", tmp_path) == layout.load("hazard")


@pytest.mark.parametrize("name", ["../badge", "/etc/passwd", "", "Badge", "a" * 41])
def test_a_name_is_no_path(name: str, tmp_path: Path) -> None:
    with pytest.raises(LayoutFault, match="allowed"):
        layout.load(name, tmp_path)


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(LayoutFault, match="there are: badge"):
        layout.load("nothing")


@pytest.mark.parametrize(
    ("change", "to", "said"),
    [
        ("font = 5", "font = 'big'", r"element 1: key font: Expected `float`"),
        ("font = 5", "font = -1", r"element 1: key font: Expected `float` > 0"),
        ("font = 5", "fnt = 5", r"element 1: key fnt; allowed: align, at, bold"),
        ("font = 5", "font = 5\nfont_min = 6", r"font_min 6.0; allowed: at most font, 5.0"),
        ("font = 5", "font = 5\nalign = 'middle'", r"key align: .*allowed: left, center"),
        ("font = 5", "font = 5\nlines = 0", r"element 1: key lines: Expected `int` >= 1"),
        ('"route"', '"rout"', r"key fields, 'rout'; allowed: names out of authorization, carrier"),
        ('fields = ["route"]', "", r"exactly one of the keys fields and say"),
        ('fields = ["route"]', 'say = "menu.open"', r"say: a key label"),
        ('kind = "text"', 'kind = "qr"', r"key kind; allowed: text, code128, datamatrix, rule, box"),
        ('kind = "text"', "", r"key kind; allowed"),
        ("at = [20.0, 1.0]", "at = [30.0, 1.0]", r"element 1: keys at, size; allowed: inside 57.0 x 32.0 mm"),
        ("at = [20.0, 1.0]", "at = [20.0]", r"key at: .*allowed: \[x, y\] in millimetres"),
        ("size = [57.0, 32.0]", "size = [0, 32.0]", r"key size: .*allowed: \[width, height\]"),
        ("size = [57.0, 32.0]", "", r"key size: .*allowed: \[width, height\]"),
        ("size = [57.0, 32.0]", "size = [57.0, 32.0]\nunit = 'mm'", r"key unit; allowed: size, element"),
        ("font = 5", "font = ", r"not a TOML file in UTF-8"),
        ("[[element]]", "[element]", r"key element; allowed: tables \[\[element\]\], at least one"),
    ],
)
def test_a_fault_names_file_key_and_what_is_allowed(change: str, to: str, said: str) -> None:
    assert change in GOOD
    with pytest.raises(LayoutFault, match=said) as caught:
        parse(GOOD.replace(change, to, 1))
    assert str(caught.value).startswith("layouts/try.toml: ")


def test_bytes_that_are_no_text_are_told() -> None:
    with pytest.raises(LayoutFault, match="UTF-8"):
        layout.parse("try", b"\xff\xfe", "layouts/try.toml")


@pytest.mark.parametrize("kind", ["code128", "datamatrix"])
def test_nothing_may_cover_a_code(kind: str) -> None:
    code = f'\n[[element]]\nkind = "{kind}"\nat = [10.0, 6.0]\nsize = [20.0, 20.0]\n'
    with pytest.raises(LayoutFault, match=r"element 2: its code is covered by element 1; allowed: white"):
        parse(GOOD + code)
    assert len(parse(GOOD + code.replace("[10.0, 6.0]", "[10.0, 7.0]")).elements) == 2


def test_a_frame_may_stand_round_a_code_but_not_through_it() -> None:
    frame = '\n[[element]]\nkind = "box"\nat = [0.0, 0.0]\nsize = [57.0, 32.0]\nstroke = 1.0\n'
    code = '\n[[element]]\nkind = "code128"\nat = [2.0, 10.0]\nsize = [50.0, 20.0]\n'
    assert len(parse("size = [57.0, 32.0]" + frame + code).elements) == 2
    with pytest.raises(LayoutFault, match="covered"):
        parse("size = [57.0, 32.0]" + frame + code.replace("[2.0, 10.0]", "[0.5, 10.0]"))
