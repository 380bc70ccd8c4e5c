"""How many returns one customer has is counted by an index, without reading all of them."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE INDEX ix_reference_customer ON reference (json_extract(body, '$.customer')) "
        "WHERE type = 'authorization'"
    )
