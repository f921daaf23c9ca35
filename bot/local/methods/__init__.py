"""The Web API methods, each family a file; ``METHODS`` has them all by name."""

from bot.local.methods import chat, conversations, files, people, sockets, views

METHODS = {
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **people.METHODS,
    **sockets.METHODS,
    **views.METHODS,
}

__all__ = ["METHODS"]
