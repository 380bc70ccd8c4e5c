"""The house's own rules that no linter knows: sizes, empty `__init__` files, no traces of a machine, whole texts."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from resources.compile import LOCALE, mo_bytes, texts
from station.texts import languages

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("station", "ui", "tracking", "resources", "installer", "tests")
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
WRITTEN = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".lock",
    ".yml",
    ".sh",
    ".html",
    ".css",
    ".json",
    ".po",
    ".iss",
    ".spec",
    ".service",
}

# Written in pieces, so that this file does not find itself.
MACHINE = re.compile(r"(?<![\w.])/(?:ho" r"me|ro" r"ot|wo" r"rk|Us" r"ers)/[\w.]")
REGISTRY = re.compile(r"https?://(?:[\w-]+\.)*(?:py" r"pi|python" r"hosted|np" r"mjs)\.(?:org|com)")
UNFINISHED = re.compile(
    r"NotImplemented" r"Error|TO" r"DO|FIX" r"ME|XX" r"X|pytest\.(?:mark\.)?(?:sk" r"ip|xf" r"ail)|import" r"orskip"
)


@cache
def modules() -> tuple[Path, ...]:
    found = [path for room in SOURCES for path in (ROOT / room).rglob("*.py") if "__pycache__" not in path.parts]
    return (ROOT / "run.py", *sorted(found))


@cache
def tracked() -> tuple[Path, ...]:
    """The files that belong to the project: git's list, or all of an unpacked archive."""
    try:
        told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
        names = [ROOT / name for name in told.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        names = [path for room in SOURCES for path in (ROOT / room).rglob("*")]
    return tuple(path for path in names if path.is_file() and path.suffix in WRITTEN)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_longer_than_one_can_read() -> None:
    sizes = {name(path): path.read_text("utf-8").count("\n") for path in modules()}
    assert {path: lines for path, lines in sizes.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    rooms = [path for path in modules() if not name(path).startswith("tests/")]
    found = {f"{name(path)}:{node.lineno} {node.name}": length(node) for path in rooms for node in functions(path)}
    assert {where: lines for where, lines in found.items() if lines > LONGEST_FUNCTION} == {}


def test_an_init_holds_at_most_a_docstring() -> None:
    full = []
    for path in modules():
        body = ast.parse(path.read_text("utf-8")).body if path.name == "__init__.py" else []
        if [node for node in body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]:
            full.append(name(path))
    assert full == []


def test_every_module_says_what_it_is_responsible_for() -> None:
    rooms = [path for path in modules() if path.name != "__init__.py" and not name(path).startswith("tests/")]
    assert [name(path) for path in rooms if not ast.get_docstring(ast.parse(path.read_text("utf-8")))] == []


@pytest.mark.parametrize(
    ("trace", "where"),
    [(MACHINE, WRITTEN), (REGISTRY, WRITTEN), (UNFINISHED, {".py"})],
    ids=["path", "registry", "mark"],
)
def test_no_file_bears_the_trace_of_a_machine_or_of_work_left_over(trace: re.Pattern[str], where: set[str]) -> None:
    found = {name(path): trace.findall(path.read_text("utf-8")) for path in tracked() if path.suffix in where}
    assert {path: traces for path, traces in found.items() if traces} == {}


def test_the_traces_are_found_where_there_are_some() -> None:
    assert MACHINE.search("open('/ho" + "me/me/x')")
    assert REGISTRY.search("https://files.python" + "hosted.org/x")
    assert UNFINISHED.search("# TO" + "DO later")


def catalogue(lang: str) -> Path:
    return LOCALE / lang / "LC_MESSAGES" / "returns.po"


@pytest.mark.parametrize("lang", languages())
def test_every_text_is_there_in_every_language_with_the_same_placeholders(lang: str) -> None:
    english, here = texts(catalogue("en")), texts(catalogue(lang))
    assert sorted(english.keys() - here.keys()) == []
    assert sorted(here.keys() - english.keys() - {key for key in here if key.endswith((".one", ".many"))}) == []
    assert {
        key for key in english.keys() & here.keys() if placeholders(english[key]) != placeholders(here[key])
    } == set()


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"{\w*}", text))


@pytest.mark.parametrize("lang", languages())
def test_the_compiled_texts_are_those_of_the_source(lang: str) -> None:
    compiled = catalogue(lang).with_suffix(".mo")
    current = compiled.exists() and compiled.read_bytes() == mo_bytes(texts(catalogue(lang)))
    assert current, "compile the texts: python -m resources.compile"


@pytest.mark.parametrize("lang", languages())
def test_no_entry_of_a_catalogue_is_empty_or_doubtful(lang: str) -> None:
    source = catalogue(lang).read_text("utf-8")
    assert "#, fuzzy" not in source
    assert len(re.findall(r'^msgid "[^"]', source, re.MULTILINE)) == len(texts(catalogue(lang)))
