"""Policy texts: each fault names file, key and what is allowed; what is shipped is whole."""

import pytest
from msgspec.structs import replace

from station.domain.checklist import Checklist
from station.domain.checklist_text import read_checklist
from station.domain.policy import PolicyFault, Rulebook
from station.domain.policy_text import read_policy
from station.domain.records import Product
from station.domain.toml_rows import lines_of
from station.rules import load_rules

LAST = '[[grade]]\ngrade = "junk"\n[[route]]\nname = "rest"\nroute = "destroy"\n'


def question(id: str, *answers: str, more: str = "") -> str:
    rows = "\n".join(f"[[question.answer]]\n{answer}" for answer in answers)
    return f'[[question]]\nid = "{id}"\n{more}\n{rows}\n'


TWO = ('key = "yes"', 'key = "no"')


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("= nonsense", ("not valid TOML",)),
        ('colour = "red"\n' + LAST, ("top", "'colour'", "name, grade, route")),
        ('[[grade]]\ngrade = "E"\n' + LAST, ("grade = 'E'", "incorrect_item")),
        ('[[grade]]\ngrade = "A"\nfonction = ["works"]\n' + LAST, ("grade[1]", "'fonction'", "function")),
        ('[[route]]\nname = "x"\nroute = "moon"\n' + LAST, ("route x = 'moon'", "quarantine")),
        ('[[route]]\nroute = "donate"\n' + LAST, ("route[1]", "name")),
        ("", ("grade: the last rule must have no conditions",)),
        ('[[grade]]\ngrade = "A"\n[[route]]\nname = "x"\nroute = "donate"\nvalue_min = 5\n', ("route: the last rule",)),
        (
            '[[grade]]\ngrade = "A"\ncosmetic_max = 3\n[[route]]\nname = "x"\nroute = "donate"\n',
            ("grade: the last rule",),
        ),
    ],
)
def test_a_wrong_policy_is_refused_by_name(text: str, told: tuple[str, ...]) -> None:
    with pytest.raises(PolicyFault) as fault:
        read_policy(text, "policies/ours.toml")
    assert str(fault.value).startswith("policies/ours.toml: ")
    assert all(word in str(fault.value) for word in told), str(fault.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", (":1: question: is missing", "one question at least")),
        (question("", *TWO), (":2: question[1].id: '' does not fit", "a text")),
        (question("Is it?", *TWO), (":2: question[1].id", "small letters")),
        (question("a", TWO[0]), (":1: question[1].answer", "two or more")),
        (question("a", TWO[0], TWO[0]), (":7: question[1].answer[2].key", "already at line 5", "each once")),
        (question("a", *TWO, more='only = "shoes"'), (":3: question[1].only: 'shoes'", "parts, serial, battery")),
        (question("a", *TWO, more='weight = "1"'), (":3: question[1].weight", "id, only, care, picture, answer")),
        (question("a", *TWO, more='care = "sing"'), (":3: question[1].care", "clean, rebag, wipe")),
        (question("a", *TWO, more='care = "clean"'), ("question[1].answer", "done, failed")),
        (question("a", *TWO, more='only = "parts"'), (":3: question[1].only", "concerns every product")),
        (question("a", 'key = "x"\nnext = "b"', TWO[0]), (":6: question[1].answer[1].next", "dead end", "allowed: a")),
        (question("a", 'key = "x"\nnext = "a"', TWO[0]), (":6: question[1].answer[1].next", "leads back to 'a'")),
        (
            question("a", 'key = "x"\nnext = "b"', TWO[0]) + question("b", TWO[0], 'key = "z"\nnext = "a"'),
            (":16: question[2].answer[2].next", "leads back to 'a'"),
        ),
        (question("a", *TWO) + question("b", *TWO), (":9: question[2].id: no answer leads to 'b'",)),
        (question("a", *TWO) + question("a", *TWO), (":9: question[2].id: 'a' is already at line 2",)),
        (question("a", 'key = "split"', TWO[0]), (":5: question[1].answer[1].key", "command of the bench")),
        (question("a", 'key = "x"\ncosmetic = 10', TWO[0]), (":6: question[1].answer[1].cosmetic: 10", "0 to 9")),
        (question("a", 'key = "x"\nfunction = "well"', TWO[0]), (":6:", "answer[1].function: 'well'", "untested")),
        (question("a", 'key = "x"\ncompleteness = "half"', TWO[0]), (":6:", "completeness", "parts_only")),
        (question("a", 'key = "x"\nevidence = ["song"]', TWO[0]), (":6:", "evidence", "photo, weight, serial")),
        (question("a", 'key = "x"\nflags = "x"', TWO[0]), (":6:", "flags: 'x' does not fit", "a list of texts")),
        (question("a", 'key = "x"\nscore = 1', TWO[0]), (":6:", "answer[1].score", "flags")),
        ("name = 5\n" + question("a", *TWO), (":1: name: 5 does not fit", "a text")),
        ('categories = ["a", "a"]\n' + question("a", *TWO), (":1: categories", "each once")),
        ("question = 5", (":1: question", "tables [[question]]")),
        ('name = """\n', ("not valid TOML", ":2")),
    ],
)
def test_a_wrong_checklist_is_refused_by_line_and_key(text: str, told: tuple[str, ...]) -> None:
    with pytest.raises(PolicyFault) as fault:
        read_checklist(text, "checklists/ours.toml")
    assert str(fault.value).startswith(f"checklists/ours.toml:{fault.value.line}: ")
    assert all(word in str(fault.value) for word in told), str(fault.value)


def test_lines_are_those_of_the_text() -> None:
    text = 'name = """\nid = 1\n[[route]]\n"""\nlist = [\n  "a", # ]\n]\n[[a]]\n[[a.b]]\nx = 1\n[[a]]\n[[a.b]]\n'
    lines = lines_of(begin + "[[a.b]]\n'y' = 1\n[c.d]\nz=2")
    assert lines["name",] == 1
    assert ("id",) not in lines
    assert ("route", 0) not in lines
    assert lines["list",] == 5
    assert (lines["a", 0], lines["a", 0, "b", 0, "x"], lines["a", 1, "b", 1], lines["a", 1, "b", 1, "y"]) == (
        8,
        10,
        13,
        14,
    )
    assert lines["c", "d", "z"] == 16


def test_the_list_closest_to_a_product_is_taken() -> None:
    def listed(name: str, more: str = "") -> Checklist:
        return read_checklist(f'name = "{name}"\n{more}\n{question("a", *TWO)}', name)

    rules = Rulebook(
        load_rules().policy,
        {
            c.name: c
            for c in (
                listed("general"),
                listed("shoes"),
                listed("worn", 'categories = ["shoes", "socks"]'),
                listed("nw", 'merchants = ["NW"]\ncategories = ["shoes"]'),
                listed("one", 'products = ["NW-1"]'),
            )
        },
    )
    shoe = Product("p", "HH", "HH-1", "Shoe", category="shoes")
    assert rules.checklist_for(None).name == "general"
    assert rules.checklist_for(shoe).name == "worn"
    assert rules.checklist_for(replace(shoe, category="lamps")).name == "general"
    assert rules.checklist_for(replace(shoe, merchant="NW")).name == "nw"
    assert rules.checklist_for(replace(shoe, sku="NW-1")).name == "one"
    assert rules.checklist_for(replace(shoe, sku="NW-1", checklist="shoes")).name == "shoes"
    assert rules.checklist_for(replace(shoe, checklist="lost")).name == "worn"


def test_what_is_shipped_is_whole() -> None:
    rules = load_rules()
    assert set(rules.checklists) >= {"general"}
    assert rules.checklist("no such one").name == "general"


def test_the_hash_is_of_the_text_and_a_pinned_policy_is_found_again() -> None:
    old, new = read_policy(LAST, "a"), read_policy(LAST + "# changed\n", "a")
    assert old.hash != new.hash
    rules = Rulebook(new, load_rules().checklists, {old.hash: old})
    assert rules.pinned(old.hash) is old
    assert rules.pinned("never heard of") is new
