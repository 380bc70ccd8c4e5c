"""Policies on the service: checked before they are taken, sent by the feed; so is what was learnt."""

from importlib.resources import files
from pathlib import Path

import httpx2
import msgspec
import pytest
from msgspec.structs import replace

from station.domain.money import option
from station.domain.office import PolicyText
from station.domain.policy_text import read_policy
from station.domain.recovery import Recovery
from station.domain.recovery_text import read_recovery
from station.rules import load_rules
from tests.learning.conftest import Routed
from tests.learning.test_outcomes import outcome, post
from tests.tracking.conftest import NOW, Caller, Sender
from tracking import cli
from tracking.learning.estimate import Count
from tracking.learning.publish import by_kind, learn, lines, publish
from tracking.rounds import Rounds
from tracking.store.store import Store

POLICY = (files("resources") / "policies" / "default.toml").read_text("utf-8")
TABLE = (files("resources") / "recovery" / "default.toml").read_text("utf-8")


def put(caller: Caller, text: str, document: str = "policy", name: str = "default") -> httpx2.Response:
    return caller.call("PUT", f"/v1/policies/{document}/{name}", caller.office, content=text.encode())


def fed(caller: Caller, sender: Sender) -> list[PolicyText]:
    told = caller.call("GET", "/v1/feed", sender.token).json()["changes"]
    return [msgspec.json.decode(c["body"], type=PolicyText) for c in told if c["type"] == "policy" and c["body"]]


def test_a_policy_goes_to_the_stations_with_its_hash_and_time(caller: Caller, sender: Sender) -> None:
    answer = put(caller, POLICY + "\n# ours\n")
    assert answer.status_code == 200 and answer.json()["changed"]
    (told,) = fed(caller, sender)
    assert (told.document, told.name, told.since, told.id) == ("policy", "default", NOW, answer.json()["hash"])
    assert put(caller, POLICY + "\n# ours\n").json()["changed"] is False
    listed = caller.call("GET", "/v1/policies", caller.office).json()
    assert [(one["name"], one["hash"]) for one in listed] == [("default", told.id)]


@pytest.mark.parametrize(
    ("text", "document", "name", "said"),
    [
        (POLICY + "\n[[route]]\nname = 1\n", "policy", "default", "policy/default:"),
        (POLICY, "policy", "other", "allowed: default"),
        ("name = ", "policy", "default", "policy/default"),
        (POLICY, "checklist", "general", "checklist/general"),
        (TABLE.replace('name = "default"', 'name = "x"'), "recovery", "default", "allowed: default"),
        ('name = "default"', "recovery", "default", "recovery"),
        (POLICY, "song", "default", "allowed: policy, checklist, recovery"),
    ],
)
def test_a_wrong_one_is_refused_in_the_readers_words(
    caller: Caller, sender: Sender, text: str, document: str, name: str, said: str
) -> None:
    answer = put(caller, text, document, name)
    assert answer.status_code == 422 and answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]
    assert fed(caller, sender) == []


TYPO = POLICY.replace('flags_any = ["hygiene", ', 'flags_any = ["hygeine", ', 1)
SHOES = (files("resources") / "checklists" / "shoes.toml").read_text("utf-8")


def test_a_flag_that_no_known_checklist_tells_is_refused_unless_a_site_is_known_to_tell_it(
    caller: Caller, sender: Sender
) -> None:
    answer = put(caller, TYPO)
    assert (answer.status_code, "'hygeine'" in answer.json()["detail"]) == (422, True)
    assert "anyway" in answer.json()["detail"]
    assert fed(caller, sender) == []
    forced = caller.call("PUT", "/v1/policies/policy/default?anyway=true", caller.office, content=TYPO.encode())
    assert (forced.status_code, len(fed(caller, sender))) == (200, 1)


def test_a_flag_of_a_published_checklist_is_known_and_the_list_may_not_lose_it(caller: Caller) -> None:
    own = SHOES.replace('flags = ["hygiene"]', 'flags = ["hygiene", "gift_box"]', 1)
    assert put(caller, own, "checklist", "shoes").status_code == 200
    named = POLICY.replace('flags_any = ["hygiene", ', 'flags_any = ["gift_box", "hygiene", ', 1)
    assert put(caller, named).status_code == 200
    lost = put(caller, SHOES, "checklist", "shoes")
    assert (lost.status_code, "'gift_box'" in lost.json()["detail"]) == (422, True)
    assert put(caller, own + "\n# ours\n", "checklist", "shoes").status_code == 200


def test_what_was_published_anyway_hinders_no_checklist(caller: Caller) -> None:
    caller.call("PUT", "/v1/policies/policy/default?anyway=true", caller.office, content=TYPO.encode())
    assert put(caller, SHOES + "\n# ours\n", "checklist", "shoes").status_code == 200


def test_the_mark_of_windows_editors_is_no_part_of_the_text(caller: Caller, sender: Sender) -> None:
    marked = POLICY.encode("utf-8-sig")
    answer = caller.call("PUT", "/v1/policies/policy/default", caller.office, content=marked)
    assert (answer.status_code, [told.text for told in fed(caller, sender)]) == (200, [POLICY])


def test_nothing_goes_past_the_check(caller: Caller, sender: Sender) -> None:
    body = [{"type": "policy", "body": {"id": "x", "name": "default", "text": "rubbish"}}]
    assert caller.call("PUT", "/v1/reference", caller.office, json=body).status_code == 422
    assert caller.call("PUT", "/v1/policies/policy/default", sender.token, content=b"").status_code == 403
    assert caller.call("PUT", "/v1/policies/policy/default", caller.office, content=b"\xff").status_code == 422


def test_the_newest_version_counts_and_an_older_one_can_come_again(caller: Caller, sender: Sender) -> None:
    first = put(caller, POLICY + "\n# 1\n").json()["hash"]
    caller.clock.at = NOW.replace("T10", "T11")
    put(caller, POLICY + "\n# 2\n")
    caller.clock.at = NOW.replace("T10", "T12")
    assert put(caller, POLICY + "\n# 1\n").json() == {"hash": first, "changed": True}
    assert max(fed(caller, sender), key=lambda told: told.since).id == first


def sold(caller: Caller, routed: Routed, units: int, amount: int) -> None:
    for n in range(units):
        routed(f"u{n}")
    post(caller, *[outcome(f"u{n}", sold=amount) for n in range(units)])
    caller.read()


def test_what_was_learnt_is_published_once_and_can_be_read_by_a_station(
    caller: Caller, sender: Sender, routed: Routed, store: Store
) -> None:
    sold(caller, routed, 12, 3000)
    found = learn(store)
    told = next(line for line in lines(found) if line.startswith("shoes     B      outlet"))
    assert told.split()[-2:] == ["12", "12"]
    assert publish(store, found, NOW).changed
    (text,) = fed(caller, sender)
    assert (text.document, text.name) == ("recovery", "default") and text.base
    table = read_recovery(text.text, "feed")
    assert table.rows == found.next.table.rows
    before = found.now.of("shoes", "B", "outlet")
    after = table.of("shoes", "B", "outlet")
    assert before and after and after.permille < before.permille
    assert not publish(store, learn(store), NOW).changed  # outcomes are not counted twice


def test_what_channels_keep_is_learnt_and_counts_at_a_station_instead_of_what_the_policy_says(
    caller: Caller, sender: Sender, routed: Routed, store: Store
) -> None:
    policy = read_policy(POLICY, "policy", {"default": read_recovery(TABLE, "recovery")})
    outlet = next(channel for channel in policy.channels if channel.name == "outlet")
    for n in range(12):
        routed(f"u{n}")
    post(caller, *[outcome(f"u{n}", sold=4000, fees=1200) for n in range(12)])
    caller.read()
    found = learn(store)
    share = found.next.fees["outlet"]
    assert share.before < share.permille < 300
    assert f"fees: outlet keeps {share.permille} permille of a sale (now {share.before}, 12 sold)" in lines(found)
    assert publish(store, found, NOW).changed
    (text,) = fed(caller, sender)
    table = read_recovery(text.text, "feed")
    assert table.fees == {"outlet": share.permille}
    learnt = replace(policy, recovery=replace(table, rows=policy.recovery.rows))
    before, after = (option(one, outlet, Recovery(500, 10), 10_000, 1) for one in (policy, learnt))
    assert after.fees == 5000 * share.permille // 1000
    assert after.net < before.net
    assert not publish(store, learn(store), NOW).changed


def test_fees_of_a_channel_that_the_policy_does_not_have_teach_nothing(
    caller: Caller, routed: Routed, store: Store
) -> None:
    routed("u1", channel="bazaar")
    post(caller, outcome("u1", channel="bazaar"))
    caller.read()
    assert learn(store).next.fees == {}


def test_where_the_policy_has_recoveries_of_its_own_it_is_said_that_nobody_follows_the_table(
    caller: Caller, store: Store
) -> None:
    assert learn(store).followed
    rows = TABLE[TABLE.index("[[row]]") :].replace("[[row]]", "[[recovery]]")
    assert put(caller, POLICY.replace('recovery = "default"\n', "") + "\n" + rows).status_code == 200
    found = learn(store)
    assert not found.followed
    assert any(line.startswith("not followed") for line in lines(found))


def test_without_outcomes_there_is_nothing_to_publish(store: Store) -> None:
    assert not publish(store, learn(store), NOW).changed


def test_the_service_learns_once_a_day_where_it_shall(
    caller: Caller, sender: Sender, routed: Routed, store: Store
) -> None:
    sold(caller, routed, 12, 3000)
    Rounds(store, caller.clock, daily=False).once()
    assert fed(caller, sender) == []
    rounds = Rounds(store, caller.clock, daily=True, pause=0.01)
    rounds.once()
    assert len(fed(caller, sender)) == 1
    rounds.start()
    rounds.stop()
    assert len(fed(caller, sender)) == 1


def test_the_command_prints_and_publishes(
    caller: Caller,
    routed: Routed,
    store: Store,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sold(caller, routed, 12, 3000)
    monkeypatch.setattr("sys.argv", ["returns-tracking", "learn", "--publish", "--home", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 0
    assert "Published as" in capsys.readouterr().out
    wrong = tmp_path / "default.toml"
    wrong.write_text("name = 1")
    monkeypatch.setattr("sys.argv", ["returns-tracking", "policy", str(wrong), "--home", str(tmp_path)])
    with pytest.raises(SystemExit) as failed:
        cli.main()
    assert failed.value.code == 1
    assert "Nothing was changed" in capsys.readouterr().err


def test_the_command_publishes_a_strange_flag_only_when_told_so(
    store: Store, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "default.toml"
    file.write_text(TYPO, "utf-8")
    told = []
    for more in ((), ("--anyway",)):
        monkeypatch.setattr("sys.argv", ["returns-tracking", "policy", str(file), "--home", str(tmp_path), *more])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        told.append(ended.value.code)
    said = capsys.readouterr()
    assert told == [1, 0]
    assert "--anyway" in said.err and "policy default is" in said.out


def test_what_laptops_brought_teaches_about_electronics_unless_the_table_knows_laptops() -> None:
    policy, base = load_rules().policy, load_rules().policy.recovery
    counts = {("Laptops", "D", "workshop"): Count(3, 2, 500), ("electronics", "D", "workshop"): Count(1, 1, 300),
              ("moss", "A", "shelf"): Count(1)}  # fmt: skip
    told = by_kind(counts, base, policy)
    assert told == {("electronics", "D", "workshop"): Count(4, 3, 800), ("moss", "A", "shelf"): Count(1)}
    knows = replace(base, rows={**base.rows, ("laptops", "D", "workshop"): Recovery(200, 9)})
    assert by_kind(counts, knows, policy)["laptops", "D", "workshop"] == Count(3, 2, 500)
    assert by_kind(counts, base, None)["Laptops", "D", "workshop"] == Count(3, 2, 500)
