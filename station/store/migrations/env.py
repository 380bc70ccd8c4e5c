"""Alembic's entry: runs on the connection that station/store/migrate.py hands over, in its transaction."""

from alembic import context

from station.records.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
