"""Addresses of messages are those that Slack itself gives."""

from slack_sdk import WebClient

from bot.db.model import Place
from bot.local import serving
from bot.permalinks import Permalinks
from tests.local.person import Person


def test_addresses_are_those_of_slack_in_threads_too_and_the_workspace_is_asked_for_once() -> None:
    with serving() as slack:
        client, dana, channel = (
            WebClient(slack.app.bot_token, base_url=slack.api_url),
            Person(slack.url, slack.seed.dana),
            slack.seed.incidents,
        )
        first = dana.says(channel, "first")
        reply = dana.says(channel, "reply", thread_ts=first["ts"])
        links = Permalinks()
        for message in (first, reply):
            told = client.chat_getPermalink(channel=channel, message_ts=message["ts"])["permalink"]
            place = Place(message["team"], channel, message["ts"])
            assert links.of(client, place, first["ts"]) == told
        dana.turns("fault", kind="ratelimit", method="auth.test")
        assert links.of(client, Place(first["team"], channel, "1.5")).endswith(f"/archives/{channel}/p15")
