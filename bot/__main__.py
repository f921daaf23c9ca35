"""``python -m bot`` is ``streamerr``."""

from bot.cli import main

main()
