"""Rules on a station: layered, refused where wrong, in force between parcels, found again after a kill; older ones stay
for the units that were identified under them."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from importlib.resources import files
from pathlib import Path

import pytest

from station.app import Station
from station.config import Config
from station.domain.bench.inputs import Input
from station.domain.facts import Fact, Ref
from station.domain.office import Allotment, PolicyText, policy_text
from station.rules import load_rules
from station.standing import Standing
from station.store import rulings
from station.store.reference import ReferenceStore
from tests.stories import goods
from tests.stories.conftest import new_station
from tests.stories.world import World

__all__ = ["new_station"]

POLICY = (files("resources") / "policies" / "default.toml").read_text("utf-8")
OTHER = POLICY.replace('name = "hygiene"\nroute = "destroy"', 'name = "hygiene"\nroute = "recycle"')
TABLE = (files("resources") / "recovery" / "default.toml").read_text("utf-8")
WRONG = POLICY.replace('route = "destroy"', 'route = "bury"')
CHEAP = POLICY.replace('routes = ["restock", "resale", "refurbish", "liquidate", "recycle"]', 'routes = ["liquidate"]')
BOX, RUNNERS = "1Z12345E0205271688", "RB123456785GB"
SHOE = "4006381333931"


class Bench:
    """A world whose rules are looked after, with and without an engine's delay."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.standing = Standing(world.home, world.store.path, self.ask)
        world.machine.rules = self.standing.open()

    def ask(self, event: Input) -> "Future[int]":
        done: Future[int] = Future()
        self.world.give(event)
        done.set_result(self.world.last.told)
        return done

    def fed(self, *texts: PolicyText) -> "Bench":
        put(self.world.store.path, *texts)
        return self

    def look(self) -> "Bench":
        self.standing.look()
        return self

    def step(self, *scans: str) -> "Bench":
        for scan in scans:
            self.world.scan(scan)
            self.standing.committed(open_parcel=bool(self.world.machine.bench.depth))
        return self

    def killed(self) -> "Bench":
        return Bench(self.world.reopen())

    @property
    def activated(self) -> list[tuple[str, str]]:
        return [(fact.body["name"], fact.body["hash"]) for fact in self.world.facts("policy.activated")]

    @property
    def hash(self) -> str:
        return self.world.machine.rules.policy.hash


def put(path: Path, *texts: PolicyText) -> None:
    store = ReferenceStore(path)
    store.put(texts)
    store.close()


def published(text: str, hour: int = 10, document: str = "policy", name: str = "default") -> PolicyText:
    return policy_text(name, text, document, f"2026-11-22T{hour:02}:00:00.000000Z")


@pytest.fixture
def bench(new_station: Callable[[], World]) -> Bench:
    """Looked at once: what is shipped is in force."""
    assert len({POLICY, OTHER, WRONG, CHEAP}) == 4
    return Bench(new_station()).look()


def test_the_first_start_tells_what_is_in_force_and_the_next_does_not(bench: Bench) -> None:
    shipped = load_rules().policy.hash
    assert bench.activated == [("default", shipped)]
    assert bench.killed().look().activated == [("default", shipped)]


def test_a_policy_by_the_feed_comes_into_force_between_parcels(bench: Bench) -> None:
    bench.step(goods.BADGE, BOX)
    before = bench.hash
    bench.world.press("open")
    assert bench.fed(published(OTHER)).look().hash == before
    bench.step(SHOE)
    assert (bench.hash, len(bench.activated)) == (before, 1)
    bench.world.press("yes").finish_unit("TOTE-1").press("close", "close")
    bench.standing.committed(open_parcel=bool(bench.world.machine.bench.depth))
    assert bench.hash != before
    assert bench.activated[1:] == [("default", bench.hash)]


def test_a_kill_between_download_and_activation_loses_nothing(bench: Bench) -> None:
    before = bench.hash
    again = bench.fed(published(OTHER)).killed()
    assert again.hash == before
    assert again.look().hash != before
    assert again.activated[1:] == [("default", again.hash)]
    told = again.activated
    assert again.killed().look().activated == told


def test_a_kill_after_activation_finds_it_in_force(bench: Bench) -> None:
    now = bench.fed(published(OTHER)).look().hash
    assert bench.killed().hash == now


@pytest.mark.parametrize("killed", [False, True])
def test_a_held_unit_is_graded_and_routed_under_the_policy_that_it_was_identified_under(
    bench: Bench, *, killed: bool
) -> None:
    bench.step(goods.BADGE, BOX)
    bench.world.press("open").scan(SHOE, "CMD-HOLD").press("unclear").prints_out()
    bench.world.scan(bench.world.label(), "HOLD-1").press("close", "close")
    old, unit = bench.hash, bench.world.prints[-1].unit
    new = bench.fed(published(CHEAP)).look().hash
    assert (new != old, bench.world.record("unit", unit).policy) == (True, old)
    bench = bench.killed().look() if killed else bench
    assert bench.hash == new
    bench.world.scan(bench.world.label()).press("go_on", "yes")
    told = bench.world.facts("unit.routed")[-1]
    assert (told.body["route"], list(told.policy.values())) == ("restock", [old])
    bench.world.finish_unit("TOTE-1")
    bench.world.scan(RUNNERS).press("open").scan("4006381333948").press("extra", "yes")
    told = bench.world.facts("unit.routed")[-1]
    assert (told.body["route"], list(told.policy.values())) == ("liquidate", [new])


def test_older_policies_are_there_after_a_restart(bench: Bench) -> None:
    old = bench.hash
    new = bench.fed(published(OTHER)).look().hash
    assert list(bench.world.machine.rules.older) == [old]
    again = bench.killed()
    assert again.hash == new
    assert again.world.machine.rules.pinned(old).hash == old


def test_the_newest_by_the_feed_counts_and_what_was_withdrawn_does_not(bench: Bench) -> None:
    first = bench.hash
    early, late = published(OTHER, 11), published(POLICY + "\n# late\n", 12)
    bench.fed(late, early).look()
    assert late.id in str(rulings.read(bench.world.store.path).in_force)
    store = ReferenceStore(bench.world.store.path)
    store.remove([Ref("policy", late.id), Ref("policy", early.id)])
    store.close()
    assert bench.look().hash == first


def test_a_wrong_one_is_refused_with_its_line_and_what_was_in_force_stays(bench: Bench) -> None:
    good = bench.fed(published(OTHER, 10)).look().hash
    bench.fed(published(WRONG, 11)).look()
    assert bench.hash == good
    said = bench.world.notice.text
    assert said.key == "notice.rules_refused"
    assert "feed/policy/default:" in str(said.args["said"]) and "allowed: " in str(said.args["said"])
    count = len(bench.world.said)
    assert len(bench.look().world.said) == count  # told once


def site(bench: Bench, name: str, text: str) -> Path:
    file = bench.world.home / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def test_the_sites_folders_stand_over_what_is_shipped_and_below_the_feed(bench: Bench) -> None:
    shipped = bench.hash
    file = site(bench, "policies/default.toml", OTHER)
    own = bench.look().hash
    assert own != shipped
    fed = bench.fed(published(POLICY + "\n# fed\n")).look().hash
    assert fed not in (own, shipped)
    file.unlink()
    assert bench.look().hash == fed


def test_a_wrong_file_keeps_its_last_good_text_in_force_even_after_a_kill(bench: Bench) -> None:
    file = site(bench, "policies/default.toml", OTHER)
    good = bench.look().hash
    file.write_text(WRONG, "utf-8")
    assert bench.look().hash == good
    assert bench.killed().look().hash == good


def test_the_mark_of_windows_editors_makes_no_other_text(bench: Bench) -> None:
    good = (site(bench, "policies/default.toml", OTHER), bench.look().hash)[1]
    site(bench, "policies/default.toml", "\ufeff" + OTHER)
    assert bench.look().hash == good
    assert "notice.rules_refused" not in [text.key for text in bench.world.said]


@pytest.mark.parametrize("name", ["policies/mine.toml", "checklists/shoes.toml", "recovery/default.toml"])
def test_any_wrong_file_is_told_and_harms_nothing(bench: Bench, name: str) -> None:
    before = bench.hash
    site(bench, name, POLICY)
    assert bench.look().hash == before
    assert name in str(bench.world.notice.text.args["said"])


def test_a_checklist_of_the_site_is_told_by_its_name(bench: Bench) -> None:
    text = (files("resources") / "checklists" / "shoes.toml").read_text("utf-8")
    site(bench, "checklists/shoes.toml", text + "\n# ours\n")
    told = bench.look().activated[-1]
    assert told[0] == "checklist/shoes"
    assert bench.world.machine.rules.checklists["shoes"].hash == told[1]


def test_a_learnt_table_makes_another_version_of_the_policy(bench: Bench) -> None:
    before = bench.world.machine.rules.policy
    bench.fed(published(TABLE + "\n# learnt\n", document="recovery")).look()
    now = bench.world.machine.rules.policy
    assert now.hash != before.hash and now.recovery.hash != before.recovery.hash
    assert [name for name, _ in bench.activated] == ["default", "default", "recovery/default"]


def test_an_allotment_is_known_to_the_bench(bench: Bench) -> None:
    station = bench.world.store.station
    mine = Allotment(station, (("channel:outlet", 3, "2026-11-22T00:00:00.000000Z"),))
    store = ReferenceStore(bench.world.store.path)
    store.put([mine])
    store.close()
    assert bench.world.record("allotment", station) == mine


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    made = Station(Config(tmp_path / "home"))
    made.start()
    yield made
    made.stop()


def facts(station: Station) -> list[Fact]:
    assert station.engine.machine is not None
    found: list[Fact] = station.engine.machine._steps.read(("facts_from", 1))
    return [fact for fact in found if fact.kind == "policy.activated"]


def test_a_whole_station_takes_a_policy_while_it_stands_idle(station: Station) -> None:
    from station.domain.bench.inputs import Typed

    put(station.store.path, published(OTHER))
    station.standing.look()
    station.engine.ask(Typed("")).result(10)
    assert [fact.body["name"] for fact in facts(station)] == ["default", "default"]


def test_a_policy_in_force_stays_though_the_list_that_told_its_flag_is_gone(bench: Bench) -> None:
    lists = bench.world.home / "checklists"
    lists.mkdir()
    ours = (files("resources") / "checklists" / "general.toml").read_text("utf-8").replace('"mould"', '"moss"')
    (lists / "general.toml").write_text(ours, "utf-8")
    mossy = POLICY.replace('flags_any = ["expired"]', 'flags_any = ["expired", "moss"]')
    bench.fed(policy_text("default", mossy, since="2026-11-01T00:00:00Z")).look()
    hash = bench.world.machine.rules.policy.hash
    assert "moss" in str(bench.world.machine.rules.policy.hard)
    (lists / "general.toml").unlink()
    bench.look()
    assert bench.world.machine.rules.policy.hash == hash
