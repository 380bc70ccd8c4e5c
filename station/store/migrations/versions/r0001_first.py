"""The first shape of the file: journal, records, reference values, session, jobs, secrets, cursors."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    journal()
    records()
    references()
    bench()
    op.execute("INSERT INTO meta (key, value) VALUES ('reference_version', '1')")


def text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, autoincrement=False)


def table(name: str, key: tuple[str, ...], *columns: sa.Column[str] | sa.Column[int], rowid: bool = True) -> None:
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"), sqlite_with_rowid=rowid)


def journal() -> None:
    table("meta", ("key",), text("key"), text("value"), rowid=False)
    table("fact", ("seq",), number("seq"), text("record"), text("hash"))
    table("epoch", ("id",), text("id"), number("first_seq"), text("parent"), text("parent_hash"))
    table("about", ("id", "seq"), text("id"), number("seq"), rowid=False)


def records() -> None:
    table("parcel", ("id",), text("id"), text("merchant"), text("dock"), text("arrived"), text("body"))
    table("unit", ("id",), text("id"), text("parcel"), text("merchant"), text("stage"), text("body"))
    table("container", ("id",), text("id"), text("merchant"), text("route"), text("state"), text("body"))
    unclosed = sa.text("dock NOT IN ('closed', 'refused')")
    op.create_index("ix_parcel_open", "parcel", ["dock", "arrived"], sqlite_where=unclosed)
    op.create_index("ix_unit_parcel", "unit", ["parcel"])
    op.create_index("ix_unit_open", "unit", ["stage"], sqlite_where=sa.text("stage NOT IN ('stowed', 'split')"))
    op.create_index("ix_container_merchant_route_state", "container", ["merchant", "route", "state"])


def references() -> None:
    table("reference", ("n",), number("n"), text("type"), text("id"), text("body"))
    op.create_index("uq_reference_type_id", "reference", ["type", "id"], unique=True)
    table("alias", ("code", "type", "id"), text("code"), text("type"), text("id"), rowid=False)
    op.execute(
        "CREATE VIRTUAL TABLE product_word USING fts5(merchant, words, content='', contentless_delete=1, "
        "tokenize='unicode61 remove_diacritics 2')"
    )


def bench() -> None:
    table("session", ("depth",), number("depth"), text("state"), number("first_seq"))
    table("job", ("id",), text("id"), text("unit"), text("state"), text("body"))
    op.create_index("ix_job_open", "job", ["state"], sqlite_where=sa.text("state IN ('asked', 'begun')"))
    keys = ("commitment", "kind", "salt", "text", "at")
    table("secret", ("commitment",), *(text(name) for name in keys), rowid=False)
    table("cursor", ("name",), text("name"), text("value"), rowid=False)
