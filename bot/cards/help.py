"""How to ask, on one screen: what ``/streamerr help`` shows, and the top of App Home."""

from __future__ import annotations

from bot.cards.blocks import Json, context, section

WAYS = (
    "• `/streamerr 0x8088002A` a code, in any spelling. Only you see the answer, until you share it.",
    "• `@streamerr mediatailor 409` a system and a status. The answer goes into the thread.",
    "• `@streamerr` with a paste: a response, its headers, a log, or a text, JSON, XML or HAR file.",
    "• *Explain this error* in the menu of a message, an alert too.",
    "• A direct message to me; and `streamerr ...` in a thread where I was asked before.",
)
COMMANDS = (
    "`/streamerr search` _words_ everything that is near",
    "`/streamerr system` _name_ the errors of a system; without a name, all systems",
    "`/streamerr recap` _2h_ the errors that were seen in this channel, to paste into a post-mortem",
    "`/streamerr here` whether I speak unasked in this channel, and who may change that",
    "`/streamerr version` what runs, and what it knows",
)
TEXT = "Ask /streamerr and a code, mention @streamerr with what you see, or choose Explain this error on a message."


def ways() -> list[Json]:
    """The blocks that say how to ask."""
    return [section("*How to ask what a streaming error means*", *WAYS), section(*COMMANDS)]


def screen() -> list[Json]:
    """The blocks of the help message."""
    return [
        *ways(),
        context(
            "Answers come from a curated knowledge base on our own server. Tokens and keys in a paste are hidden first."
        ),
    ]
