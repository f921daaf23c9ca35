"""``build(...)``: the Bolt app on one page. It is dispatched to by ``bot/receive``, after what came in was recorded."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot import failure
from bot.desk import Desk
from bot.files import Fetcher
from bot.listeners import LISTENERS
from bot.memory import InProcess

if TYPE_CHECKING:
    from bot.memory import Memory
    from bot.settings import Settings
    from kb import KnowledgeBase

BOLT = logging.getLogger("slack_bolt.streamerr")
BOLT.setLevel(logging.ERROR)  # it warns of what is meant here: a client, beside a token in the environment
SECONDS = 10
"""That a call of Slack's Web API may take."""
RETRIES = 3
"""How often a call is repeated that Slack refused for now, and so did not carry out."""


def web_client(settings: Settings) -> WebClient:
    """The Web API with the bot's token. Only what was refused for now is repeated: a lost answer may hide a posted message."""
    return WebClient(
        token=settings.bot_token,
        base_url=settings.api_url,
        timeout=SECONDS,
        retry_handlers=[RateLimitErrorRetryHandler(RETRIES)],
    )


def build(kb: KnowledgeBase, settings: Settings, memory: Memory | None = None) -> App:
    """The app, with every listener.

    Signatures are checked where requests come in, so that what is dispatched here is trusted.

    Args:
        kb: the knowledge base, open.
        settings: with the bot's token.
        memory: what is remembered; in this process when left out.
    """
    app = App(
        name="streamerr",
        logger=BOLT,
        client=web_client(settings),
        process_before_response=True,
        token_verification_enabled=False,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    desk = Desk(kb, memory or InProcess(), Fetcher(settings.bot_token, settings.api_url), settings.bots)
    for listener in LISTENERS:
        listener.register(app, desk)
    failure.register(app)
    return app
