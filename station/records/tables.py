"""The station's file as SQLAlchemy Core tables, with their naming convention. Responsible for their shape; migrations
bring a file there (a test compares both), a step writes by raw text (station/store/statements.py)."""

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text, func, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=False)


def _number(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, Integer, primary_key=key, nullable=False, autoincrement=False)


meta = Table("meta", metadata, _text("key", key=True), _text("value"), sqlite_with_rowid=False)
"""station, reference_version, opening (an epoch that no fact has told yet)."""

fact = Table("fact", metadata, _number("seq", key=True), _text("record"), _text("hash"))
epoch = Table("epoch", metadata, _text("id", key=True), _number("first_seq"), _text("parent"), _text("parent_hash"))
about = Table("about", metadata, _text("id", key=True), _number("seq", key=True), sqlite_with_rowid=False)

parcel = Table(
    "parcel", metadata, _text("id", key=True), _text("merchant"), _text("dock"), _text("arrived"), _text("body")
)
unit = Table("unit", metadata, _text("id", key=True), _text("parcel"), _text("merchant"), _text("stage"), _text("body"))
container = Table(
    "container", metadata, _text("id", key=True), _text("merchant"), _text("route"), _text("state"), _text("body")
)

Index(
    "ix_parcel_open", parcel.c.dock, parcel.c.arrived, sqlite_where=text("dock NOT IN ('closed', 'refused')")
)  # closed parcels cost it nothing
Index("ix_unit_parcel", unit.c.parcel)
Index("ix_unit_open", unit.c.stage, sqlite_where=text("stage NOT IN ('stowed', 'split')"))
Index("ix_container_merchant_route_state", container.c.merchant, container.c.route, container.c.state)

reference = Table("reference", metadata, _number("n", key=True), _text("type"), _text("id"), _text("body"))
Index("uq_reference_type_id", reference.c.type, reference.c.id, unique=True)
Index(
    "ix_reference_customer",
    func.json_extract(reference.c.body, text("'$.customer'")),
    sqlite_where=text("type = 'authorization'"),
)
"""Authorizations, orders, products, operators, locations; n ties a product to its words (product_word, FTS5)."""

alias = Table(
    "alias", metadata, _text("code", key=True), _text("type", key=True), _text("id", key=True), sqlite_with_rowid=False
)
"""Every code by which a record is found, in upper case."""
Index("ix_alias_tail", func.substr(alias.c.code, -4), sqlite_where=text("type <> 'operator'"))
"""The last four characters: what people read out. An expression, so that a step writes no column more for it."""

session = Table("session", metadata, _number("depth", key=True), _text("state"), _number("first_seq"))
job = Table("job", metadata, _text("id", key=True), _text("unit"), _text("state"), _text("body"))
Index("ix_job_open", job.c.state, sqlite_where=text("state IN ('asked', 'begun')"))

secret = Table(
    "secret",
    metadata,
    _text("commitment", key=True),
    _text("kind"),
    _text("salt"),
    _text("text"),
    _text("at"),
    sqlite_with_rowid=False,
)
"""What commitments stand for; erasable."""

cursor = Table("cursor", metadata, _text("name", key=True), _text("value"), sqlite_with_rowid=False)
"""Where sync stands: stored_through, feed, evidence …"""
