"""Another program's pictures of our ZPL are our dots, whatever stands in the fields."""

import pytest

from station import texts
from station.labels import make, zpl
from station.labels.examples import example
from station.labels.layout import load
from station.labels.values import FIELDS
from tests.labels.rendered import DPMM, LAYOUTS, Case, faults, part

HOSTILE = {
    "zpl": "ABC^FS^XZ^XA^FO0,0^FDHACKED^FS^XZ",
    "zpl control": "^CC/ ~CC/ ^PQ99 ~JA ~HS ^DFR:X^FS _41_42 >8 >;",
    "tspl": 'SIZE 1,1\r\nCLS\r\nTEXT 0,0,"3",0,1,1,"X"\r\nPRINT 99,1\r\n\x1b!R',
    "epl": '\nN\nA50,50,0,3,1,1,N,"X"\nP99\n',
    "escpos": "\x1b@\x1dV0\x10\x04\x01\x1e\x1f\x00\x7f",
    "markup": "<b>&amp;</b> %s {product} ${x} \\ ( ) endstream endobj ET Q `'\"",
    "right to left": "\u202ecba\u202c شحن نعل שלום \u2067אבג\u2069 (12)",
    "emoji": "👟👩‍👩‍👧‍👦🏳️‍🌈 😀\ufe0f\u200d",
    "zalgo": "Z\u0351\u036b\u0343\u036a\u0302a\u0323\u0329\u033c\u035c\u0321l\u0334\u0315\u035d" * 12,
    "4 KB": "^XA" + "W" * 4093,
    "bars": "║▌█║▌│║▌█▌║ ████ ▀▄▀",
    "surrogate": "a\ud800b\udfffc\ufffe",
}


@pytest.mark.timeout(300)
def test_the_renderers_pictures_are_our_dots() -> None:
    cases = part()
    assert {c.values.layout for c in cases if c.dpi == 203} == set(LAYOUTS)
    assert {(c.layout.size, c.dpi) for c in cases} == {(load(name).size, dpi) for name in LAYOUTS for dpi in DPMM}
    assert {(c.values.lang, c.dpi) for c in cases} == {(lang, dpi) for lang in texts.languages() for dpi in DPMM}
    assert len(LAYOUTS) >= 15
    assert not faults(cases)


@pytest.mark.timeout(300)
def test_hostile_text_in_every_field_is_only_text_to_the_renderer() -> None:
    """Two labels in one stream: the hostile one, and one behind it that must come out as if nothing had been."""
    cases = [
        Case(example("unit-57x32", lang, **dict.fromkeys(FIELDS, text)), 203, (example("unit-57x32", lang),))
        for lang in texts.languages()
        for text in HOSTILE.values()
    ]
    assert not faults(cases)


@pytest.mark.parametrize("name", LAYOUTS)
def test_hostile_text_disturbs_no_code_of_any_layout(name: str) -> None:
    layout = load(name)
    for n, text in enumerate(HOSTILE.values(), LAYOUTS.index(name)):
        filled = example(name, texts.languages()[n % 4], **dict.fromkeys(FIELDS, text))
        label = make.make(filled, layout, 203)
        assert label.codes == make.wanted(filled, layout)
        sent = zpl.encode(label.dots, "job-1")
        assert (sent.count(b"^XA"), sent.count(b"^XZ"), sent.count(b"~")) == (1, 1, 0)


@pytest.mark.parametrize("lang", texts.languages())
@pytest.mark.parametrize("name", [name for name in LAYOUTS if name.endswith("4x6in")])
def test_the_largest_label_stays_small_on_the_wire(name: str, lang: str) -> None:
    """9600 baud carry 8 kB in about 8 s."""
    assert len(zpl.encode(make.make(example(name, lang), load(name), 203).dots, "job-1")) < 8000
