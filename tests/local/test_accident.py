"""What a caller sees of each kind of fault, and whether its call was carried out."""

import time
from collections import Counter
from http.client import RemoteDisconnected
from urllib.error import URLError

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.local import LocalSlack
from bot.local.faults import KINDS
from tests.local.person import Person
from tests.local.receiver import SocketReceiver

DEAD = (RemoteDisconnected, ConnectionResetError, URLError)
DONE = {"lose_answer", "hang"}
"""The kinds that carry the call out."""


def texts(person: Person, channel: str) -> list[str]:
    return [message["text"] for message in person.reads(channel)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_post_stands_where_only_its_answer_went_wrong(
    slack: LocalSlack, web: WebClient, sam: Person, kind: str
) -> None:
    sam.turns("fault", kind=kind, method="chat.postMessage", seconds=0)
    if kind == "hang":
        web.chat_postMessage(channel=slack.seed.incidents, text="is it there?")
    else:
        with pytest.raises((*DEAD, SlackApiError)):
            web.chat_postMessage(channel=slack.seed.incidents, text="is it there?")
    assert texts(sam, slack.seed.incidents).count("is it there?") == (kind in DONE)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_the_same_at_a_response_url(slack: LocalSlack, dana: Person, app: SocketReceiver, kind: str) -> None:
    dana.does("command", channel=slack.seed.incidents, text="/streamerr 409")
    hook = WebhookClient(app.command()["response_url"], retry_handlers=[])
    dana.turns("fault", kind=kind, method="response_url", seconds=0)
    try:
        status = hook.send(text="is it there?").status_code
    except DEAD:
        status = 0
    assert status == {"ratelimit": 429, "server_error": 500, "hang": 200}.get(kind, 0)
    assert texts(dana, slack.seed.incidents).count("is it there?") == (kind in DONE)


def test_a_server_error_is_a_page(web: WebClient, sam: Person) -> None:
    sam.turns("fault", kind="server_error", method="auth.test")
    with pytest.raises(SlackApiError) as broken:
        web.auth_test()
    response = broken.value.response
    assert response.status_code == 500
    assert {name.lower(): value for name, value in response.headers.items()}["content-type"].startswith("text/html")


def test_an_answer_that_hangs_comes_after_its_seconds(slack: LocalSlack, web: WebClient, sam: Person) -> None:
    sam.turns("fault", kind="hang", method="chat.postMessage", seconds=0.5)
    begin = time.monotonic()
    told = web.chat_postMessage(channel=slack.seed.incidents, text="late")
    assert time.monotonic() - begin >= 0.5
    assert sam.reads(slack.seed.incidents)[-1]["ts"] == told["ts"]


def test_who_does_not_wait_for_a_hanging_answer_has_posted_all_the_same(
    slack: LocalSlack, sam: Person, caplog: pytest.LogCaptureFixture
) -> None:
    sam.turns("fault", kind="hang", method="chat.postMessage", seconds=1.3)
    impatient = WebClient(slack.app.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=1)
    with pytest.raises(TimeoutError):
        impatient.chat_postMessage(channel=slack.seed.incidents, text="too late")
    assert sam.reads(slack.seed.incidents)[-1]["text"] == "too late"
    time.sleep(0.6)
    assert [record for record in caplog.records if record.name.startswith("aiohttp")] == []


def outcome(web: WebClient, channel: str, text: str) -> str:
    """What came of a post: ``fine``, ``lost``, or the status that refused it."""
    try:
        web.chat_postMessage(channel=channel, text=text)
    except SlackApiError as error:
        return str(error.response.status_code)
    except DEAD:
        return "lost"
    return "fine"


def test_weather_refuses_and_loses_at_random_and_says_how_often(slack: LocalSlack, web: WebClient, sam: Person) -> None:
    sam.turns("weather", ratelimit=0.2, server_error=0.2, lose_answer=0.2, lose_call=0.2, seed=7)
    came = Counter(outcome(web, slack.seed.incidents, f"post {number}") for number in range(80))
    sam.turns("clear")
    met = sam.turns("met")["met"]
    assert came == {
        "429": met["ratelimit"],
        "500": met["server_error"],
        "lost": met["lose_answer"] + met["lose_call"],
        "fine": 80 - sum(met.values()),
    }
    standing = sum(text.startswith("post ") for text in texts(sam, slack.seed.incidents))
    assert standing == came["fine"] + met["lose_answer"]
