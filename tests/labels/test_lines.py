"""How a text is cleaned and fitted: shrunk, then wrapped, then cut."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station import fontfiles
from station.labels import fonts, lines, scripts
from station.labels.lines import LEADING, Room, Setting
from station.labels.values import LabelRefused

PLAIN = fonts.family(bold=False)


def fit(text: str, width: float = 200, height: float = 60, most: int = 2) -> Setting:
    return lines.fit(text, PLAIN, Room(width, height, 30, 15, most))


def words(setting: Setting) -> list[str]:
    return ["".join(glyph.char for glyph in line) for line in setting.lines]


def test_what_fits_keeps_its_size() -> None:
    assert fit("Resale").size == 30
    assert words(fit("Resale")) == ["Resale"]


def test_long_text_shrinks_first() -> None:
    setting = fit("Trail runner 42")
    assert words(setting) == ["Trail runner 42"]
    assert 15 <= setting.size < 30


def test_then_wraps_between_words_as_large_as_it_can() -> None:
    setting = fit("Trail runner, jet black, size 42")
    assert words(setting) == ["Trail runner, jet", "black, size 42"]
    assert setting.size > 15


def test_then_is_cut_with_an_ellipsis() -> None:
    setting = fit("Trail runner, black, size 42, with laces, box, spare soles and a bag")
    assert setting.size == 15
    assert len(setting.lines) == 2
    assert words(setting)[1].endswith("…")


def test_a_low_box_holds_fewer_lines() -> None:
    assert len(fit("word " * 40, height=18, most=5).lines) == 1


def test_chinese_breaks_anywhere_and_latin_words_stay_whole() -> None:
    setting = fit("城市运动鞋黑色四十一码含鞋盒和备用鞋带", width=150)
    assert len(setting.lines) == 2
    assert "".join(words(setting)) == "城市运动鞋黑色四十一码含鞋盒和备用鞋带"


def test_a_word_longer_than_the_line_is_broken() -> None:
    assert "".join(words(fit("W" * 20))) == "W" * 20


def test_fonts_are_chosen_by_character() -> None:
    (line,) = fit("鞋 A").lines
    assert [glyph.font is PLAIN.latin for glyph in line] == [False, True, True]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("  a\t b\r\nc\u2028d ", "a b c d"),
        ("a\x00b\x1b\x7f", "a□b□□"),
        ("pay\u202egnp\u200b.exe", "paygnp.exe"),
        ("e\u0301", "é"),
        ("█▌▐", "□□□"),
        ("\ud800", "□"),
        ("^XZ~JA", "^XZ~JA"),
        ("x" * 5000, "x" * 400),
    ],
)
def test_cleaning(raw: str, shown: str) -> None:
    assert lines.clean(raw) == shown


def test_what_no_font_shows_is_a_white_square() -> None:
    assert words(fit("a\U0001f9f8b\U00012000")) == ["a□b□"]


def test_a_separator_gives_way_to_a_new_line() -> None:
    assert words(fit("Return to vendor · Wrong item")) == ["Return to vendor", "Wrong item"]
    assert words(fit("Restock · A")) == ["Restock · A"]


def test_no_chinese_line_begins_with_a_comma() -> None:
    limits = range(4, 12)
    glyphs = fit("城市运动鞋，黑色，四十一码，含鞋盒", width=2000).lines[0]
    assert not [line for limit in limits for line in lines.wrap(glyphs, limit) if line[0].char == "，"]


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("plain 41", "plain 41"),
        ("\u05e9\u05dc (\u05e2\u05dd) x", "(\u05dd\u05e2) \u05dc\u05e9 x"),
        # sheen-hah-noon joined to one word: initial, medial and final forms, last letter leftmost
        ("\u0634\u062d\u0646", "\ufee6\ufea4\ufeb7"),
        # dal joins to the right only: what follows begins anew
        ("\u0628\u062f\u0628", "\ufe8f\ufeaa\ufe91"),
        # lam with alef is one shape
        ("\u0633\u0644\u0627\u0645", "\ufee1\ufefc\ufeb3"),
    ],
)
def test_scripts_from_right_to_left(text: str, drawn: str) -> None:
    assert scripts.visual(text) == drawn


@given(st.text(st.characters(min_codepoint=0x590, max_codepoint=0x6FF) | st.sampled_from(" ()a1")))
def test_turning_loses_no_letter(text: str) -> None:
    drawn = unicodedata.normalize("NFKD", scripts.visual(text)).replace("(", "").replace(")", "")
    plain = unicodedata.normalize("NFKD", text).replace("(", "").replace(")", "")
    assert sorted(drawn.replace(" ", "")) == sorted(plain.replace(" ", ""))


def test_right_to_left_text_reads_in_its_own_direction() -> None:
    assert words(fit("נעל 41")) == ["לענ 41"]


def test_nothing_is_no_line() -> None:
    assert fit(" \u200b ").lines == []


@given(st.text(max_size=120), st.integers(40, 400), st.integers(16, 90), st.integers(1, 4))
def test_never_wider_higher_or_smaller_than_allowed(text: str, width: int, height: int, most: int) -> None:
    setting = fit(text, width, height, most)
    assert len(setting.lines) <= most
    assert 15 <= setting.size <= 30
    for line in setting.lines:
        assert lines.width_of(line) * setting.size <= width + 0.01
    assert len(setting.lines) * setting.size * LEADING <= max(height, 15 * LEADING) + 0.01


def letters(text: str) -> int:
    """How many letters a text shows: lam with alef is drawn as one shape and stays two letters."""
    return len(re.sub("[\ufef5-\ufefc]", "\u0644\u0627", text))


@given(st.text(max_size=60) | st.text("\u0644\u0627\u0622\u0634\u064e ·", max_size=40))
def test_no_word_is_lost_without_an_ellipsis(text: str) -> None:
    setting = fit(text, width=400, height=200, most=4)
    shown = "".join(words(setting)).replace(" ", "")
    if "…" not in shown:
        # A separator may have become the end of its line.
        expected = lines.clean(text).replace(" ", "").replace(lines.SEPARATOR, "")
        assert letters(shown.replace(lines.SEPARATOR, "")) == letters(expected)


def test_a_missing_font_is_found_out_when_needed_and_told_with_its_package(tmp_path: Path) -> None:
    assert fontfiles.find(fontfiles.CHINESE, [tmp_path]) is None
    latin_only = fonts.Family(PLAIN.latin, None)
    assert latin_only.pick("A")[0] == "A"
    with pytest.raises(LabelRefused, match="apt install fonts-droid-fallback") as caught:
        latin_only.pick("退")
    assert caught.value.key == "label.refused.font"
    assert caught.value.given["package"] == "fonts-droid-fallback"


def test_fonts_are_found_in_any_depth_and_any_case(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "ARIAL.TTF").touch()
    assert fontfiles.find(fontfiles.LATIN, [tmp_path]) == tmp_path / "a" / "b" / "ARIAL.TTF"
