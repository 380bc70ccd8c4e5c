"""Which picture stands beside an instruction: the checklist's own, else one for the step. Names icons, draws none."""

from station.domain.bench.snapshot import Snapshot

BY_WORDS = {
    "step.capture_weight": "scale",
    "step.care_certificate": "certificate",
    "step.approving": "badge",
    "step.approving_override": "badge",
    "care.box": "box",
    "care.clean": "wash",
    "care.personal_items": "bag",
    "care.rebag": "polybag",
    "care.test": "plug",
    "care.unlock": "lock",
    "care.wipe": "wipe",
}
"""By the key of the instruction, where a step asks for different things."""
BY_STEP = {
    "photo": "camera",
    "blind": "question",
    "opening": "box",
    "identify": "open_box",
    "mismatch": "question",
    "describe": "word",
    "quantity": "count",
    "stowing": "tote",
    "full_tote": "tote",
    "taking_out": "tote",
    "closing": "box",
    "reopening": "open_box",
}


def picture_of(snapshot: Snapshot) -> str:
    """An icon's name, or "" for none."""
    if snapshot.tone in ("stop", "locked"):
        return ""
    return snapshot.picture or BY_WORDS.get(snapshot.title.key) or BY_STEP.get(snapshot.step, "")
