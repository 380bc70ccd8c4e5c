"""Codes are found by their last four characters, too; badges are not."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX ix_alias_tail ON alias (substr(code, -4)) WHERE type <> 'operator'")
