"""The demo's whole morning, as a user without a display starts it: everything it leaves is looked into."""

import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from station import wire
from station.demo.morning import MORNING
from station.demo.reading import read_codes
from station.domain import codes
from station.domain.facts import Fact
from station.store.connect import read_only
from station.store.verify import verify

PEOPLE = ("Operator 7", "Operator 8", "Supervisor 1")
KINDS = (
    "parcel.arrived", "parcel.closed", "parcel.reopened", "unit.split", "hold.placed", "hold.decided", "label.voided",
    "route.overridden", "danger.declared", "session.taken_over", "lpn.retired",
)  # fmt: skip


def play(out: Path) -> str:
    """What was printed."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "RETURNS_STATION_HOME", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    done = subprocess.run(
        [sys.executable, "-m", "station.cli", "demo", "--out", str(out)],
        capture_output=True, text=True, env=environment, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def facts_in(out: Path) -> list[Fact]:
    with closing(read_only(out / "journal.db")) as connection:
        return [wire.read(record) for (record,) in connection.execute("SELECT record FROM fact ORDER BY seq")]


def it_says_what_it_does_and_names_its_folder(out: Path, said: str) -> None:
    assert all(beat.title in said for beat in MORNING)
    assert f"All of it is in {out}" in said
    assert "journal verified" in said


def the_journal_is_accepted_and_holds_the_whole_morning(out: Path, facts: list[Fact]) -> None:
    report = verify(out / "journal.db")
    assert (report.good, report.facts) == (True, len(facts))
    told = {fact.kind for fact in facts}
    assert [kind for kind in KINDS if kind not in told] == []
    verdicts = {fact.body["verdict"] for fact in facts if fact.kind == "print.ended"}
    assert {"PRINTED", "NOT_PRINTED"} <= verdicts


def received(facts: list[Fact]) -> set[str]:
    """Numbers of the parcels that got a label of their own."""
    asked = {f.about[0].id for f in facts if f.kind == "print.asked" and f.body["label"] == "received"}
    return {f.body["tracking"] for f in facts if f.kind == "parcel.arrived" and f.about[0].id in asked}


def every_label_reads_as_a_unit_that_the_journal_knows(out: Path, facts: list[Fact]) -> None:
    known = {fact.body["lpn"] for fact in facts if fact.kind == "lpn.assigned"}
    ordered = {(fact.about[0].id, fact.body["revision"]) for fact in facts if fact.kind == "print.asked"}
    ssccs = {f"(00){fact.body['sscc']}" for fact in facts if fact.kind == "container.closed"}
    tickets = {*ssccs, *received(facts)}
    labels = sorted((out / "labels").glob("*.png"))
    assert labels
    seen = []
    for label in labels:
        if set(read_codes(label)) <= tickets:
            tickets -= set(read_codes(label))  # each once
            continue
        read = [codes.read_unit(text) for text in read_codes(label)]
        units = {(unit.lpn, unit.revision) for unit in read if unit}
        assert len(read) == 2, label
        assert len(units) == 1, label
        seen += list(units)
    assert (tickets, len(ssccs)) == (set(), 1)
    assert "RR987654326GB" in received(facts)
    assert {lpn for lpn, _ in seen} <= known
    assert len(seen) == len(set(seen)), "no label twice"
    assert len(seen) <= len(ordered)


def the_report_has_pages_with_words(out: Path) -> None:
    document = pypdfium2.PdfDocument(out / "report.pdf")
    try:
        pages = []
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_range())
            text.close()
    finally:
        document.close()
    assert pages
    assert all(len(page.split()) > 10 for page in pages)
    assert "R7" in pages[0]


def screenshots_are_pictures_of_different_moments(out: Path) -> None:
    shots = sorted((out / "screenshots").glob("*.png"))
    assert len(shots) >= 12
    seen = set()
    for shot in shots:
        with Image.open(shot) as picture:
            assert picture.size == (1280, 800)
            colors = picture.convert("RGB").getcolors(1 << 24)
            assert colors is not None
            assert len(colors) > 50, f"{shot.name} is blank"
            seen.add(picture.tobytes())
    assert len(seen) == len(shots)


def the_customers_page_names_nobody(out: Path, facts: list[Fact]) -> None:
    page = (out / "tracking.html").read_text(encoding="utf-8")
    assert "City sneaker, black, 41" in page
    named = [word for word in (*PEOPLE, "BDG-", "operator") if word.casefold() in page.casefold()]
    assert named == []
    lpns = {fact.body["lpn"] for fact in facts if fact.kind == "lpn.assigned"}
    assert not [lpn for lpn in lpns if lpn in page]
    assert not re.search(r"[\w.]+@[\w.]+\.\w+", page)
    linked = re.findall(r'<a href="([^"]+)" lang=', page)
    assert len(linked) == 3
    assert all("City sneaker, black, 41" in (out / name).read_text(encoding="utf-8") for name in linked)


def no_fact_names_a_person(facts: list[Fact]) -> None:
    everything = "\n".join(wire.text(fact) for fact in facts)
    assert [name for name in (*PEOPLE, "BDG-") if name in everything] == []


def badges_of_the_demo_are_there_to_go_on_with(out: Path) -> None:
    assert (out / "badges.pdf").read_bytes()[:5] == b"%PDF-"


@pytest.mark.timeout(300)
def test_the_whole_morning(tmp_path: Path) -> None:
    """One test, as the morning takes a while and is played once."""
    out = tmp_path / "out"
    said = play(out)
    facts = facts_in(out)
    it_says_what_it_does_and_names_its_folder(out, said)
    the_journal_is_accepted_and_holds_the_whole_morning(out, facts)
    every_label_reads_as_a_unit_that_the_journal_knows(out, facts)
    the_report_has_pages_with_words(out)
    screenshots_are_pictures_of_different_moments(out)
    the_customers_page_names_nobody(out, facts)
    no_fact_names_a_person(facts)
    badges_of_the_demo_are_there_to_go_on_with(out)
