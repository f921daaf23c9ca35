"""Ways to ask and to act, each a file with ``register(app, desk)``; ``mention.py`` is the one to copy.

Bolt asks them in this order and takes the first that fits.
"""

from __future__ import annotations

from bot.listeners import (
    agent,
    choose,
    command,
    direct_message,
    edits,
    feedback,
    global_shortcut,
    here,
    home,
    ignored,
    joined,
    mention,
    message_shortcut,
    more,
    overheard,
    quiet,
    recap,
    refute,
    renamed,
    share,
    thread_text,
)

LISTENERS = (
    command,
    mention,
    direct_message,
    thread_text,
    overheard,
    edits,
    renamed,
    joined,
    message_shortcut,
    global_shortcut,
    home,
    here,
    agent,
    choose,
    more,
    share,
    feedback,
    quiet,
    refute,
    recap,
    ignored,  # last: it takes whatever the others left
)
