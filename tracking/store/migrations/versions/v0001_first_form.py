"""The first form: stations, epochs, the log of facts, and what readers make of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

revision = "0001"
down_revision = None

LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes all tables."""
    make_log()
    make_values()
    make_codes()
    make_callers()
    make_access()


def make_log() -> None:
    """The log of facts and its watermarks."""
    op.create_table(
        "epoch",
        Column("key", sa.Integer(), nullable=False),
        Column("station", sa.Text(), server_default="", nullable=False),
        Column("id", sa.Text(), server_default="", nullable=False),
        Column("first_seq", LONG, nullable=False),
        Column("parent", sa.Text(), server_default="", nullable=False),
        Column("parent_hash", sa.Text(), server_default="", nullable=False),
        Column("stored_through", LONG, nullable=False),
        Column("hash", sa.Text(), server_default="", nullable=False),
        Column("signature", sa.Text(), server_default="", nullable=False),
        Column("sent_at", sa.Text(), server_default="", nullable=False),
        Column("received_at", sa.Text(), server_default="", nullable=False),
        Column("offset_ms", LONG, server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("station", "id"),
    )
    op.create_table(
        "fact",
        Column("position", LONG, autoincrement=False, nullable=False),
        Column("epoch", sa.Integer(), nullable=False),
        Column("seq", LONG, nullable=False),
        Column("received_at", sa.Text(), server_default="", nullable=False),
        Column("hash", sa.Text(), server_default="", nullable=False),
        Column("record", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("epoch", "seq"),
    )
    op.create_table(
        "reader",
        Column("name", sa.Text(), nullable=False),
        Column("position", LONG, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def make_values() -> None:
    """What readers make of the log, and the office's values."""
    op.create_table(
        "value",
        Column("type", sa.Text(), nullable=False),
        Column("id", sa.Text(), nullable=False),
        Column("version", LONG, nullable=False),
        Column("origin", sa.Text(), server_default="", nullable=False),
        Column("body", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("type", "id"),
        sa.UniqueConstraint("version"),
    )
    op.create_table(
        "about",
        Column("type", sa.Text(), nullable=False),
        Column("id", sa.Text(), nullable=False),
        Column("position", LONG, autoincrement=False, nullable=False),
        Column("kind", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("type", "id", "position"),
        sqlite_with_rowid=False,
    )


def make_codes() -> None:
    """By which identifier a value is found, and what a person has to look at."""
    op.create_table(
        "code",
        Column("code", sa.Text(), nullable=False),
        Column("type", sa.Text(), nullable=False),
        Column("id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", "type", "id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "doubt",
        Column("id", sa.Text(), nullable=False),
        Column("type", sa.Text(), server_default="", nullable=False),
        Column("station", sa.Text(), server_default="", nullable=False),
        Column("fact", sa.Text(), server_default="", nullable=False),
        Column("about_type", sa.Text(), server_default="", nullable=False),
        Column("about_id", sa.Text(), server_default="", nullable=False),
        Column("detail", sa.Text(), server_default="", nullable=False),
        Column("raised_at", sa.Text(), server_default="", nullable=False),
        Column("settled_at", sa.Text(), server_default="", nullable=False),
        Column("how", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("doubt_open", "doubt", ["settled_at", "raised_at"], unique=False)


def make_callers() -> None:
    """Stations that may call, and codes that let one in."""
    op.create_table(
        "station",
        Column("id", sa.Text(), nullable=False),
        Column("name", sa.Text(), server_default="", nullable=False),
        Column("public_key", sa.Text(), server_default="", nullable=False),
        Column("token_hash", sa.Text(), nullable=False),
        Column("enrolled_at", sa.Text(), server_default="", nullable=False),
        Column("revoked_at", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_table(
        "enrolment",
        Column("code_hash", sa.Text(), nullable=False),
        Column("name", sa.Text(), server_default="", nullable=False),
        Column("expires_at", sa.Text(), server_default="", nullable=False),
        Column("station", sa.Text(), server_default="", nullable=False),
        Column("public_key", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("code_hash"),
    )


def make_access() -> None:
    """The office's tokens, and customers' links."""
    op.create_table(
        "access",
        Column("token_hash", sa.Text(), nullable=False),
        Column("name", sa.Text(), server_default="", nullable=False),
        Column("scope", sa.Text(), server_default="", nullable=False),
        Column("made_at", sa.Text(), server_default="", nullable=False),
        Column("revoked_at", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_table(
        "public_link",
        Column("token_hash", sa.Text(), nullable=False),
        Column("type", sa.Text(), server_default="", nullable=False),
        Column("id", sa.Text(), server_default="", nullable=False),
        Column("made_at", sa.Text(), server_default="", nullable=False),
        Column("expires_at", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index("public_link_target", "public_link", ["type", "id"], unique=False)
