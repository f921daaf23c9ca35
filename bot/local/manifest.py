"""An app manifest (``bot/manifest.json``) read as what the local Slack installs."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from bot.local.model import App, Command, Shortcut

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

APP_ID = "A0LOCALAPP"
BOT_USER = "U0LOCALBOT"
BOT_ID = "B0LOCALBOT"


def read(manifest: Path | Mapping[str, Any]) -> App:
    """The app that a manifest describes, with new tokens; optional scopes are granted.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is not JSON, or has no bot user.
    """
    told = json.loads(manifest.read_text("utf-8")) if isinstance(manifest, Path) else manifest
    features = told.get("features", {})
    if "bot_user" not in features:
        raise ValueError("the manifest has no features.bot_user")
    home = features.get("app_home", {})
    scopes = told.get("oauth_config", {}).get("scopes", {})
    return App(
        id=APP_ID,
        name=features["bot_user"]["display_name"],
        description=told.get("display_information", {}).get("description", ""),
        user=BOT_USER,
        bot_id=BOT_ID,
        scopes=frozenset([*scopes.get("bot", ()), *scopes.get("bot_optional", ())]),
        events=frozenset(told.get("settings", {}).get("event_subscriptions", {}).get("bot_events", ())),
        commands=tuple(map(_command, features.get("slash_commands", ()))),
        shortcuts=tuple(map(_shortcut, features.get("shortcuts", ()))),
        home_tab=home.get("home_tab_enabled", False),
        messages_tab=home.get("messages_tab_enabled", False),
        agent="agent_view" in features or "assistant_view" in features,
        bot_token=f"xoxb-local-{secrets.token_hex(12)}",
        app_token=f"xapp-local-{secrets.token_hex(12)}",
        signing_secret=secrets.token_hex(16),
        verification_token=secrets.token_hex(12),
    )


def _command(told: Mapping[str, Any]) -> Command:
    return Command(
        told["command"],
        told.get("description", ""),
        told.get("usage_hint", ""),
        told.get("should_escape", False),
    )


def _shortcut(told: Mapping[str, Any]) -> Shortcut:
    return Shortcut(told["callback_id"], told["name"], told["type"], told.get("description", ""))
