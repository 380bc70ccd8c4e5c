"""Policy texts: each fault names file, key and what is allowed; what is shipped is whole."""

import pytest

from station.domain.checklist_text import read_checklist
from station.domain.policy import PolicyFault, Rulebook
from station.domain.policy_text import read_policy
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
        ("", ("each needs an id",)),
        (question("", *TWO), ("each needs an id",)),
        (question("a", TWO[0]), ("question a", "two or more")),
        (question("a", TWO[0], TWO[0]), ("question a", "different keys")),
        (question("a", *TWO, more='only = "shoes"'), ("question a: only", "'shoes'", "parts")),
        (question("a", *TWO, more='weight = "1"'), ("question a", "'weight'", "id, only, answer")),
        (question("a", 'key = "x"\nnext = "b"', TWO[0]), ("question a", "next = 'b'", "['a']")),
        (question("a", 'key = "x"\nnext = "a"', TWO[0]), ("question a", "lead back")),
        (question("a", *TWO) + question("b", *TWO), ("question b", "no answer leads to it")),
        (question("a", 'key = "x"\ncosmetic = 10', TWO[0]), ("answer x", "cosmetic = 10", "0 to 9")),
        (question("a", 'key = "x"\nfunction = "well"', TWO[0]), ("answer x: function", "'well'", "untested")),
        (question("a", 'key = "x"\ncompleteness = "half"', TWO[0]), ("answer x: completeness", "parts_only")),
        (question("a", 'key = "x"\nscore = 1', TWO[0]), ("answer x", "'score'", "flags")),
    ],
)
def test_a_wrong_checklist_is_refused_by_name(text: str, told: tuple[str, ...]) -> None:
    with pytest.raises(PolicyFault) as fault:
        read_checklist(text, "checklists/ours.toml")
    assert str(fault.value).startswith("checklists/ours.toml: ")
    assert all(word in str(fault.value) for word in told), str(fault.value)


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
