"""The contents of files, sent to Slack before anybody sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.local import LocalSlack, serving
from bot.upload import Written, sent
from tests.local.person import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = (Written("a.md", "Errors", "# É\n"), Written("a.csv", "Errors", "a,b\r\n"))


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    """A local Slack."""
    with serving() as made:
        yield made


def client(slack: LocalSlack) -> WebClient:
    return WebClient(slack.app.bot_token, base_url=slack.api_url)


def test_what_is_sent_can_be_posted_as_it_is(slack: LocalSlack) -> None:
    kept = sent(client(slack), FILES)
    assert [one["title"] for one in kept] == ["Errors", "Errors"]
    dana, channel = Person(slack.url, slack.seed.dana), slack.seed.incidents
    before = len(dana.reads(channel))
    assert len(dana.reads(channel)) == before
    client(slack).files_completeUploadExternal(files=kept, channel_id=channel)
    shown = dana.reads(channel)[-1]["files"]
    assert [(one["name"], one["size"]) for one in shown] == [("a.md", 5), ("a.csv", 5)]


def test_without_the_permission_slack_refuses(slack: LocalSlack) -> None:
    Person(slack.url, slack.seed.dana).turns("scopes", remove=["files:write"])
    with pytest.raises(SlackApiError, match="missing_scope"):
        sent(client(slack), FILES)
