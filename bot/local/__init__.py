"""A small Slack on this machine: people, channels and apps in memory, spoken to in Slack's own protocol.

``workspace`` is what there is, and says what changed. ``events`` turns changes into what an app is sent, ``interactions``
what a click, a modal or a command sends; ``delivery`` sends it, by ``socket_mode`` or ``http_delivery``. ``web_api``
is what an app calls, each family of methods a file in ``methods``. ``user_api`` is what a person does, from the page or
from a test. ``server`` puts all of it behind one port of 127.0.0.1.
"""

from bot.local.server import LocalSlack, run, serving

__all__ = ["LocalSlack", "run", "serving"]
