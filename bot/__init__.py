"""The ways to ask: today the command line. Answers come from ``kb``; nothing in ``kb`` knows of this room."""

__version__ = "0.1.0"
