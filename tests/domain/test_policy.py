"""Policy texts: each fault names file, key and what is allowed; what is shipped is whole."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from station.domain.bench.decide import COMMANDS
from station.domain.checklist import FLAGS, Checklist
from station.domain.checklist_text import RESERVED, read_checklist
from station.domain.policy import PolicyFault, Rulebook
from station.domain.policy_text import read_policy
from station.domain.records import Product
from station.domain.recovery import CONDITIONS, Key, Recovery, Table, levelled
from station.domain.recovery_text import read_recovery, write_recovery
from station.domain.toml_rows import lines_of
from station.rules import compose, load_rules, shipped, site


def question(id: str, *answers: str, more: str = "") -> str:
    rows = "\n".join(f"[[question.answer]]\n{answer}" for answer in answers)
    return f'[[question]]\nid = "{id}"\n{more}\n{rows}\n'


TWO = ('key = "yes"', 'key = "no"')


END = '[[grade]]\ngrade = "junk"\n[[route]]\nname = "rest"\nroute = "destroy"\n'
SHELF = '[[channel]]\nname = "shelf"\nroute = "restock"\n'
BRINGS = '[[recovery]]\nchannel = "shelf"\nA = [900, 5]\nB = [500, 5]\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("= nonsense", (":1: not valid TOML",)),
        (f'name = "x"\nholding_permille_day = {"9" * 5000}\n' + END, (":2: not valid TOML",)),
        (f"holding_permille_day = 0x{'f' * 5000}\n" + END, (":1: holding_permille_day:", "0 to 1000")),
        ("currency = 0\n" + END, (":1: currency: 0 does not fit",)),
        (
            END + SHELF + '[[recovery]]\nchannel = "shelf"\ncategory = []\nA = [1, 1]\n',
            (":11: recovery[1].category: []",),
        ),
        (
            END + SHELF + f'[[recovery]]\nchannel = "shelf"\nA = [0x{"f" * 5000}, 1]\n',
            (":11: recovery[1].A:", "0 to 2000"),
        ),
        ('colour = "red"\n' + END, (":1: colour: unknown key 'colour'", "allowed: name, currency")),
        (
            '[[grade]]\ngrade = "E"\n' + END,
            (":2: grade[1].grade: 'E' does", "A, B, C, D, incorrect_item, junk"),
        ),
        ('[[grade]]\ngrade = "A"\nfonction = ["works"]\n' + END, (":3: grade[1].fonction", "grade, function")),
        ('[[grade]]\ngrade = "A"\ncosmetic_max = 10\n' + END, (":3: grade[1].cosmetic_max: 10", "0 to 9")),
        ('[[grade]]\ngrade = "A"\nfunction = []\n' + END, (":3: grade[1].function: []", "one at least")),
        ('[[route]]\nname = "x"\nroute = "moon"\n' + END, (":3: route[1].route: 'moon'", "quarantine")),
        ('[[route]]\nroute = "donate"\n' + END, (":1: route[1].name: is missing",)),
        ('[[route]]\nname = "x"\nroute = "donate"\nvalue_min = true\n' + END, (":4: route[1].value_min: True",)),
        ('[[route]]\nname = "x"\nroute = "donate"\nhazard = 1\n' + END, (":4: route[1].hazard: 1", "true or false")),
        ("", (":1: grade: is missing",)),
        ('[[grade]]\ngrade = "junk"\n', (":1: route: is missing",)),
        (
            '[[grade]]\ngrade = "A"\n[[route]]\nname = "x"\nroute = "donate"\nvalue_min = 5\n',
            (":3: route[1]: the last rule must have no conditions", "without value_min"),
        ),
        (
            '[[grade]]\ngrade = "A"\ncosmetic_max = 3\n[[route]]\nname = "x"\nroute = "donate"\n',
            (":1: grade[1]: the last rule must have no conditions",),
        ),
        # rules that never fire, or contradict each other
        (
            '[[hard]]\nname = "a"\nroute = "donate"\ngrade = ["A", "B"]\n'
            '[[route]]\nname = "b"\nroute = "recycle"\ngrade = ["B"]\nvalue_min = 5\n' + END,
            (":5: route[1]: can never fire: line 1 covers it whole", "narrower rule first"),
        ),
        (
            '[[route]]\nname = "a"\nroute = "donate"\ngrade = ["A", "B"]\n'
            '[[route]]\nname = "b"\nroute = "recycle"\ngrade = ["B", "A"]\n' + END,
            (":5: route[2]: contradicts line 1: the same conditions, another outcome",),
        ),
        (
            '[[route]]\nname = "a"\nroute = "donate"\nhazard = true\n'
            '[[route]]\nname = "b"\nroute = "donate"\ndanger = ["leak"]\n' + END,
            (":5: route[2]: can never fire: line 1",),
        ),
        (
            '[[route]]\nname = "a"\nroute = "donate"\ndays_max = 9\n'
            '[[route]]\nname = "b"\nroute = "recycle"\ndays_max = 5\n' + END,
            (":5: route[2]: can never fire: line 1",),
        ),
        (
            '[[grade]]\ngrade = "A"\ncosmetic_max = 3\n[[grade]]\ngrade = "A"\ncosmetic_max = 3\n' + END,
            (":4: grade[2]: says again what line 1 says",),
        ),
        (
            '[[refund]]\nname = "a"\nadvice = "full"\n[[refund]]\nname = "b"\nadvice = "full"\npermille = 5\n' + END,
            (":4: refund[2]: contradicts line 1",),
        ),
        (
            '[[route]]\nname = "rest"\nroute = "donate"\nhazard = true\n' + END,
            ("route[2].name: 'rest' is already at line 2",),
        ),
        (
            '[[hard]]\nname = "no_price"\nroute = "donate"\nhazard = true\n' + END,
            (":2: hard[1]", "any other name"),
        ),
        # a worse condition must not be worth more
        (
            '[[grade]]\ngrade = "B"\ncosmetic_max = 2\n[[grade]]\ngrade = "A"\ncosmetic_max = 4\n' + END,
            (":5: grade[2].grade: 'A' for a worse condition than works, 2, complete, which gets 'B' (line 1)",),
        ),
        (
            '[[grade]]\ngrade = "A"\nflags_any = ["dust"]\n[[grade]]\ngrade = "B"\ncosmetic_max = 4\n' + END,
            (":2: grade[1].grade: 'A' for a worse condition",),
        ),
        (
            SHELF + BRINGS.replace("[500, 5]", "[901, 5]") + END,
            (":4: recovery[1]: B of the whole would bring more by shelf than a better grade",),
        ),
        (
            "holding_permille_day = 10\n" + SHELF + BRINGS.replace("[500, 5]", "[899, 4]") + END,
            ("B of the whole would bring more",),
        ),
        (SHELF + BRINGS.replace("A = [900, 5]\n", "") + END, ("B of the whole would bring more",)),
        (SHELF + 'grades = ["C"]\n' + END, (":4: channel[1].grades", "allowed: A, B, C")),
        # names that nobody bears
        (
            '[[route]]\nname = "x"\nroute = "donate"\nhazard = true\nchannel = "shelf"\n' + SHELF + END,
            (":5: route[1].channel: 'shelf' is no channel of donate", "there is none"),
        ),
        ('[[contract]]\nchannels = ["attic"]\n' + SHELF + END, (":2: contract[1].channels: 'attic'", "shelf")),
        ('[[contract]]\nroutes = ["donate"]\n' + SHELF + END, (":2: contract[1].routes: 'donate'", "restock")),
        ('[[contract]]\nroutes = ["restock"]\n' + SHELF + END, ("channel[1].name: 'shelf' has no recovery",)),
        ('[[contract]]\nvendor = "maker"\n' + END, (":2: contract[1].vendor: 'maker' is no vendor",)),
        ('[[contract]]\nask = "donate"\n' + END, (":2: contract[1].ask", "ask and ask_days")),
        ("[[contract]]\n[[contract]]\n" + END, (":2: contract[2].merchant: '' is already at line 1",)),
        ('[[care]]\ntask = "clean"\nchannels = ["attic"]\n' + SHELF + END, (":3: care[1].channels: 'attic'",)),
        (BRINGS + END, (":2: recovery[1].channel: 'shelf' is no channel", "there is none")),
        (SHELF + SHELF + END, (":5: channel[2].name: 'shelf' is already at line 2",)),
        ('recovery = "ours"\n' + END, (":1: recovery: 'ours' is no known table", "[[recovery]] rows")),
        (SHELF + BRINGS.replace("[900, 5]", "[900]") + END, (":6: recovery[1].A: [900] does not fit", "permille")),
        (SHELF + BRINGS + BRINGS + END, (":10: recovery[2].A: the whole, shelf is already there",)),
        ("[regrade]\npermille = 1001\n" + END, (":2: regrade.permille: 1001", "0 to 1000")),
        ('[regrade.operators]\n"7" = -1\n' + END, (":2: regrade.operators.7: -1",)),
        ("regrade = 5\n" + END, (":1: regrade: 5", "a table [regrade]")),
        ('currency = "EURO"\n' + END, (":1: currency: 'EURO' is no currency", "three capital letters")),
        ('[kinds]\nshoes = ["Boots"]\n' + END, (":2: kinds.shoes: 'Boots' has capitals", "small letters")),
        ('[kinds]\na = ["x"]\nb = ["x"]\n' + END, (":3: kinds.b: 'x' is a kind of a", "each category once")),
        ('[kinds]\na = ["b"]\nb = ["x"]\n' + END, (":2: kinds.a: 'b' is a kind itself", "each category once")),
        ('[[contract]]\nask = "donate"\nask_days = 3651\n' + END, (":3: contract[1].ask_days", "0 to 3650")),
        # what denies itself
        (
            '[[refund]]\nname = "a"\nadvice = "full"\npermille = 5\n' + END,
            (":4: refund[1].permille: 'full' pays no part", "partial"),
        ),
        ('[[refund]]\nname = "a"\nadvice = "partial"\n' + END, ("refund[1].permille: 1000 is no part", "1 to 999")),
        (
            '[[care]]\ntask = "wipe"\n[[care]]\ntask = "wipe"\ncertificate = true\n' + END,
            (":4: care[2].task: 'wipe' is asked for at line 1 already", "one of the two"),
        ),
        (
            '[[care]]\ntask = "clean"\nroutes = ["resale"]\nchannels = ["shelf"]\n' + SHELF + END,
            (":4: care[1].channels: none of them",),
        ),
        ('[[signal]]\nsignal = "smell"\n' + END, (":2: signal[1].signal: 'smell'", "weight_off")),
    ],
)
def test_a_wrong_policy_is_refused_by_line_and_key(text: str, told: tuple[str, ...]) -> None:
    with pytest.raises(PolicyFault) as fault:
        read_policy(text, "policies/ours.toml")
    assert str(fault.value).startswith(f"policies/ours.toml:{fault.value.line}: ")
    assert all(word in str(fault.value) for word in told), str(fault.value)


def test_a_policy_names_its_recoveries_or_holds_them_and_either_belongs_to_its_version() -> None:
    inline = read_policy(SHELF + BRINGS + END, "a")
    assert inline.recovery.of("shoes", "B", "shelf") == (500, 5)
    named = 'recovery = "ours"\n' + SHELF + END
    one, other = (
        read_policy(named, "a", {"ours": read_recovery(f'name = "ours"\n{rows}', "b")})
        for rows in (BRINGS.replace("recovery", "row"), BRINGS.replace("recovery", "row").replace("500", "501"))
    )
    assert one.recovery.rows == inline.recovery.rows
    assert one.hash != other.hash


FEES = 'name = "ours"\n\n[[fee]]\nchannel = "shelf"\npermille = 85\n'


def test_fees_of_a_table_are_read_as_they_are_written() -> None:
    table = read_recovery(FEES, "a")
    assert table.fees == {"shelf": 85}
    assert read_recovery(write_recovery(table), "a").fees == table.fees
    assert levelled(table).fees == table.fees
    assert "fee" not in write_recovery(table, "recovery")


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (FEES.replace("85", "1001"), 5, "0 to 1000"),
        (FEES.replace("85", '"85"'), 5, "0 to 1000"),
        (FEES.replace("permille", "percent"), 5, "permille"),
        (FEES + FEES.split("\n", 1)[1], 8, "each once"),
        (FEES.replace('"shelf"', '"The shelf"'), 4, "small letters"),
    ],
)
def test_wrong_fees_are_refused_with_their_line(text: str, line: int, told: str) -> None:
    with pytest.raises(PolicyFault) as caught:
        read_recovery(text, "recovery/ours.toml")
    assert (caught.value.line, told in str(caught.value)) == (line, True), str(caught.value)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["", "shoes"]), st.sampled_from(CONDITIONS), st.sampled_from(["shelf", "x"])),
        st.builds(Recovery, st.integers(0, 2000), st.integers(0, 3650)),
    )
)
def test_a_levelled_table_is_lawful_and_written_as_it_is_read(rows: dict[Key, Recovery]) -> None:
    table = levelled(Table("ours", "", rows))
    assert levelled(table) == table
    assert read_recovery(write_recovery(table), "a").rows == table.rows
    other = '[[channel]]\nname = "x"\nroute = "resale"\nfee_permille = 70\n'
    policy = f"holding_permille_day = 3\n{SHELF}{other}{write_recovery(table, 'recovery')}{END}"
    assert read_policy(policy, "a").recovery.rows == table.rows


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
        (
            "".join(question(f"q{n}", f'key = "x"\nnext = "q{n + 1}"', TWO[0]) for n in range(101)),
            (":801: question[101]:", "at most 100"),
        ),
        (question("a", *TWO) + question("a", *TWO), (":9: question[2].id: 'a' is already at line 2",)),
        (question("a", 'key = "split"', TWO[0]), (":5: question[1].answer[1].key", "command of the bench")),
        (question("a", 'key = "hold"', TWO[0]), (":5: question[1].answer[1].key", "command of the bench")),
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


def test_a_flag_that_no_list_tells_is_refused_where_the_lists_are_known() -> None:
    text = '[[hard]]\nname = "a"\nroute = "destroy"\nflags_any = ["hygeine"]\n' + END
    assert read_policy(text, "ours.toml").hard[0].flags_any == ("hygeine",)
    with pytest.raises(PolicyFault) as fault:
        read_policy(text, "ours.toml", flags=frozenset(FLAGS))
    assert str(fault.value).startswith(
        "ours.toml:4: hard[1].flags_any: no checklist tells the flag 'hygeine'; allowed: "
    )


def test_the_shipped_lists_tell_the_known_flags_and_no_answer_is_a_command() -> None:
    assert set().union(*(c.flags() for c in load_rules().checklists.values())) <= set(FLAGS)
    assert COMMANDS.keys() <= set(RESERVED)


def test_lines_are_those_of_the_text() -> None:
    begin = 'name = """\nid = 1\n[[route]]\n"""\nlist = [\n  "a", # ]\n]\n[[a]]\n[[a.b]]\nx = 1\n[[a]]\n[[a.b]]\n'
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


def test_a_sites_own_list_goes_before_a_shipped_one_that_claims_the_same_goods(tmp_path: Path) -> None:
    folder = tmp_path / "checklists"
    folder.mkdir()
    for name in ("trainers", "zz"):
        text = f'name = "{name}"\ncategories = ["trainers"]\n{question("a", *TWO)}'
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    loaded = compose([site(tmp_path), shipped()])
    assert loaded.refused == ()
    trainers = Product("p", "NW", "NW-1", "Shoe", category="Trainers")
    assert loaded.book.checklist_for(trainers).name == "trainers"
    assert loaded.book.checklist_for(replace(trainers, category="boots")).name == "shoes"


def test_what_is_shipped_is_whole() -> None:
    rules = load_rules()
    assert set(rules.checklists) >= {"general"}
    assert rules.checklist("no such one").name == "general"


def test_the_hash_is_of_the_text_and_a_pinned_policy_is_found_again() -> None:
    old, new = read_policy(END, "a"), read_policy(END + "# changed\n", "a")
    assert old.hash != new.hash
    rules = Rulebook(new, load_rules().checklists, {old.hash: old})
    assert rules.pinned(old.hash) is old
    assert rules.pinned("never heard of") is new


def test_fees_of_a_table_do_not_make_a_better_condition_bring_less() -> None:
    shelf = '[[contract]]\nroutes = ["restock"]\n' + SHELF + "fee_permille = 0\n"
    text = f'recovery = "t"\nholding_permille_day = 1\n{END}{shelf}'
    rows = {("", "A", "shelf"): Recovery(900, 30), ("", "B", "shelf"): Recovery(880, 15)}
    assert read_policy(text, "p.toml", {"t": Table("t", "h", rows)}).channels
    with pytest.raises(PolicyFault, match="B of the whole would bring more by shelf"):
        read_policy(text, "p.toml", {"t": Table("t", "h", rows, {"shelf": 500})})


def test_a_table_is_written_as_it_is_read_whatever_its_categories_are_called() -> None:
    rows = {
        (category, "A", "shelf"): Recovery(500, 5) for category in ('kids "toys"', "back\\slash", "two\nlines", "鞋")
    }
    assert read_recovery(write_recovery(Table('our "own"', "", rows)), "t.toml").rows == rows
