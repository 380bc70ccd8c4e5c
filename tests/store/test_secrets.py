"""What a person wrote or scanned can be erased, and is then nowhere in the file."""

from pathlib import Path

from station.domain.bench.effects import Secret
from station.store import secrets
from station.store.file import Store
from station.store.step import StepStore


def kept(step: StepStore, *texts: str) -> None:
    step.begin()
    for n, text in enumerate(texts):
        step.put_secrets([Secret(f"c-{text}", "scan", "salt", text)], f"2026-11-{n + 1:02d}")
    step.commit()


def bytes_of(path: Path) -> bytes:
    return b"".join(one.read_bytes() for one in path.parent.iterdir() if one.name.startswith(path.name))


def test_a_text_is_read_by_its_commitment(store: Store, step: StepStore) -> None:
    kept(step, "GIFT FOR NORA")
    assert secrets.revealed(store.path, "c-GIFT FOR NORA") == "GIFT FOR NORA"
    assert secrets.revealed(store.path, "never") == ""


def test_erased_text_is_nowhere_in_the_file(store: Store, step: StepStore) -> None:
    kept(step, "FIRST-TEXT-TO-GO", "SECOND-STAYS")
    assert b"FIRST-TEXT-TO-GO" in bytes_of(store.path)
    assert secrets.erase(store.path, ["c-FIRST-TEXT-TO-GO", "c-unknown"]) == 1
    assert secrets.revealed(store.path, "c-FIRST-TEXT-TO-GO") == ""
    assert secrets.revealed(store.path, "c-SECOND-STAYS") == "SECOND-STAYS"
    rest = bytes_of(store.path)
    assert rest.count(b"FIRST-TEXT-TO-GO") == 0
    assert b"SECOND-STAYS" in rest


def test_old_texts_of_a_kind_are_erased(store: Store, step: StepStore) -> None:
    kept(step, "A", "B", "C")
    assert secrets.erase_before(store.path, "2026-11-03", "note") == 0
    assert secrets.erase_before(store.path, "2026-11-03", "scan") == 2
    assert secrets.revealed(store.path, "c-C") == "C"
