"""Writes single settings into the station's TOML file and leaves all else in it, remarks included, as a person wrote
it. What came of it is read and checked before it takes the old file's place. Knows no setting's meaning."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from station.config import FILE, Config, Refused, load
from station.store.durable import put_in_place

Value = str | int | tuple[str, ...]
_TABLE = re.compile(r"\s*\[")


Table = Mapping[str, Value]


def save(
    home: Path,
    top: Table,
    tables: Mapping[str, Table] | None = None,
    lists: Mapping[str, Sequence[Table]] | None = None,
) -> Config:
    """Sets `top` keys, and replaces whole [tables] and [[lists]]. The settings as they are from now on; raises Refused
    (the old file stands unchanged then) and OSError."""
    home.mkdir(parents=True, exist_ok=True)
    path = home / FILE
    text = path.read_text("utf-8-sig") if path.is_file() else ""
    for key, value in top.items():
        text = set_key(text, key, value)
    for name, values in (tables or {}).items():
        text = set_table(text, name, values)
    for name, rows in (lists or {}).items():
        text = set_list(text, name, rows)
    return _put(home, path, text)


def _put(home: Path, path: Path, text: str) -> Config:
    trial = home / "trial"
    trial.mkdir(exist_ok=True)
    new = trial / FILE
    try:
        new.write_text(text, "utf-8")
        load(trial, {}, site=home)
        put_in_place(new, path)
    except Refused as refused:  # of the file that would have been: the trial is gone when it is read
        raise Refused(str(path), refused.key, refused.why) from refused
    finally:
        new.unlink(missing_ok=True)
        trial.rmdir()
    return load(home, {})


def set_key(text: str, key: str, value: Value) -> str:
    """A key before the first table; the line that had it, else a new one."""
    lines, line = text.splitlines(), f"{key} = {written(value)}"
    end = next((n for n, one in enumerate(lines) if _TABLE.match(one)), len(lines))
    for n in range(end):
        if re.match(rf"\s*{re.escape(key)}\s*=", lines[n]):
            lines[n] = line
            return _joined(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return _joined([*lines[:end], line, *lines[end:]])


def set_table(text: str, name: str, values: Mapping[str, Value]) -> str:
    """The whole table anew, at its place or at the end. One in a single line, or in dotted keys, gives way."""
    lines = text.splitlines()
    first = next((n for n, one in enumerate(lines) if _TABLE.match(one)), len(lines))
    inline = re.compile(rf"\s*{re.escape(name)}\s*(\.[^=]*=|=\s*\{{.*\}}\s*(#.*)?$)")
    lines = [one for n, one in enumerate(lines) if n >= first or not inline.match(one)]
    body = [f"[{name}]", *(f"{key} = {written(value)}" for key, value in values.items())]
    start = next((n for n, one in enumerate(lines) if re.match(rf"\s*\[\s*{re.escape(name)}\s*\]", one)), len(lines))
    end = next((n for n in range(start + 1, len(lines)) if _TABLE.match(lines[n])), len(lines))
    before = [*lines[:start], *([""] if start == len(lines) and lines else [])]
    after = [*([""] if end < len(lines) else []), *lines[end:]]
    return _joined([*before, *body, *after])


def set_list(text: str, name: str, rows: Sequence[Table]) -> str:
    """All tables [[name]] anew, at the place of the first or at the end; remarks within follow them. A list in a single
    line (`name = [...]`) gives way, too."""
    lines = text.splitlines()
    first = next((n for n, one in enumerate(lines) if _TABLE.match(one)), len(lines))
    own = re.compile(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]")
    kept: list[str] = []
    at, inside = -1, False
    for n, line in enumerate(lines):
        inside = bool(own.match(line)) if _TABLE.match(line) else inside
        inline = n < first and re.match(rf"\s*{re.escape(name)}\s*=\s*\[.*\]\s*(#.*)?$", line)
        at = len(kept) if inside and at < 0 else at
        if (not inside and not inline) or line.lstrip().startswith("#"):
            kept.append(line)
    before, after = (kept, []) if at < 0 else (kept[:at], kept[at:])
    while before and not before[-1].strip():
        before.pop()
    body = [line for row in rows for line in ("", *_block(name, row))]
    between = [""] if after and (body or before) else []
    return _joined([*before, *body[0 if before else 1 :], *between, *after])


def _block(name: str, row: Table) -> list[str]:
    return [f"[[{name}]]", *(f"{key} = {written(value)}" for key, value in row.items())]


def written(value: Value) -> str:
    """A value as TOML: JSON's strings, numbers and lists of strings are TOML's, too, but for one character."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _joined(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
