"""Runs the migrations inside the transaction that open_store holds."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transaction_per_migration=False)
context.run_migrations()
