"""One connection to Slack: its hello, its ailments, its end."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aiohttp import WSMessage, WSMsgType
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.local import serving
from bot.local.socket_mode import MOST
from bot.receive.connection import Connection, TurnedAwayError
from bot.settings import Settings
from tests.local.person import Person
from tests.receive.hearing import PACE, SLOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from slack_sdk.socket_mode.request import SocketModeRequest

    from bot.local import LocalSlack

pytestmark = pytest.mark.usefixtures("log")
QUICKLY = 3.0


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    """A local Slack of the test's own."""
    with serving(pace=PACE) as served:
        yield served


class Acknowledging:
    """Acknowledges what it is given, after some seconds."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.given: list[str] = []

    async def __call__(self, connection: Connection, request: SocketModeRequest) -> None:
        """Take one."""
        self.given.append(request.payload["event"]["text"])
        await asyncio.sleep(self.seconds)
        await connection.send_socket_mode_response(SocketModeResponse(request.envelope_id))


@asynccontextmanager
async def opened(slack: LocalSlack, received: Acknowledging | None = None) -> AsyncIterator[Connection]:
    """A connection, closed at the end; no task may be left then."""
    settings = Settings(Path(), app_token=slack.app.app_token, api_url=slack.api_url)
    connection = Connection(settings, received or Acknowledging())
    try:
        await connection.connect()
        yield connection
    finally:
        await connection.close()
        assert asyncio.all_tasks() == {asyncio.current_task()}


async def turns(slack: LocalSlack, switch: str, **fields: object) -> None:
    await asyncio.to_thread(lambda: Person(slack.url, slack.seed.dana).turns(switch, **fields))


async def ailment(connection: Connection) -> str:
    """The first ailment that shows."""
    async with asyncio.timeout(20):
        while not (why := await connection.ailment()):
            await asyncio.sleep(0.01)
    return why


def test_it_is_well_after_slack_said_hello(slack: LocalSlack) -> None:
    async def hello() -> tuple[str, float]:
        async with opened(slack) as connection:
            return await connection.ailment(), connection.heard_at

    well, heard_at = asyncio.run(hello())
    assert well == ""
    assert time.time() - QUICKLY < heard_at <= time.time()


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("warning", "Slack asks for it (warning)"),
        ("refresh", "Slack asks for it (refresh_requested)"),
        ("close", "it was closed (1001, no error)"),
        ("end", "it was closed ("),
        ("abort", "it was closed ("),
        ("silence", "it was closed (1006, ServerTimeoutError)"),
    ],
)
def test_it_says_what_slack_did_to_it(slack: LocalSlack, how: str, told: str) -> None:
    async def disturbed() -> str:
        async with opened(slack) as connection:
            await turns(slack, "sockets", how=how)
            return await ailment(connection)

    assert asyncio.run(disturbed()).startswith(told)


def test_it_says_why_slack_leaves_though_the_end_was_read_together_with_that(slack: LocalSlack) -> None:
    async def busy() -> str:
        async with opened(slack) as connection:
            turning = asyncio.create_task(turns(slack, "sockets", how="refresh"))
            await asyncio.sleep(0)
            time.sleep(0.5)  # noqa: ASYNC251  meanwhile Slack says why, and closes
            while not (why := await connection.ailment()):
                await asyncio.sleep(0)
            await turning
        return why

    assert asyncio.run(busy()) == "Slack asks for it (refresh_requested)"


@pytest.mark.parametrize(
    "text", ['{"text": "disconnect"}', '["disconnect"]', '{"type": "events_api", "disconnect"', '"disconnect"']
)
def test_only_slacks_own_good_bye_is_one(slack: LocalSlack, text: str) -> None:
    async def told() -> str:
        async with opened(slack) as connection:
            await connection._framed(WSMessage(WSMsgType.TEXT, text, None))
            return await connection.ailment()

    assert asyncio.run(told()) == ""


@pytest.mark.parametrize("task", ["message_receiver", "message_processor", "current_session_monitor"])
def test_a_task_of_the_sdk_that_ended_is_an_ailment(slack: LocalSlack, task: str) -> None:
    async def ended() -> str:
        async with opened(slack) as connection:
            getattr(connection, task).cancel()
            return await ailment(connection)

    assert asyncio.run(ended()) == "it stopped reading"


def test_pings_that_are_not_answered_are_an_ailment_though_other_frames_come(slack: LocalSlack) -> None:
    async def unanswered() -> str:
        async with opened(slack) as connection:
            connection.last_ping_pong_time = time.time() - 60
            return await ailment(connection)

    assert asyncio.run(unanswered()) == "its pings are not answered"


def test_one_connection_too_many_is_turned_away(slack: LocalSlack) -> None:
    async def eleven() -> None:
        settings = Settings(Path(), app_token=slack.app.app_token, api_url=slack.api_url)
        connections = [Connection(settings, Acknowledging()) for _ in range(MOST + 1)]
        try:
            for connection in connections:
                await connection.connect()
        finally:
            await asyncio.gather(*(connection.close() for connection in connections))

    with pytest.raises(TurnedAwayError, match="too_many_websockets"):
        asyncio.run(eleven())


@pytest.mark.parametrize("kind", ["ratelimit", "server_error"])
def test_it_tries_once(slack: LocalSlack, kind: str) -> None:
    async def refused() -> None:
        await turns(slack, "fault", kind=kind, method="apps.connections.open")
        async with opened(slack):
            pass

    with pytest.raises(SlackApiError):
        asyncio.run(refused())


def test_what_is_in_hand_is_acknowledged_before_it_closes(slack: LocalSlack) -> None:
    slow = Acknowledging(0.3)

    async def closed() -> None:
        async with opened(slack, slow):
            await asyncio.to_thread(Person(slack.url, slack.seed.dana).says, slack.seed.incidents, "hunter2")
            while not slow.given:
                await asyncio.sleep(0.01)

    asyncio.run(closed())
    Person(slack.url, slack.seed.dana).waits_for(lambda: not slack.delivery._tasks, sum(PACE.retries) + SLOW)
    assert not slack.delivery.given_up
    assert slow.given == ["hunter2"]


@pytest.mark.parametrize("how", ["silence", "stall"])
def test_it_closes_quickly_whatever_its_state(slack: LocalSlack, how: str) -> None:
    async def closed() -> float:
        async with opened(slack, Acknowledging(60)):
            person = Person(slack.url, slack.seed.dana)
            await asyncio.to_thread(person.says, slack.seed.incidents, "hunter2")
            await turns(slack, "sockets", how=how, seconds=1)
            await asyncio.to_thread(person.says, slack.seed.incidents, "hunter2")
            began = time.monotonic()
        return time.monotonic() - began

    assert asyncio.run(closed()) < QUICKLY
