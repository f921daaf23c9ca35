"""One step a file; ``0001_workspace.py`` is the one to copy."""
