"""The third form: what channels keep. Outcomes are counted anew from the log, as they were counted without that."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

revision = "0003"
down_revision = "0002"

LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes a table, and lets the reader begin again."""
    op.create_table(
        "learnt_fee",
        Column("channel", sa.Text(), nullable=False),
        *(Column(name, LONG, server_default="0", nullable=False) for name in ("n", "sold", "paid", "pieces")),
        sa.PrimaryKeyConstraint("channel"),
    )
    op.execute("DELETE FROM learnt")
    op.execute("DELETE FROM reader WHERE name = 'learning'")
