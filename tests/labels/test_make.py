"""From values to proved dots: exact to the dot, read back byte for byte, or refused."""

from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station import texts
from station.allowed import LONGEST_ID
from station.domain import codes as codes_of
from station.domain.bench import labels
from station.labels import codes, draw, make, render, zpl
from station.labels.dots import Dots
from station.labels.examples import example
from station.labels.layout import Layout, Text, load, names
from station.labels.values import Code, LabelRefused, LabelValues
from tests.labels.samples import CODE_1D, CODE_2D, FIELDS, values

BOTH = (Code("code128", CODE_1D.encode()), Code("datamatrix", CODE_2D.encode()))
UNIT = load("unit-57x32")
ROUTES = "restock resale refurbish return_to_vendor liquidate donate recycle destroy ship_back quarantine".split()
GRADES = "A B C D incorrect_item junk".split()
HOSTILE = [
    "ABC^FS^XZ^XA^FO0,0^FDHACKED^FS^XZ",
    "^PQ99~JA~HS",
    "AB^CC/\x10\x1e\x1f\x1b@\x1dV0",
    'SIZE 1,1\r\nCLS\r\nPRINT 99,1"',
    "😀👟 شحن نعل \u202ecba",
    "<b>&amp;</b> %s {product} \\ ( ) endstream ET Q",
    "║▌█║▌│║▌",
    "x" * 4096,
]


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("name", [name for name in names() if name.startswith(("unit", "parcel"))])
def test_both_codes_are_read_back_at_every_resolution(name: str, dpi: int) -> None:
    label = make.make(values(name), load(name), dpi)
    assert set(label.codes) == set(BOTH)
    assert label.sha256 == label.dots.sha256()
    assert (label.dots.width, label.dots.height) == draw.page_size(load(name), dpi)


@pytest.mark.parametrize(("dpi", "module"), [(203, 2), (300, 3), (600, 6)])
def test_bars_are_exact_to_the_dot(dpi: int, module: int) -> None:
    dots = make.make(values(), UNIT, dpi).dots
    y = round(22 * dpi / 25.4)
    row = [dots.is_black(x, y) for x in range(dots.width)]
    expected = [bar == "1" for bar in codes.bars(CODE_1D) for _ in range(module)]
    first = row.index(True)
    assert row[first : first + len(expected)] == expected
    assert not any(row[first + len(expected) :])
    assert min(first, dots.width - first - len(expected)) >= 10 * module


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("name", [name for name in names() if name.startswith("unit")])
def test_every_label_of_a_plate_fits_however_wide_its_letters(name: str, dpi: int) -> None:
    for revision in range(1, labels.LABELS + 1):
        plate, whose = ("KKQZRMPXWKVR", revision), (max(ROUTES, key=len), "W" * LONGEST_ID)
        both = {"code_1d": codes_of.unit_1d(*plate), "code_2d": codes_of.unit_2d(*plate, *whose)}
        filled = msgspec.structs.replace(values(name), **both)
        assert len(make.make(filled, load(name), dpi).codes) == 2


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_matrix_is_exact_to_the_dot(dpi: int) -> None:
    dots, rows = make.make(values(), UNIT, dpi).dots, codes.matrix(CODE_2D)
    box = round(17.7 * dpi / 25.4), round(16 * dpi / 25.4)
    black = [(x, y) for y in range(box[1]) for x in range(box[0]) if dots.is_black(x, y)]
    left, top = min(x for x, _ in black), min(y for _, y in black)
    module = (max(x for x, _ in black) + 1 - left) // len(rows)
    drawn = {
        (left + x, top + y)
        for y in range(len(rows) * module)
        for x in range(len(rows) * module)
        if rows[y // module][x // module]
    }
    assert set(black) == drawn


@pytest.mark.parametrize("lang", sorted(FIELDS))
@pytest.mark.parametrize("name", names())
def test_every_layout_in_every_language(name: str, lang: str) -> None:
    """No layout but the hazard's and the rows of a list is without a code; every code is what the example asked for."""
    layout, filled = load(name), example(name, lang)
    label = make.make(filled, layout, 300)
    assert label.codes == make.wanted(filled, layout)
    assert bool(label.codes) == (name not in ("hazard", "packing-row", "packing-columns"))


@pytest.mark.parametrize("lang", sorted(FIELDS))
@pytest.mark.parametrize("name", ["unit-57x32", "unit-2x1in", "unit-4x2in"])
def test_no_route_and_no_grade_is_ever_cut(name: str, lang: str) -> None:
    layout = load(name)
    brush = draw.Brush(None, *draw.page_size(layout, 203), 203)
    element = next(one for one in layout.elements if isinstance(one, Text) and "route" in one.fields)
    for route in ROUTES:
        for grade in GRADES:
            words = element.join.join((texts.say(lang, f"route.{route}"), texts.say(lang, f"grade.{grade}")))
            drawn = draw.fitted(brush, element, words.upper())
            assert "…" not in [glyph.char for line in drawn.lines for glyph in line], words


def test_languages_look_different_and_the_same_twice() -> None:
    drawn = {lang: make.make(values(lang=lang), UNIT, 203).sha256 for lang in FIELDS}
    assert len(set(drawn.values())) == len(FIELDS)
    assert make.make(values(), UNIT, 203).sha256 == drawn["en"]


@pytest.mark.parametrize("name", ["unit-57x32", "unit-2x1in", "unit-4x2in", "parcel-4x6in", "bin-2x1in"])
def test_an_independent_reader_reads_the_png(name: str) -> None:
    """All formats, any direction, default binarizer: what a scanner in the aisle would do."""
    import io

    import zxingcpp
    from PIL import Image

    with Image.open(io.BytesIO(make.make(values(name), load(name), 203).dots.png())) as picture:
        found = zxingcpp.read_barcodes(picture.convert("L"))
    assert {bytes(one.bytes) for one in found} == {CODE_1D.encode(), CODE_2D.encode()}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["route", "product", "lpn"])
def test_hostile_text_is_only_a_picture(text: str, field: str) -> None:
    assert_only_a_picture(values(**{field: text}))


@given(st.dictionaries(st.sampled_from(["route", "grade", "product", "position", "lpn", "merchant"]), st.text()))
@settings(max_examples=40)
def test_any_text_in_any_field_leaves_codes_and_frame_alone(fields: dict[str, str]) -> None:
    assert_only_a_picture(values(**fields))


@pytest.mark.parametrize("tail", ["", "7", "S0K4VS1PQ4-1"])
def test_any_two_digits_that_a_code_begins_with_come_back(tail: str) -> None:
    for pair in range(100):
        payload = f"{pair:02}{tail}"
        filled = msgspec.structs.replace(values(), code_1d=payload, code_2d=payload)
        assert {code.data for code in make.make(filled, UNIT, 203).codes} == {payload.encode()}


@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=10)
    | st.from_regex(r"\A[0-9]{1,9}[A-Z-]?[0-9]{0,4}\Z")
)
@settings(max_examples=40)
def test_any_printable_payload_comes_back_exactly(payload: str) -> None:
    filled = msgspec.structs.replace(values(), code_1d=payload, code_2d=payload)
    assert {code.data for code in make.make(filled, UNIT, 300).codes} == {payload.encode()}


@pytest.mark.parametrize("payload", ["", "é", "a\n", "a\x1db", "\x7f", "x" * 65, "١٢"])
@pytest.mark.parametrize("which", ["code_1d", "code_2d"])
def test_a_payload_that_scanners_would_change_is_refused(payload: str, which: str) -> None:
    filled = msgspec.structs.replace(values(), **{which: payload})
    with pytest.raises(LabelRefused, match="printable ASCII") as caught:
        make.make(filled, UNIT, 203)
    assert caught.value.code == {"code_1d": "code128", "code_2d": "datamatrix"}[which]


def test_a_code_too_long_for_its_box_is_refused_by_name() -> None:
    with pytest.raises(LabelRefused, match=r"code128 of .* does not fit into .* dots at 203 dpi") as caught:
        make.make(msgspec.structs.replace(values(), code_1d="ABCDEFGHIJKLMNOPQRST"), UNIT, 203)
    assert (caught.value.key, caught.value.code) == ("label.refused.too_long", "code128")


@pytest.mark.parametrize("code", BOTH)
def test_a_code_that_is_spoilt_is_refused_by_name(code: Code) -> None:
    """A layout that no file could bring: a black band over one code."""
    over = next(one for one in UNIT.elements if type(one).__name__.lower() == code.kind)
    band = Text(at=over.at, size=over.size, fields=("route",), font=5, inverted=True)
    planted = Layout("planted", UNIT.size, (*UNIT.elements, band), "")
    with pytest.raises(LabelRefused, match=f"{code.kind} cannot be read back") as caught:
        make.make(values(), planted, 203)
    assert caught.value.code == code.kind


def test_dots_changed_after_drawing_are_refused() -> None:
    dots = make.make(values(), UNIT, 203).dots
    burnt = bytes(0xFF if at % dots.stride == 20 else byte for at, byte in enumerate(dots.rows))
    with pytest.raises(LabelRefused) as caught:
        make.check(Dots(dots.width, dots.height, burnt), BOTH)
    assert caught.value.code == "code128"


def test_a_code_that_is_not_ours_is_refused() -> None:
    dots = make.make(values(), UNIT, 203).dots
    with pytest.raises(LabelRefused, match="another") as caught:
        make.check(dots, BOTH[:1])
    assert (caught.value.key, caught.value.code) == ("label.refused.stranger", "datamatrix")


def test_another_payload_than_drawn_is_refused() -> None:
    dots = make.make(values(), UNIT, 203).dots
    with pytest.raises(LabelRefused, match="code128 cannot"):
        make.check(dots, (Code("code128", b"K7Q2M9XW4TRD-2"), BOTH[1]))


@pytest.mark.parametrize("key", ["payload", "elements", "too_long", "unreadable", "stranger", "font"])
def test_every_refusal_can_be_told_in_every_language(key: str) -> None:
    refused = LabelRefused(f"label.refused.{key}", "said", code="code128", package="fonts")
    for lang in texts.languages():
        said = texts.say(lang, refused.key, **refused.given)
        assert said != refused.key
        assert "{" not in said


def test_unknown_fields_are_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="unknown label fields colour; allowed: authorization"):
        LabelValues(layout="badge", lang="en", fields={"colour": "red"})


def test_several_threads_draw_the_same_label() -> None:
    with ThreadPoolExecutor(4) as pool:
        drawn = set(pool.map(lambda _: make.make(values(lang="zh_CN"), UNIT, 203).sha256, range(12)))
    assert len(drawn) == 1


def test_the_page_for_system_printers_has_the_true_size() -> None:
    page = draw.page(values(), UNIT, 203, points=True)
    width, height = draw.page_size(UNIT, 203)
    box = page.split(b"/MediaBox [")[1].split(b"]")[0].split()
    assert [float(one) for one in box] == pytest.approx([0, 0, width * 72 / 203, height * 72 / 203], abs=0.01)


def test_a_page_of_another_size_is_told() -> None:
    with pytest.raises(ValueError, match="456 x 256 dots, not 464 x 256"):
        render.render(draw.page(values(), UNIT, 203), (464, 256))


def assert_only_a_picture(filled: LabelValues) -> None:
    label = make.make(filled, UNIT, 203)
    sent = zpl.encode(label.dots, "job-1")
    assert set(label.codes) == set(BOTH)
    assert sent.count(b"^XA") == sent.count(b"^XZ") == 1
    assert sent.count(b"^") == 11  # the frame's own commands
    assert b"~" not in sent
    assert zpl.decode(sent) == [label.dots]
