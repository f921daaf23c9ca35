"""The workspace database, on SQLite and on PostgreSQL."""
