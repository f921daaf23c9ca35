"""What the page hears of changes."""

import asyncio
from collections.abc import Iterator
from typing import Any, Self

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse
from slack_sdk import WebClient

from bot.local import LocalSlack
from bot.local.changes import FileShared, HomeOpened
from bot.local.feed import seen
from tests.local.person import Person
from tests.local.test_views import HOME

Json = dict[str, Any]


class Listening:
    """A page's feed, read from a thread that runs no loop."""

    def __init__(self, slack: LocalSlack, user: str) -> None:
        self._url = f"{slack.url}/local/feed?user={user}"
        self._runner = asyncio.Runner()
        self._session: ClientSession
        self._socket: ClientWebSocketResponse

    def __enter__(self) -> Self:
        self._runner.run(self._open())
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._session.close())
        self._runner.close()

    async def _open(self) -> None:
        self._session = ClientSession()
        self._socket = await self._session.ws_connect(self._url)

    def next(self, **has: Any) -> Json:
        """The next frame with these fields; others are passed over."""
        return self._runner.run(self._next(has))

    async def _next(self, has: Json) -> Json:
        async with asyncio.timeout(5):
            while True:
                frame: Json = await self._socket.receive_json()
                if has.items() <= frame.items():
                    return frame


@pytest.fixture
def danas(slack: LocalSlack, dana: Person) -> Iterator[Listening]:
    with Listening(slack, dana.user) as feed:
        yield feed


def test_a_post_of_the_app_is_seen_at_once(slack: LocalSlack, web: WebClient, danas: Listening) -> None:
    web.chat_postMessage(channel=slack.seed.incidents, text="hello")
    frame = danas.next(type="message")
    assert (frame["channel"], frame["message"]["text"]) == (slack.seed.incidents, "hello")


def test_a_reply_brings_its_parent_with_the_new_count(slack: LocalSlack, dana: Person, danas: Listening) -> None:
    root = dana.says(slack.seed.incidents, "root")["ts"]
    reply = dana.says(slack.seed.incidents, "reply", thread_ts=root)["ts"]
    assert danas.next(type="message", channel=slack.seed.incidents)["message"]["ts"] == root
    frame = danas.next(type="message")
    assert (frame["message"]["ts"], frame["parent"]["ts"], frame["parent"]["reply_count"]) == (reply, root, 1)


def test_edits_reactions_and_deletions_are_seen(slack: LocalSlack, dana: Person, danas: Listening) -> None:
    where = {"channel": slack.seed.incidents, "ts": dana.says(slack.seed.incidents, "one")["ts"]}
    dana.does("edit", **where, text="two")
    assert danas.next(type="changed")["message"]["text"] == "two"
    dana.does("react", **where, name="eyes")
    assert danas.next(type="changed")["message"]["reactions"][0]["count"] == 1
    dana.does("delete", **where)
    assert danas.next(type="deleted")["ts"] == where["ts"]


def test_what_others_whisper_or_say_elsewhere_is_not_seen(
    slack: LocalSlack, web: WebClient, dana: Person, sam: Person, danas: Listening
) -> None:
    room = slack.workspace.add_channel("war-room", frozenset({sam.user, slack.app.user}), "group").id
    sam.says(room, "in private")
    web.chat_postEphemeral(channel=slack.seed.incidents, user=sam.user, text="only sam")
    web.chat_postEphemeral(channel=slack.seed.incidents, user=dana.user, text="only dana")
    assert danas.next(type="message")["message"]["text"] == "only dana"


def test_modals_and_the_home_come_to_their_owner(web: WebClient, dana: Person, danas: Listening) -> None:
    web.views_publish(user_id=dana.user, view=HOME)
    assert danas.next(type="view", how="published")["view"]["type"] == "home"
    web.views_publish(user_id=dana.user, view=HOME)
    assert danas.next(type="view", how="updated")["view"]["type"] == "home"


def test_a_view_of_someone_else_is_not_seen(web: WebClient, dana: Person, sam: Person, danas: Listening) -> None:
    web.views_publish(user_id=sam.user, view=HOME)
    web.views_publish(user_id=dana.user, view={**HOME, "callback_id": "mine"})
    assert danas.next(type="view")["view"]["callback_id"] == "mine"


def test_a_status_and_prompts_are_seen(slack: LocalSlack, web: WebClient, dana: Person, danas: Listening) -> None:
    ts = dana.says(slack.seed.incidents, "why?")["ts"]
    web.assistant_threads_setStatus(channel_id=slack.seed.incidents, thread_ts=ts, status="is reading...")
    assert danas.next(type="assist")["status"] == "is reading..."
    prompts = [{"title": "Explain", "message": "explain 409"}]
    web.assistant_threads_setSuggestedPrompts(channel_id=slack.seed.incidents, thread_ts=ts, prompts=prompts)
    assert danas.next(type="assist", status=None)["prompts"] == prompts


def test_a_new_channel_appears(sam: Person, slack: LocalSlack, dana: Person, danas: Listening) -> None:
    room = slack.workspace.add_channel("war-room", frozenset({sam.user}), "group").id
    sam.does("invite", channel=room, invited=dana.user)
    assert danas.next(type="channel")["channel"]["id"] == room


def test_a_feed_needs_a_user(slack: LocalSlack) -> None:
    async def connect() -> int:
        async with ClientSession() as session, session.get(f"{slack.url}/local/feed?user=U404") as response:
            return response.status

    assert asyncio.run(connect()) == 404


def test_what_a_page_does_not_show_is_no_frame(slack: LocalSlack, dana: Person) -> None:
    message = dana.does("upload", channel=slack.seed.incidents, name="a.txt", content="x")["message"]
    file = slack.workspace.files[message["files"][0]["id"]]
    assert seen(slack.workspace, dana.user, FileShared(file, slack.seed.incidents, dana.user, "1.1")) is None
    assert seen(slack.workspace, dana.user, HomeOpened(dana.user, "A1", "D1", "home", None, "1.1")) is None
