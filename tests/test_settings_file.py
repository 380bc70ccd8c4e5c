"""Single settings are written, remarks stay, and what would not be read again is never put in place."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.config import FILE, Refused, load
from station.settings_file import Table, save, set_key, set_list, set_table, written

BEFORE = """# our bench by the door
name = "R7"
scale = "/dev/ttyUSB0"  # the small one

[printer]
host = "10.0.0.7"
dpi = 300

[[merchants]]
id = "NW"
name = "Northwind Shoes"
"""


def test_one_setting_changes_and_the_rest_stays(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(BEFORE)
    config = save(
        tmp_path, {"scale": "serial:FT8K", "camera": "simulated"}, {"printer": {"host": "10.0.0.9", "dpi": 203}}
    )
    assert (config.scale, config.camera, config.printer.host, config.printer.dpi) == (
        "serial:FT8K", "simulated", "10.0.0.9", 203,
    )  # fmt: skip
    text = (tmp_path / FILE).read_text()
    assert text.startswith("# our bench by the door\n")
    assert config.merchants[0].name == "Northwind Shoes"
    assert sorted(path.name for path in tmp_path.iterdir()) == [FILE]


def test_a_home_without_settings_gets_some(tmp_path: Path) -> None:
    assert save(tmp_path / "new", {"scanner": "COM3"}).scanner == "COM3"


def test_what_is_refused_is_not_written(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(BEFORE)
    with pytest.raises(Refused):
        save(tmp_path, {"lang": "tlh"})
    assert (tmp_path / FILE).read_text() == BEFORE
    assert sorted(path.name for path in tmp_path.iterdir()) == [FILE]


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_is_read_back(text: str) -> None:
    assert tomllib.loads(f"key = {written(text)}")["key"] == text


@given(st.text("ab=[]\n#", max_size=60), st.text("xyz", max_size=5))
def test_the_key_is_set_whatever_stands_there(text: str, value: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert tomllib.loads(set_key(text, "scale", value))["scale"] == value
    assert tomllib.loads(set_table(text, "printer", {"host": value}))["printer"] == {"host": value}


ROWS: tuple[Table, ...] = ({"host": "a", "port": 1}, {"host": "b"})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[[printers]]\nhost = "a"\nport = 1\n\n[[printers]]\nhost = "b"\n'),
        ('name = "x"\n', 'name = "x"\n\n[[printers]]\nhost = "a"\nport = 1\n\n[[printers]]\nhost = "b"\n'),
        (  # remarks
            '# ours\n[[printers]]\nhost = "q"\n\n[[ printers ]]\nhost = "r"\n\n# theirs\n[scanning]\ncamera = "any"\n',
            '# ours\n\n[[printers]]\nhost = "a"\nport = 1\n\n[[printers]]\nhost = "b"\n\n# theirs\n'
            '[scanning]\ncamera = "any"\n',
        ),
        (
            'printers = [{host = "q"}] # in one line\nname = "x"\n',
            'name = "x"\n\n[[printers]]\nhost = "a"\nport = 1\n\n[[printers]]\nhost = "b"\n',
        ),
    ],
)
def test_a_list_of_tables_is_written_anew_and_all_else_stays(before: str, after: str) -> None:
    made = set_list(before, "printers", ROWS)
    assert made == after
    assert set_list(made, "printers", ROWS) == made
    emptied = set_list(made, "printers", ())
    assert "printers" not in emptied
    assert tomllib.loads(set_list(emptied, "printers", ROWS)) == tomllib.loads(made)


@pytest.mark.parametrize(
    "text",
    ['printer = {host = "10.0.0.5", dpi = 300} # ours\n', 'printer.host = "10.0.0.5"\nprinter.dpi = 300\n'],
)
def test_a_table_in_a_single_line_or_in_dotted_keys_gives_way(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(f'{text}name = "R7"\n\n[labels]\nreceived = "all"\n')
    assert load(tmp_path, {}).printer.dpi == 300
    save(tmp_path, {}, {"printer": {"host": "10.0.0.9"}})
    now = load(tmp_path, {})
    assert (now.printer.host, now.printer.dpi, now.name, now.labels.received) == ("10.0.0.9", 203, "R7", "all")


def test_a_file_that_a_windows_editor_saved_is_read_and_changed(tmp_path: Path) -> None:
    """It begins with a byte order mark."""
    (tmp_path / FILE).write_text('name = "Größe"\n', "utf-8-sig")
    assert load(tmp_path, {}).name == "Größe"
    save(tmp_path, {"scale": "COM3"})
    assert (load(tmp_path, {}).name, load(tmp_path, {}).scale) == ("Größe", "COM3")
