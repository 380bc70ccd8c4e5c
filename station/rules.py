"""Policies and checklists from resources into a Rulebook; a wrong file is refused with its name, key and what is
allowed."""

from importlib.resources import files
from importlib.resources.abc import Traversable

from station.domain.checklist_text import read_checklist
from station.domain.policy import Rulebook
from station.domain.policy_text import read_policy
from station.formats import load_carriers


def load_rules() -> Rulebook:
    """What the package ships. Raises PolicyFault."""
    root = files("resources")
    policy = read_policy(_text(root / "policies" / "default.toml"), "policies/default.toml")
    lists = [read_checklist(_text(f), f"checklists/{f.name}") for f in _toml(root / "checklists")]
    return Rulebook(policy, {c.name: c for c in lists}, carriers=load_carriers())


def _toml(folder: Traversable) -> list[Traversable]:
    return sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)


def _text(file: Traversable) -> str:
    return file.read_text(encoding="utf-8")
