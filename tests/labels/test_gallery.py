"""The gallery shows every layout, as it is drawn now."""

from station.labels.layout import names
from tests.labels import gallery


def test_every_layout_hangs_in_the_gallery() -> None:
    assert (gallery.DOCS / "labels.md").read_text("utf-8") == gallery.page()
    assert {file for _, _, file in gallery.pictures()} == {one.name for one in (gallery.DOCS / "labels").glob("*.png")}
    assert {name for name, _, _ in gallery.pictures()} == set(names())
