"""Settings: what is allowed is read, what is not is refused with file, key and the allowed."""

import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from station import config
from station.config import Config, Printer, Refused
from station.domain.records import Merchant
from station.settings_file import save

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


def test_a_home_of_a_user_whom_the_system_does_not_know_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        config.load(environment={"RETURNS_STATION_HOME": "~nobody-such/station"})
    assert (refused.value.source, refused.value.key) == ("RETURNS_STATION_HOME", "home")


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
        ("[[merchants]]\nid='a'\nname='A'\ncurency='EUR'", "merchants.curency", "currency"),
        ("[[merchants]]\nid='a'\nname='A'\ncurrency='Euro'", "merchants[0].currency", "EUR"),
        ("[[merchants]]\nid='a'\nname='A'\ngrace=-1", "merchants[0].grace", "days"),
        ("[[merchants]]\nid='商户一'\nname='A'", "merchants[0].id", "ASCII"),
        ("[[merchants]]\nid='a'\nname='A'\n[[merchants]]\nid='Åse'\nname='B'", "merchants[1].id", "'Åse'"),
        (f"[[merchants]]\nid='{'x' * 31}'\nname='A'", "merchants[0].id", "30"),
        ('[[merchants]]\nid="a\\tb"\nname="A"', "merchants[0].id", "ASCII"),
        ("[transport]\nsufix = 'x'", "transport.sufix", "suffix"),
        ("home = '/elsewhere'", "home", "RETURNS_STATION_HOME"),
        ("[printer]\nlabels = ['unit-57x23']", "printer.labels", "unit-57x32"),
        ("[printer]\nlabels = ['unit']", "printer.labels", "unit-2x1in"),
        ("[[printers]]\nhost = 'a'\nlabels = ['../unit-57x32']", "printers[0].labels", "unit-57x32"),
        ("[printer]\nhost = '/dev/usb/lp0'", "printer.host", "file:"),
        ("[printer]\nhost = 'lpd://printer'", "printer.host", "ipp://"),
        ("[printer]\nhost = 'the printer'", "printer.host", "ipp://"),
        ("[printer]\nhost = 'tcp://printer:99999'", "printer.host", "99999"),
        ("[printer]\nhost = 'serial:COM3?fast'", "printer.host", "fast"),
        ("[printer]\nhost = 'ipp://'", "printer.host", "names no printer"),
        ("[printer]\nhost = 'ipp://printer:port/x'", "printer.host", "names no printer"),
        ("[printer]\nhost = 'ipp://printer/x'\nlanguage = 'tspl'", "printer.language", "pdf, pwg"),
        ("[printer]\nhost = 'windows:'", "printer.host", "names no printer"),
        ("[printer]\nspeeds = 3", "printer", "exclusive"),
        ("camera = 'folder:'", "camera", "folder:PATH"),
        ("camera = 'simulatd'", "camera", "simulated"),
        ("camera = 'devices'", "camera", "device:NAME"),
        ("scanner = 'tcp://scanner'", "scanner", "HOST:PORT"),
        ("scale = 'tcp://:4001'", "scale", "HOST:PORT"),
        ("scale = 'serial:'", "scale", "serial port"),
        ("tracking = 'https://'", "tracking", "https"),
        ("gs1_digits = 'A'", "gs1_digits", "digits"),
        ("[labels]\nroute = 'tote'", "labels.route", "totes"),
        ("[labels]\nreceived = 'some'", "labels.received", "unknown"),
        ("[address]\ncountry = 'Spain'", "address.country", "ES"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, key: str, why: str) -> None:
    with pytest.raises(Refused) as refusal:
        config.load(written(tmp_path, text), {})
    assert refusal.value.key == key
    assert why in refusal.value.why
    assert refusal.value.source == str(tmp_path / config.FILE)


@pytest.mark.parametrize(
    "text",
    [
        "camera = 'device'", "camera = 'device:front'", "camera = 'folder:~/photos'", "camera = 'simulated'",
        "scanner = 'hid:'", "scanner = 'COM3'", "scanner = 'serial:S1?115200'", "scale = 'tcp://192.0.2.9:4001'",
        "tracking = 'http://[::1]:8800'", "[transport]\nprefix = '~'",
        "[printer]\nhost = 'tcp://[::1]:9101'", "[printer]\nhost = 'fe80::1'", "[printer]\nhost = 'ipp://printer/ipp'",
        "[printer]\nhost = 'file:/dev/usb/lp0'", "[printer]\nhost = 'windows:Label printer'",
        "[printer]\nhost = 'ipp://printer/ipp'\nlanguage = 'pwg'\ndpi = 203", "[printer]\nlabels = ['unit-2x1in']",
        "[printer]\nhost = 'printer.example'\nexclusive = true",
        f"[[merchants]]\nid = 'Shoes & Co. {'x' * 18}'\nname = '商户一'",
    ],
)  # fmt: skip
def test_what_is_right_is_taken(tmp_path: Path, text: str) -> None:
    assert config.load(written(tmp_path, text), {}) != Config(tmp_path)


def test_a_site_s_own_layout_is_one_to_name_and_has_to_be_right(tmp_path: Path) -> None:
    text = "[printer]\nlabels = ['unit-bottle']"
    with pytest.raises(Refused, match="unit-bottle"):
        config.load(written(tmp_path, text), {})
    (tmp_path / "layouts").mkdir()
    own = tmp_path / "layouts" / "unit-bottle.toml"
    own.write_text("size = 'small'", "utf-8")
    with pytest.raises(Refused, match=r"unit-bottle\.toml.*size"):
        config.load(tmp_path, {})
    own.write_bytes((resources.files("resources") / "layouts" / "unit-2x1in.toml").read_bytes())
    assert config.load(tmp_path, {}).printer.labels == ("unit-bottle",)
    assert save(tmp_path, {"name": "R8"}).printer.labels == ("unit-bottle",)


def test_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / config.FILE).write_bytes('name = "Größe"'.encode("latin-1"))
    with pytest.raises(Refused, match="no TOML"):
        config.load(tmp_path, {})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RETURNS_STATION_PRINTER__PORT", "many"),
        ("RETURNS_STATION_PRINTER__DPI", "77"),
        ("RETURNS_STATION_TZ", "Mars/Base"),
        ("RETURNS_STATION_NAME__X", "a"),
        ("RETURNS_STATION_MERCHANTS", "a"),
    ],
)
def test_a_wrong_variable_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(Refused) as refusal:
        config.load(written(tmp_path, GOOD), {name: value})
    assert refusal.value.source == name, "not the file, in which nothing is wrong"


def test_settings_cost_no_heavy_import() -> None:
    asked = (
        "import sys, station.config; print([m for m in ('pydantic', 'tomllib', 'platformdirs') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
