"""Printed A4 sheets: every card's codes can be read off the page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.labels import codes, render, sheet
from station.labels.dots import Dots
from station.labels.sheet import Card, Group
from station.labels.values import LabelRefused


def pages(pdf: bytes) -> list[Dots]:
    """The sheet as an office printer with 300 dots an inch prints it."""
    import pypdfium2

    from station.labels.dots import from_grey

    found = []
    with render.PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        for number in range(len(document)):
            page = document[number]
            bitmap = page.render(scale=300 / 72, grayscale=True)
            grey, across, stride = bytes(bitmap.buffer), bitmap.width // 8 * 8, bitmap.stride
            cut = b"".join(grey[at : at + across] for at in range(0, stride * bitmap.height, stride))
            found.append(from_grey(across, bitmap.height, cut))
            bitmap.close()
            page.close()
        document.close()
    return found


def payloads(pdf: bytes) -> list[set[bytes]]:
    return [{code.data for code in codes.read(page)} for page in pages(pdf)]


def test_badges_can_be_scanned_off_the_page() -> None:
    cards = [Card(f"BADGE-{n}-K7Q2", f"Operator {n}", "Supervisor") for n in range(1, 6)]
    assert payloads(sheet.badges("en", cards, "Returns · R7")) == [{card.code.encode() for card in cards}]


def test_commands_run_over_pages_with_nothing_lost() -> None:
    always = Group("任何时候", (Card("CMD-UNDO", "撤销", "撤销上一步"), Card("CMD-HOLD", "搁置")))
    keypad = Group("数字", tuple(Card(f"CMD-KEY-{n}", str(n)) for n in range(20)))
    found = payloads(sheet.commands("zh_CN", [always, keypad]))
    assert len(found) == 2
    assert set.union(*found) == {card.code.encode() for card in (*always.cards, *keypad.cards)}
    assert found[0].isdisjoint(found[1])


def test_a_sheet_is_the_same_file_twice() -> None:
    cards = [Card("BADGE-1", "Operator 1")]
    assert sheet.badges("es", cards) == sheet.badges("es", cards)


def test_a_code_that_cannot_be_printed_refuses_the_sheet() -> None:
    with pytest.raises(LabelRefused, match="printable ASCII"):
        sheet.commands("en", [Group("", (Card("é", "Undo"),))])


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=sheet.SHORT))
def test_a_short_code_has_room_on_a_shelfs_card_whatever_its_signs_are(code: str) -> None:
    assert sheet.bin_fault(code) == ""
    sheet.bins("en", [Card(code, "A")])


@pytest.mark.parametrize("code", ["1A" * 6, "11a" * 4, "~1111~2222~3", "1a11a111a111"])
def test_a_code_that_changes_its_sets_has_room_when_it_is_short(code: str) -> None:
    sheet.bins("en", [Card(code, "A")])
