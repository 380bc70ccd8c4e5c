"""The second form: what outcomes taught, which outcomes came, and quotas."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

revision = "0002"
down_revision = "0001"

LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes three tables."""
    make_learnt()
    op.create_table(
        "outcome",
        Column("caller", sa.Text(), nullable=False),
        Column("reference", sa.Text(), nullable=False),
        Column("digest", sa.Text(), server_default="", nullable=False),
        Column("fact", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("caller", "reference"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "quota",
        Column("name", sa.Text(), nullable=False),
        Column("pieces", LONG, nullable=False),
        Column("period", sa.Text(), server_default="", nullable=False),
        Column("shares", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def make_learnt() -> None:
    """Counts of outcomes by cell."""
    numbers = ("sent", "n", "permille", "permille2", "days", "days2", "fees")
    op.create_table(
        "learnt",
        Column("category", sa.Text(), nullable=False),
        Column("grade", sa.Text(), nullable=False),
        Column("channel", sa.Text(), nullable=False),
        *(Column(name, LONG, server_default="0", nullable=False) for name in numbers),
        sa.PrimaryKeyConstraint("category", "grade", "channel"),
    )
