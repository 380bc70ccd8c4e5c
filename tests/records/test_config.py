"""Settings: what is allowed is read, what is not is refused with file, key and the allowed."""

import subprocess
import sys
from pathlib import Path

import pytest

from station import config
from station.config import Config, Printer, Refused
from station.domain.records import Merchant

GOOD = """
name = "Bench 4"
tz = "Europe/Berlin"
lang = "es"
scanner = "/dev/ttyACM0"
tracking = "https://returns.example"

[printer]
host = "192.0.2.7"
dpi = 300

[[merchants]]
id = "northwind"
name = "Northwind Shoes"
currency = "EUR"
grace = 7
"""


def written(folder: Path, text: str) -> Path:
    (folder / config.FILE).write_text(text, "utf-8")
    return folder


def test_no_file_means_defaults(tmp_path: Path) -> None:
    assert config.load(tmp_path, {}) == Config(tmp_path)


def test_a_whole_file(tmp_path: Path) -> None:
    told = config.load(written(tmp_path, GOOD), {})
    assert (told.name, told.tz, told.lang, told.scanner) == ("Bench 4", "Europe/Berlin", "es", "/dev/ttyACM0")
    assert told.printer == Printer("192.0.2.7", 9100, 300)
    assert told.merchants == (Merchant("northwind", "Northwind Shoes", "EUR", 7),)


def test_the_environment_wins_and_names_the_home(tmp_path: Path) -> None:
    env = {
        "RETURNS_STATION_HOME": str(written(tmp_path, GOOD)),
        "RETURNS_STATION_PRINTER__PORT": "9101",
        "RETURNS_STATION_NAME": "Bench 5",
        "RETURNS_STATION_OTHER_THING": "kept for others",
    }
    told = config.load(environment=env)
    assert (told.home, told.name, told.printer) == (tmp_path, "Bench 5", Printer("192.0.2.7", 9101, 300))


def test_without_a_name_the_platforms_folder_is_home() -> None:
    assert config.home({}).name == "returns-station"
    assert config.home({}).is_absolute()


@pytest.mark.parametrize(
    ("text", "key", "why"),
    [
        ("name = ", "(whole file)", "no TOML"),
        ("name = ''", "name", "needed"),
        ("tz = 'Berlin'", "tz", "Europe/Berlin"),
        ("tz = '../etc'", "tz", "IANA"),
        ("lang = 'de'", "lang", "zh_TW"),
        ("[printer]\nport = 99999", "printer.port", "65535"),
        ("[printer]\nport = 'nine'", "printer.port", "int"),
        ("[printer]\ndpi = 150", "printer.dpi", "600"),
        ("[printer]\nspeed = 3", "printer", "speed"),
        ("colour = 'red'", "(top)", "merchants"),
        ("tracking = 'ftp://x'", "tracking", "https"),
        ("gs1_prefix = '952'", "gs1_prefix", "4 to 12"),
        ("gs1_prefix = '952123x'", "gs1_prefix", "digits"),
        ("merchants = []", "merchants", "id"),
        ("[[merchants]]\nid='a'\nname='A'\n[[merchants]]\nid='a'\nname='B'", "merchants", "own"),
        ("[[merchants]]\nname='A'", "merchants[0]", "id"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, key: str, why: str) -> None:
    with pytest.raises(Refused) as refusal:
        config.load(written(tmp_path, text), {})
    assert refusal.value.key == key
    assert why in refusal.value.why
    assert refusal.value.source == str(tmp_path / config.FILE)


def test_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / config.FILE).write_bytes('name = "Größe"'.encode("latin-1"))
    with pytest.raises(Refused, match="no TOML"):
        config.load(tmp_path, {})


@pytest.mark.parametrize(
    ("name", "value"),
    [("RETURNS_STATION_PRINTER__PORT", "many"), ("RETURNS_STATION_NAME__X", "a"), ("RETURNS_STATION_MERCHANTS", "a")],
)
def test_a_wrong_variable_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(Refused):
        config.load(written(tmp_path, GOOD), {name: value})


def test_settings_cost_no_heavy_import() -> None:
    asked = (
        "import sys, station.config; print([m for m in ('pydantic', 'tomllib', 'platformdirs') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
