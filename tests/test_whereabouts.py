"""Where our messages stand: found by their key, in any thread and on any page, or said to be unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.app import web_client
from bot.local import serving
from bot.settings import Settings
from bot.whereabouts import PAGES, UnseenError, found, metadata
from tests.local.person import Person
from tests.refused import answered, refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from slack_sdk import WebClient
    from slack_sdk.web import SlackResponse

    from bot.local import LocalSlack


@pytest.fixture(scope="module")
def slack() -> Iterator[LocalSlack]:
    """A local Slack."""
    with serving() as served:
        yield served


@pytest.fixture
def client(slack: LocalSlack, tmp_path: Path) -> WebClient:
    """The app's client."""
    return web_client(Settings(tmp_path, bot_token=slack.app.bot_token, api_url=slack.api_url))


def posted(client: WebClient, channel: str, key: str, thread: str = "", **how: Any) -> str:
    sent = client.chat_postMessage(
        channel=channel, text="x", thread_ts=thread or None, **{"metadata": metadata(key), **how}
    )
    return str(sent["ts"])


def test_a_message_is_found_in_its_channel_by_its_key(slack: LocalSlack, client: WebClient) -> None:
    channel = slack.seed.incidents
    ts = posted(client, channel, "k1")
    posted(client, channel, "k2")
    assert found(client, "k1", channel, "", "") == ts
    assert found(client, "k3", channel, "", "") is None


def test_a_message_in_a_thread_is_found_there_and_nowhere_else(slack: LocalSlack, client: WebClient) -> None:
    channel = slack.seed.general
    dana = Person(slack.url, slack.seed.dana)
    asked, other = (str(dana.says(channel, "hm")["ts"]) for _ in range(2))
    ts = posted(client, channel, "k4", asked)
    assert found(client, "k4", channel, asked, asked) == ts
    assert found(client, "k4", channel, other, asked) is None


def test_before_the_question_nothing_is_looked_at(slack: LocalSlack, client: WebClient) -> None:
    channel = slack.seed.incidents
    posted(client, channel, "early")
    asked = str(Person(slack.url, slack.seed.dana).says(channel, "hm")["ts"])
    assert found(client, "early", channel, "", asked) is None
    late = posted(client, channel, "late")
    assert found(client, "late", channel, "", asked) == late


def test_a_message_of_another_kind_with_the_same_key_is_not_ours(slack: LocalSlack, client: WebClient) -> None:
    channel = slack.seed.incidents
    posted(client, channel, "k5", metadata={"event_type": "other", "event_payload": {"key": "k5"}})
    assert found(client, "k5", channel, "", "") is None


def test_a_channel_that_may_not_be_read_is_unseen(client: WebClient) -> None:
    with pytest.raises(UnseenError):
        found(client, "k", "C0NOWHERE", "", "")


class Paged:
    """A conversation of many pages, of which one has what is looked for, and each is answered as is said."""

    def __init__(self, pages: int, holds: int = -1, error: Exception | None = None) -> None:
        self.pages, self.holds, self.error = pages, holds, error

    def conversations_history(self, *, cursor: str, **_: Any) -> SlackResponse:
        """A page."""
        if self.error:
            raise self.error
        number = int(cursor or 0)
        more = {"next_cursor": str(number + 1)} if number + 1 < self.pages else {}
        messages = [{"ts": "9.0", "metadata": metadata("k")}] if number == self.holds else [{"ts": "1.0"}]
        return answered({"ok": True, "messages": messages, "response_metadata": more})


def in_pages(*how: Any) -> Any:
    return Paged(*how)


def test_every_page_is_looked_at_to_a_limit_and_beyond_it_is_unseen() -> None:
    assert found(in_pages(PAGES, PAGES - 1), "k", "C1", "", "") == "9.0"
    assert found(in_pages(PAGES), "k", "C1", "", "") is None
    with pytest.raises(UnseenError):
        found(in_pages(PAGES + 1, PAGES), "k", "C1", "", "")


def test_a_refusal_that_may_pass_is_no_answer() -> None:
    with pytest.raises(Exception, match="ratelimited"):
        found(in_pages(1, 0, refused("ratelimited", 429)), "k", "C1", "", "")
    with pytest.raises(UnseenError):
        found(in_pages(1, 0, refused("missing_scope")), "k", "C1", "", "")
