"""Which units a text means (licence plate, serial, tracking number …), and their accounts from one moment of the file.
Responsible for finding and reading; the station may be open."""

from collections.abc import Callable, Iterator
from pathlib import Path

from station.config import Config
from station.deciding.account import Account, Reads, account
from station.domain.policy import Rulebook
from station.domain.records import Parcel, Unit
from station.lookup import EXACT, RELATED, Found, Lookup, title

MOST = 5
"""Units told whole; of more, only a list to choose from."""


def meant(path: Path, text: str) -> tuple[Unit, ...]:
    """Units that carry this identifier; else those of the parcel, authorization or order that does; else those whose
    identifiers end so."""
    with Lookup(path) as lookup:
        found = lookup.find(text, 200)
        exact = _units(found, EXACT)
        if exact or any(hit.how == EXACT for hit in found.hits):
            return exact or _units(found, RELATED) or _behind(lookup, found)
        return _units(found, "ending") or _units(found, RELATED)


def _behind(lookup: Lookup, found: Found) -> tuple[Unit, ...]:
    """Units of the parcels that belong to what was found."""
    numbers = (hit.record.tracking for hit in found.hits if isinstance(hit.record, Parcel))
    return tuple(
        dict.fromkeys(unit for number in filter(None, numbers) for unit in _units(lookup.find(number, 200), RELATED))
    )


def _units(found: Found, how: str) -> tuple[Unit, ...]:
    return tuple(hit.record for hit in found.hits if isinstance(hit.record, Unit) and hit.how == how)


def accounts(path: Path, rules: Rulebook, units: tuple[Unit, ...]) -> Iterator[tuple[Account, Reads]]:
    """Each unit's account, all of one moment of the file."""
    from station.store.look import looking

    with looking(path) as reads:
        for unit in units:
            latest = reads.read(("unit", unit.id))
            yield account(reads, rules, latest or unit), reads


def naming(reads: Reads, config: Config) -> Callable[[str, str], str]:
    """What people call a record; its id where nobody knows it."""
    merchants = {merchant.id: merchant.name for merchant in config.merchants}

    def named(type: str, id: str) -> str:
        if type == "merchant":
            return merchants.get(id, id)
        if type == "line":
            return _line(reads, id)
        record = reads.read((type, id))
        return id if record is None else record.name if type == "operator" else title(record)

    return named


def _line(reads: Reads, line: str) -> str:
    """The authorization's or the order's number."""
    id = line.rpartition("/")[0]
    for type in ("authorization", "order"):
        record = reads.read((type, id))
        if record is not None:
            return title(record)
    return id
