"""``apps.connections.open``."""

from slack_sdk import WebClient

from bot.local import LocalSlack
from tests.local.refusals import refused


def test_the_app_token_opens_a_connection_with_a_ticket(slack: LocalSlack) -> None:
    web = WebClient(base_url=slack.api_url)
    one = web.apps_connections_open(app_token=slack.app.app_token)["url"]
    other = web.apps_connections_open(app_token=slack.app.app_token)["url"]
    assert one.startswith(slack.url.replace("http://", "ws://"))
    assert one != other


def test_no_other_token_does(slack: LocalSlack) -> None:
    web = WebClient(base_url=slack.api_url)
    assert refused(web.apps_connections_open, app_token=slack.app.bot_token)["error"] == "not_allowed_token_type"
    wrong = slack.app.app_token[:-1]
    assert refused(web.apps_connections_open, app_token=wrong)["error"] == "invalid_auth"
