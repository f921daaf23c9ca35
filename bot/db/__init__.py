"""The workspace database: what was heard, said, asked and taught. The only room that touches it; no Slack in here.

``database`` opens it, on SQLite or PostgreSQL; ``tables`` is its schema, whose steps are in ``migrations/``. Then a file for
each thing that is kept: ``inbox``, ``posts``, ``memory``, ``channels``, ``incidents``.
"""
