"""Socket Mode, as Slack's own client meets it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.local import LocalSlack
from bot.local.socket_mode import MOST, whole
from tests.local.person import Person
from tests.local.receiver import SILENT, Received, SocketReceiver

STALL = 0.6


def connected(slack: LocalSlack, talk: Callable[[ClientWebSocketResponse], Awaitable[None]]) -> None:
    """Talk over a socket of the app's own, after its hello."""
    url = WebClient(base_url=slack.api_url).apps_connections_open(app_token=slack.app.app_token)["url"]

    async def talked() -> None:
        async with ClientSession() as session, session.ws_connect(url, autoping=False) as socket:
            assert (await socket.receive_json())["type"] == "hello"
            await talk(socket)

    asyncio.run(talked())


def test_a_message_of_a_person_reaches_the_app(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    dana.says(slack.seed.incidents, "channel 7 is down")
    assert app.event("message")["text"] == "channel 7 is down"


def test_an_event_is_sent_once_when_it_is_acknowledged(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    dana.says(slack.seed.incidents, "once")
    app.event("message")
    time.sleep(slack.workspace.pace.acknowledge + 0.2)
    assert len(app.received) == 1


def test_an_event_that_is_not_acknowledged_comes_again_and_says_so(
    slack: LocalSlack, dana: Person, app: SocketReceiver
) -> None:
    app.answers = lambda got: SILENT if got.attempt == 0 else None
    dana.says(slack.seed.incidents, "again")
    again = app.gets(lambda got: got.attempt == 1)
    assert (again.event["text"], again.reason) == ("again", "timeout")
    assert app.received[0].payload["event_id"] == again.payload["event_id"]


def test_an_event_is_given_up_after_three_retries(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    app.answers = lambda _: SILENT
    dana.says(slack.seed.incidents, "lost")
    given_up = dana.waits_for(lambda: slack.delivery.given_up)
    assert given_up[0].payload["event"]["text"] == "lost"
    assert [got.attempt for got in app.received] == [0, 1, 2, 3]


def test_each_event_goes_to_one_of_the_connections(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    with SocketReceiver(slack) as second:
        for number in range(10):
            dana.says(slack.seed.incidents, f"message {number}")
        dana.waits_for(lambda: len(app.received) + len(second.received) == 10)
        assert len(app.received) == len(second.received) == 5


def test_only_the_app_token_opens_a_connection(web: WebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        web.apps_connections_open(app_token=str(web.token))
    assert refused.value.response["error"] == "not_allowed_token_type"


@pytest.mark.parametrize("how", ["refresh", "warning", "close", "end", "abort"])
def test_the_client_comes_back_after_its_socket_went(
    slack: LocalSlack, dana: Person, app: SocketReceiver, how: str
) -> None:
    before = slack.sockets.route(slack.app.id).connections[0]
    assert dana.turns("sockets", how=how)["dropped"] == 1
    dana.waits_for(lambda: slack.sockets.route(slack.app.id).connections not in ([], [before]), 10)
    dana.says(slack.seed.incidents, f"after {how}")
    assert app.event("message")["text"] == f"after {how}"


def test_a_silent_socket_is_noticed_by_the_client(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    before = slack.sockets.route(slack.app.id).connections[0]
    dana.turns("sockets", how="silence")
    dana.waits_for(lambda: slack.sockets.route(slack.app.id).connections not in ([], [before]), 15)
    dana.says(slack.seed.incidents, "after silence")
    assert app.gets(lambda got: got.event.get("text") == "after silence")


def test_an_event_in_flight_on_a_cut_socket_comes_again(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    with SocketReceiver(slack) as second:

        def cut(got: Received) -> Any:
            if got.attempt == 0:
                app.answers = second.answers = lambda _: None
                dana.turns("sockets", how="abort")
                return SILENT
            return None

        app.answers = second.answers = cut
        dana.says(slack.seed.incidents, "in flight")
        dana.waits_for(
            lambda: slack.delivery.given_up or any(got.attempt for got in app.received + second.received), 10
        )


def test_a_warning_leaves_the_socket_open(slack: LocalSlack, dana: Person) -> None:
    async def talk(socket: ClientWebSocketResponse) -> None:
        await asyncio.to_thread(dana.turns, "sockets", how="warning")
        frame = await socket.receive_json()
        assert (frame["type"], frame["reason"]) == ("disconnect", "warning")
        await asyncio.to_thread(dana.says, slack.seed.incidents, "still there")
        assert (await socket.receive_json())["payload"]["event"]["text"] == "still there"

    connected(slack, talk)


def test_a_stalled_frame_comes_in_two_halves_with_nothing_in_between(slack: LocalSlack, dana: Person) -> None:
    async def talk(socket: ClientWebSocketResponse) -> None:
        await asyncio.to_thread(dana.turns, "sockets", how="stall", seconds=STALL)
        began = time.monotonic()
        for text in ("stalled", "behind it"):
            await asyncio.to_thread(dana.says, slack.seed.incidents, text)
        await socket.ping(b"are you there?")
        frames = [await socket.receive() for _ in range(3)]
        assert time.monotonic() - began >= STALL
        assert [frame.type for frame in frames] == [WSMsgType.TEXT, WSMsgType.TEXT, WSMsgType.PONG]
        assert ["stalled" in frames[0].data, "behind it" in frames[1].data] == [True, True]

    connected(slack, talk)


def test_a_stalled_frame_is_sent_to_its_end_though_slack_sends_it_again(slack: LocalSlack, dana: Person) -> None:
    async def talk(socket: ClientWebSocketResponse) -> None:
        patience = slack.workspace.pace.acknowledge
        await asyncio.to_thread(dana.turns, "sockets", how="stall", seconds=patience + STALL)
        await asyncio.to_thread(dana.says, slack.seed.incidents, "stalled")
        assert [(await socket.receive_json())["retry_attempt"] for _ in range(2)] == [0, 1]

    connected(slack, talk)


def test_a_socket_that_stalls_is_closed_at_once(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    before = slack.sockets.route(slack.app.id).connections[:]
    dana.turns("sockets", how="stall", seconds=60)
    dana.says(slack.seed.incidents, "stalled")
    dana.turns("sockets", how="close")
    dana.waits_for(lambda: slack.sockets.route(slack.app.id).connections not in ([], before), 10)
    assert app.received == []


@pytest.mark.parametrize(("length", "head"), [(125, "817d"), (126, "817e007e"), (1 << 16, "817f0000000000010000")])
def test_a_frame_is_built_as_the_standard_has_it(length: int, head: str) -> None:
    assert whole("x" * length) == bytes.fromhex(head) + b"x" * length


def test_an_event_of_two_megabytes_is_sent_whole(slack: LocalSlack, app: SocketReceiver) -> None:
    alerts = Person(slack.url, slack.seed.alerts)
    alerts.does("alert", channel=slack.seed.incidents, attachments=[{"text": "x" * 2_000_000}])
    assert len(app.event("message", "bot_message")["attachments"][0]["text"]) == 2_000_000


@pytest.mark.parametrize(("kind", "status"), [("server_error", 500), ("ratelimit", 429)])
def test_the_opening_of_a_socket_can_fail(slack: LocalSlack, dana: Person, kind: str, status: int) -> None:
    async def talk(_: ClientWebSocketResponse) -> None:
        raise AssertionError("it was opened")

    dana.turns("fault", kind=kind, method="link")
    with pytest.raises(WSServerHandshakeError) as refused:
        connected(slack, talk)
    assert refused.value.status == status


def test_an_unknown_way_to_disturb_sockets_is_refused(dana: Person) -> None:
    assert dana.tries("control/sockets", how="politely")["error"] == "invalid_arguments"


def test_a_ticket_works_once(slack: LocalSlack) -> None:
    web = WebClient(base_url=slack.api_url)
    url = web.apps_connections_open(app_token=slack.app.app_token)["url"]

    async def twice() -> int:
        async with ClientSession() as session:
            async with session.ws_connect(url) as socket:
                assert (await socket.receive_json())["type"] == "hello"
            with pytest.raises(WSServerHandshakeError) as refused:
                await session.ws_connect(url)
        return refused.value.status

    assert asyncio.run(twice()) == 401


def test_the_eleventh_connection_is_turned_away(slack: LocalSlack) -> None:
    web = WebClient(base_url=slack.api_url)
    urls = [web.apps_connections_open(app_token=slack.app.app_token)["url"] for _ in range(MOST + 1)]

    async def hellos() -> list[dict[str, Any]]:
        async with ClientSession() as session:
            sockets = [await session.ws_connect(url) for url in urls]
            frames = [await socket.receive_json() for socket in sockets]
            for socket in sockets:
                await socket.close()
        return frames

    *first, last = asyncio.run(hellos())
    assert [frame["num_connections"] for frame in first] == [*range(1, MOST + 1)]
    assert (last["type"], last["reason"]) == ("disconnect", "too_many_websockets")


def test_frames_that_acknowledge_nothing_are_passed_over(slack: LocalSlack, dana: Person) -> None:
    web = WebClient(base_url=slack.api_url)
    url = web.apps_connections_open(app_token=slack.app.app_token)["url"]

    async def talk() -> str:
        async with ClientSession() as session, session.ws_connect(url) as socket:
            await socket.receive_json()
            for frame in ("not json", "[]", '{"envelope_id": "unknown"}', '{"envelope_id": ["a list"]}'):
                await socket.send_str(frame)
            await asyncio.to_thread(dana.says, slack.seed.incidents, "still there")
            frame = await socket.receive_json()
            await socket.send_json({"envelope_id": frame["envelope_id"]})
        return str(frame["payload"]["event"]["text"])

    assert asyncio.run(talk()) == "still there"
