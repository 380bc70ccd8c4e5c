"""The table of identifiers against the GS1 syntax dictionary, line by line."""

import re
from pathlib import Path

import pytest

from station.domain.gs1.checks import CHECKS
from station.domain.gs1.table import TABLE, lines, rule_at, rule_of

KINDS = {"N": "n", "X": "x", "Y": "y", "Z": "z"}


def test_every_line_is_a_rule_and_names_checks_that_exist() -> None:
    rules = [rule for ai in lines() if (rule := rule_of(ai))]
    assert len(rules) == len(lines()) > 500
    assert {check for rule in rules for part in rule.parts for check in part.checks} == set(CHECKS)
    assert {rule.ai for rule in rules} == set(lines())
    assert len(TABLE.strip().splitlines()) == len(set(lines().values()))


def test_an_identifier_is_found_where_it_stands_and_nowhere_else() -> None:
    found = rule_at("xx3103000125", 2)
    assert found is not None
    assert (found.ai, found.width, found.fixed) == ("3103", 6, True)
    assert rule_at("89", 0) is rule_at("9", 0) is rule_at("", 0) is rule_of("310n") is rule_at("3109", 0) is None


def dictionary(path: Path) -> dict[str, tuple[str, list[str], dict[str, list[str]]]]:
    """AI -> flags, components and attributes, as the published file has them."""
    found = {}
    for line in path.read_text("utf-8").splitlines():
        ais, *words = line.partition("#")[0].split() or [""]
        if not ais:
            continue
        flags = words.pop(0) if set(words[0]) <= set("*?") else ""
        attributes: dict[str, list[str]] = {}
        for key, _, value in (w.partition("=") for w in words if re.match(r"(req|ex|dlpkey)", w)):
            attributes.setdefault(key, []).append(value)
        parts = [w for w in words if not re.match(r"(req|ex|dlpkey)", w)]
        first, _, last = ais.partition("-")
        for n in range(int(first), int(last or first) + 1):
            found[str(n).zfill(len(first))] = (flags, parts, attributes)
    return found


def component(text: str) -> tuple[str, int, int, bool, int]:
    """signs, least, most, optional, number of checks."""
    bare = text.strip("[]").replace("]", "").split(",")
    match = re.fullmatch(r"([NXYZ])(\.\.)?(\d+)", bare[0])
    assert match
    most = int(match[3])
    return KINDS[match[1]], 1 if match[2] else most, most, text.startswith("["), len(bare) - 1


@pytest.mark.shared_data
def test_the_table_says_what_the_published_dictionary_says(shared_data: Path) -> None:
    published = dictionary(shared_data / "gs1" / "gs1-syntax-dictionary.txt")
    assert set(published) == set(lines())
    for ai, (flags, parts, attributes) in published.items():
        rule = rule_of(ai)
        assert rule is not None
        assert (rule.fixed, rule.attribute) == ("*" in flags, "?" in flags), ai
        ours = [(p.signs, p.least, p.most, p.may_miss, len(p.checks)) for p in rule.parts]
        assert ours == [component(part) for part in parts], ai
        assert [",".join(groups) for groups in rule.needs] == attributes.get("req", []), ai
        assert ",".join(rule.bars) == ",".join(attributes.get("ex", [])), ai
        assert (rule.paths is not None) == ("dlpkey" in attributes), ai
        if rule.paths not in (None, ((),)):
            assert "|".join(",".join(path) for path in rule.paths or ()) == attributes["dlpkey"][0], ai
