"""Fixtures: a local Slack of each test's own, people in it, and Slack's own clients as the app."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.local import LocalSlack, serving
from bot.local.model import Pace
from tests.local.person import Person
from tests.local.receiver import SocketReceiver

QUICK = Pace(acknowledge=1.0, retries=(0.0, 0.05, 0.1), trigger=1.0, response_url=60.0, ping=5.0)
"""Slack's clocks, faster; the pauses between retries by far."""
MANIFEST = {
    "display_information": {"name": "streamerr", "description": "Explains streaming errors"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "streamerr"},
        "agent_view": {},
        "slash_commands": [
            {
                "command": "/streamerr",
                "description": "Explain an error",
                "usage_hint": "[error]",
                "should_escape": False,
            },
            {"command": "/escaped", "description": "The same, escaped", "should_escape": True},
        ],
        "shortcuts": [
            {"name": "Explain this error", "type": "message", "callback_id": "explain_message"},
            {"name": "Explain an error", "type": "global", "callback_id": "explain_global"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read",
                "assistant:write",
                "channels:history",
                "channels:join",
                "channels:read",
                "chat:write",
                "commands",
                "files:write",
                "groups:history",
                "groups:read",
                "im:history",
                "im:read",
                "im:write",
                "reactions:read",
                "reactions:write",
                "team:read",
                "users:read",
            ],
            "bot_optional": ["files:read"],
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "app_mention",
                "channel_created",
                "channel_rename",
                "file_shared",
                "group_rename",
                "member_joined_channel",
                "message.channels",
                "message.groups",
                "message.im",
                "reaction_added",
                "reaction_removed",
            ]
        }
    },
}


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    """A local Slack of the test's own."""
    with serving(MANIFEST, pace=QUICK) as served:
        yield served


@pytest.fixture
def web(slack: LocalSlack) -> WebClient:
    """The app's Web API client."""
    return WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
def dana(slack: LocalSlack) -> Person:
    """Dana, on call."""
    return Person(slack.url, slack.seed.dana)


@pytest.fixture
def sam(slack: LocalSlack) -> Person:
    """Sam, an admin of the workspace."""
    return Person(slack.url, slack.seed.sam)


@pytest.fixture
def app(slack: LocalSlack) -> Iterator[SocketReceiver]:
    """The app, connected by Socket Mode."""
    with SocketReceiver(slack) as receiver:
        yield receiver
