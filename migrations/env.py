"""What Alembic runs around the steps: they are taken on the connection that ``bot.db.schema`` hands over, in its transaction."""

from alembic import context

from bot.db.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
