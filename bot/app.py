"""``build(...)``: the Bolt app on one page. It is dispatched to by ``bot/receive``, after what came in was recorded."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import failure
from bot.in_hand import LaterError
from bot.listeners import LISTENERS
from bot.refusal import retry_after, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.desk import Desk
    from bot.in_hand import Reason
    from bot.settings import Settings

SOON = 2.0
"""Seconds after which Slack is asked again who we are."""
BOLT = logging.getLogger("slack_bolt.streamerr")
BOLT.setLevel(logging.ERROR)  # it warns of what is meant here: a client, beside a token in the environment


def web_client(settings: Settings) -> WebClient:
    """The Web API with the bot's token. It repeats nothing: a lost answer may hide a posted message, so the inbox decides."""
    return WebClient(
        token=settings.bot_token,
        base_url=settings.api_url,
        timeout=settings.call,
        retry_handlers=[],
    )


def identity(token: str) -> Callable[[WebClient], AuthorizeResult]:
    """Tells Bolt who we are, which it asks before every listener; Slack is asked once.

    When Slack does not tell, that must not pass for an answer, as it does in Bolt's own way: the delivery is taken again.
    """
    known: list[AuthorizeResult] = []

    def authorize(client: WebClient) -> AuthorizeResult:
        if not known:
            try:
                told = client.auth_test(token=token)
            except SlackApiError as error:
                wait = retry_after(error)
                why = f"Slack does not say who we are ({word(error)})"
                reason: Reason = "slack" if wait is None else "limited"
                raise LaterError(wait or SOON, why, counts=wait is None, reason=reason) from error
            known.append(AuthorizeResult.from_auth_test_response(bot_token=token, auth_test_response=told))
        return known[0]

    return authorize


def build(desk: Desk, settings: Settings) -> App:
    """The app, with every listener.

    Signatures are checked where requests come in, so that what is dispatched here is trusted.

    Args:
        desk: where questions are answered.
        settings: with the bot's token.
    """
    app = App(
        name="streamerr",
        logger=BOLT,
        client=web_client(settings),
        authorize=identity(settings.bot_token),
        process_before_response=True,
        token_verification_enabled=False,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    for listener in LISTENERS:
        listener.register(app, desk)
    failure.register(app, desk.voice)
    return app
