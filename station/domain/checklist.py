"""Checklists as values: questions, their answers and what each answer says about the condition. Reading their text is
not done here, nor asking them."""

from msgspec import Struct

FUNCTIONS = ("works", "partly", "dead", "untested")
COMPLETENESS = ("complete", "incomplete", "parts_only")
EVIDENCE = ("photo", "weight", "serial")
CONCERNS = ("parts", "serial", "battery")
"""What a question may be about; it is passed over where the product has no such thing."""
TASKS = ("clean", "rebag", "wipe", "unlock", "personal_items", "box", "test")
"""Care that a unit may need."""
CARE_RESULTS = ("done", "failed")
FLAGS = (
    "bag", "battery", "box", "data", "expired", "hygiene", "leak", "locked", "mould", "personal_items", "recall",
    "soiled", "unsafe",
)  # fmt: skip
"""Flags of the lists that are shipped; a site's own lists may tell others."""


class Answer(Struct, frozen=True):
    """One answer: the next question ("" = the checklist ends), what it says about the condition, and the evidence
    (photo, weight, serial) that it asks for."""

    key: str
    next: str = ""
    sets: dict[str, str | int] = {}
    flags: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    picture: str = ""


class Question(Struct, frozen=True):
    """A question and its answers. only: asked only where the product has it (parts, serial, battery; empty = always).
    care: the question is a care task, its answers are `done` and `failed`."""

    id: str
    answers: tuple[Answer, ...]
    only: str = ""
    care: str = ""
    picture: str = ""

    def answer(self, key: str) -> Answer | None:
        return next((a for a in self.answers if a.key == key), None)


class Checklist(Struct, frozen=True):
    """Questions by id; `start` is asked first. categories, merchants, products (ids or SKUs): whose list it is."""

    name: str
    hash: str
    questions: dict[str, Question]
    start: str
    categories: tuple[str, ...] = ()
    merchants: tuple[str, ...] = ()
    products: tuple[str, ...] = ()

    def flags(self) -> frozenset[str]:
        """All flags that its answers tell."""
        return frozenset(flag for q in self.questions.values() for answer in q.answers for flag in answer.flags)
