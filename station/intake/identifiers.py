"""Identifiers as people and spreadsheets write them, and as a scan gives them. Judges no records; refuses nothing."""

from station.domain.gs1.digits import checks_out, digits, upc_a

LENGTHS = (8, 12, 13, 14)
"""Digits of a retail number."""
CUT = {7: 8, 9: 12, 10: 12, 11: 12}
"""Digits that are left of one whose first zeros are lost -> how many it had; more than three are not looked for."""


def tracking(cell: str) -> str:
    """A carrier's number without the blanks that people read it by: a scan has none."""
    return "".join(cell.split())


def grouped(cell: str) -> str:
    """The retail number within `978-0-306-40615-7`; empty where blanks and hyphens part something else, such as a
    merchant's own number: the check digit decides."""
    plain = "".join(cell.split()).replace("-", "")
    return plain if plain != cell and len(plain) in LENGTHS and checks_out(plain) else ""


def with_zeros(cell: str) -> str:
    """The retail number of which a spreadsheet has dropped the first zeros; empty where the check digit does not prove
    it (in one of ten such numbers it does by chance)."""
    filled = cell.zfill(CUT.get(len(cell), 0)) if digits(cell) else ""
    return filled if filled != cell and (checks_out(filled) or upc_a(filled)) else ""
