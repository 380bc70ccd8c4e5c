"""Record <-> row: the JSON body of a record and the columns that queries need beside it. Responsible for that mapping
alone; tables stand in tables.py, statements with those who run them. Imports no SQLAlchemy."""

from typing import Any

import msgspec

from station.domain.records import FOLDED, REFERENCE, Container, Folded, Parcel, Reference, Unit

_encoder = msgspec.json.Encoder()
_decoders: dict[str, msgspec.json.Decoder[Any]] = {
    name: msgspec.json.Decoder(kind) for name, kind in {**FOLDED, **REFERENCE}.items()
}
_names: dict[type, str] = {kind: name for name, kind in {**FOLDED, **REFERENCE}.items()}

Columns = tuple[str, str, str]


def type_of(record: Folded | Reference) -> str:
    """The record's type as references name it: parcel, unit, container, authorization …"""
    return _names[type(record)]


def body(record: Folded | Reference) -> str:
    """The record as JSON text; defaults are left out."""
    return _encoder.encode(record).decode()


def record(type: str, text: str | bytes) -> Any:
    """The frozen record of this type from its JSON text; unknown keys are ignored. Raises msgspec.DecodeError."""
    return _decoders[type].decode(text)


def columns(record: Folded) -> Columns:
    """What stands beside the body, in the order of the table: parcel (merchant, dock, arrived),
    unit (parcel, merchant, stage), container (merchant, route, state)."""
    match record:
        case Parcel():
            return record.merchant, record.dock, record.arrived_at
        case Unit():
            return record.parcel, record.merchant, record.stage
        case Container():
            return record.merchant, record.route, record.state
