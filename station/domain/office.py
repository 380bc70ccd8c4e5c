"""What the office sends that rules are made of: texts of policies, checklists and recovery tables, and what a station
may use of a quota. Responsible for their shapes alone; texts are read by policy.py, limits by routing.py."""

from hashlib import sha256

from msgspec import Struct

DOCUMENTS = ("policy", "checklist", "recovery")


class PolicyText(Struct, frozen=True, omit_defaults=True):
    """One version of a document. id is the SHA-256 of its text, so that a version never changes; since is when it was
    published (UTC text): of all versions of one kind and name the newest counts; document is one of DOCUMENTS; base:
    id of the table that a learnt one was made from."""

    id: str
    name: str
    text: str
    document: str = "policy"
    since: str = ""
    base: str = ""


class Allotment(Struct, frozen=True, omit_defaults=True):
    """What one station may use: id is the station's, pieces by `vendor:NAME` or `channel:NAME`, counted from `since`
    (UTC text, the begin of the limit's own period). Every limit that the service knows is named, also where the station
    has 0 of it; of others, as of a site's own vendors, it says nothing."""

    id: str
    limits: tuple[tuple[str, int, str], ...] = ()


def policy_text(name: str, text: str, document: str = "policy", since: str = "", base: str = "") -> PolicyText:
    """A version named by its text."""
    return PolicyText(sha256(text.encode()).hexdigest(), name, text, document, since, base)
