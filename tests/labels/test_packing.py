"""Packing lists: every page has its container's codes, no line is lost between pages."""

import pypdfium2
import pytest

from station import texts
from station.labels import logistics, packing, render
from station.labels.examples import example
from tests.labels.test_sheet import payloads

ROW = {"product": "City sneaker", "sku": "NW-2041", "lpn": "K7Q2 M9XW 4TRD", "condition": "B", "quantity": "1"}


def words(pdf: bytes) -> list[str]:
    with render.PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


@pytest.mark.parametrize(("rows", "pages"), [(0, 1), (1, 1), (20, 1), (21, 2), (80, 4)])
def test_pages_are_as_many_as_needed_and_all_carry_the_sscc(rows: int, pages: int) -> None:
    pdf = packing.packing_list(example("packing-head", "en"), [ROW] * rows, rows)
    assert payloads(pdf) == [{b"00095212340001000425"}] * pages
    said = words(pdf)
    assert sum(page.count("NW-2041") for page in said) == rows
    assert all(f"Page {n} of {pages}" in page for n, page in enumerate(said, 1))


@pytest.mark.parametrize("lang", texts.languages())
def test_a_list_without_a_company_prefix_has_the_own_number(lang: str) -> None:
    head = logistics.number("T-0042").put(
        example("packing-head", lang, container=""), texts.say(lang, "label.container.own")
    )
    pdf = packing.packing_list(head, [ROW | {"product": "^XA 退货 " * 40}], 1)
    assert payloads(pdf) == [{b"T-0042"}]
