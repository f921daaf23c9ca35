"""``streamerr start``: over Socket Mode, over HTTP, or in a workspace of its own on this machine, as the settings say."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import AsyncExitStack
from dataclasses import replace
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import logs
from bot.app import web_client
from bot.db.database import Database, DatabaseRefusedError
from bot.receive.http import PATH
from bot.running import Bot, PortError
from bot.voice import SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.settings import Settings
    from kb import KnowledgeBase

TURN = 0.0005
"""Seconds for which a thread of Python runs while others wait; by default ten times that, and acknowledgements wait for workers."""
LOCAL_PORT = 8130
"""Where the local workspace is, unless ``PORT`` says otherwise."""

Mode = Literal["socket", "http", "local"]


class StartError(Exception):
    """The bot can't start; the message says why and what to do."""


def mode_of(settings: Settings) -> Mode:
    """How to hear Slack.

    Raises:
        StartError: the settings ask for it halfway.
    """
    if settings.bot_token and settings.app_token:
        return "socket"
    if settings.bot_token and settings.signing_secret and settings.port is not None:
        return "http"
    if settings.bot_token:
        raise StartError(
            "SLACK_BOT_TOKEN is set, but not how to hear Slack: set SLACK_APP_TOKEN for Socket Mode, or"
            " SLACK_SIGNING_SECRET and PORT for HTTP. 'streamerr doctor' checks them."
        )
    if settings.app_token or settings.signing_secret:
        raise StartError(
            "SLACK_BOT_TOKEN is missing: copy the Bot User OAuth Token from OAuth & Permissions. Without any token,"
            " 'streamerr start' opens a local workspace to try things in."
        )
    return "local"


def start(kb: KnowledgeBase, settings: Settings, say: Callable[[str], None]) -> None:
    """Run until interrupted or told to stop; then finish what is in hand.

    Args:
        kb: the knowledge base, open.
        settings: decide how Slack is heard.
        say: told where the bot is and how it goes.

    Raises:
        StartError: a token does not work, the database or the port can't be used, or the settings ask for it halfway.
    """
    logs.set_up(sys.stderr, as_json=settings.log_json)
    sys.setswitchinterval(TURN)
    mode = mode_of(settings)
    if mode == "local":
        asyncio.run(_local(kb, settings, say))
        return
    check(settings)
    with workspace_database(settings.database) as db:
        try:
            asyncio.run(_serve(kb, db, settings, say))
        except PortError as error:
            raise StartError(str(error)) from error


def workspace_database(url: str) -> Database:
    """The workspace database, open.

    Raises:
        StartError: it can't be used; it says why and what to do.
    """
    try:
        return Database.open(url)
    except DatabaseRefusedError as error:
        raise StartError(f"The workspace database: {error}") from error


def check(settings: Settings) -> None:
    """Ask Slack whether the tokens work.

    Raises:
        StartError: Slack refuses one; it says which.
    """
    _asked(settings, "SLACK_BOT_TOKEN", web_client(settings).auth_test)
    if settings.app_token:
        client = WebClient(base_url=settings.api_url, timeout=SECONDS)
        _asked(settings, "SLACK_APP_TOKEN", lambda: client.apps_connections_open(app_token=settings.app_token))


def _asked(settings: Settings, variable: str, call: Callable[[], object]) -> None:
    try:
        call()
    except SlackApiError as error:
        told = error.response.get("error")
        raise StartError(f"{variable}: Slack refuses it ({told}). 'streamerr doctor' says what to do.") from error
    except OSError as error:
        raise StartError(f"Slack can't be reached at {settings.api_url}: {error}") from error


async def _serve(kb: KnowledgeBase, db: Database, settings: Settings, say: Callable[[str], None]) -> None:
    async with Bot(kb, db, settings) as bot:
        if bot.sockets:
            say(f"Connected to Slack over Socket Mode, {await bot.sockets.connected()} sockets.")
        else:
            say(f"Listening on port {bot.port}. Slack's request URL is https://YOUR-HOST{PATH}")
        await _told_to_stop()
        say("Stopping: what is in hand is finished first.")


async def _local(kb: KnowledgeBase, settings: Settings, say: Callable[[str], None]) -> None:
    from bot.local import LocalSlack

    async with AsyncExitStack() as stack:
        port = LOCAL_PORT if settings.port is None else settings.port
        try:
            slack = await stack.enter_async_context(LocalSlack(port=port))
        except OSError as error:
            raise StartError(f"Port {port} can't be had ({error.strerror}): set PORT to another, or to 0.") from error
        app = slack.app
        here = replace(
            settings,
            bot_token=app.bot_token,
            app_token=app.app_token,
            api_url=slack.api_url,
            port=None,
            signing_secret="",
        )
        folder = stack.enter_context(TemporaryDirectory(prefix="streamerr-"))  # this workspace is new at every start
        db = stack.enter_context(workspace_database(f"sqlite:///{folder}/workspace.db"))
        await stack.enter_async_context(Bot(kb, db, here))
        say("No tokens are set, so this is a workspace of its own on this machine: a small Slack to try everything in.")
        say(f"Open {slack.url} in a browser. Ctrl-C stops it.")
        await _told_to_stop()


async def _told_to_stop() -> None:
    """Wait for SIGINT or SIGTERM."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    try:
        await stopping.wait()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
