"""Schema steps of the workspace database, in Alembic's form; ``bot.db.schema`` takes them."""
