"""Answering at a response_url."""

import pytest
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.local import LocalSlack
from tests.local.fetching import fetch
from tests.local.person import Person
from tests.local.receiver import SocketReceiver
from tests.local.test_interactions import BUTTONS


@pytest.fixture
def hook(slack: LocalSlack, dana: Person, app: SocketReceiver) -> WebhookClient:
    """What a command of Dana's in #incidents can be answered with."""
    dana.does("command", channel=slack.seed.incidents, text="/streamerr 409")
    return WebhookClient(app.command()["response_url"], retry_handlers=[])


@pytest.fixture
def clicked(slack: LocalSlack, web: WebClient, dana: Person, app: SocketReceiver) -> WebhookClient:
    """What a click in a message of the app can be answered with."""
    ts = web.chat_postMessage(channel=slack.seed.incidents, text="which?", blocks=[BUTTONS])["ts"]
    dana.does("act", channel=slack.seed.incidents, ts=ts, block_id="choices", action_id="choose")
    return WebhookClient(app.interaction("block_actions")["response_url"], retry_handlers=[])


def test_an_answer_is_for_the_asker_unless_it_says_otherwise(
    slack: LocalSlack, dana: Person, sam: Person, hook: WebhookClient
) -> None:
    assert hook.send(text="for dana").body == "ok"
    assert dana.reads(slack.seed.incidents)[-1]["text"] == "for dana"
    assert sam.reads(slack.seed.incidents)[-1]["text"] != "for dana"
    hook.send(text="for all", response_type="in_channel")
    assert sam.reads(slack.seed.incidents)[-1]["text"] == "for all"


def test_five_answers_are_taken_and_no_more(hook: WebhookClient) -> None:
    assert [hook.send(text=f"answer {number}").status_code for number in range(5)] == [200] * 5
    sixth = hook.send(text="one more")
    assert (sixth.status_code, "used_url" in sixth.body) == (404, True)


def test_an_address_that_was_never_given_is_refused(slack: LocalSlack) -> None:
    told = WebhookClient(f"{slack.url}/response/T1/nonsense").send(text="x")
    assert (told.status_code, "no_such_url" in told.body) == (404, True)


def test_the_original_is_replaced_whole(slack: LocalSlack, dana: Person, clicked: WebhookClient) -> None:
    clicked.send(text="409 it is", replace_original=True)
    last = dana.reads(slack.seed.incidents)[-1]
    assert (last["text"], "blocks" in last) == ("409 it is", False)


def test_the_original_is_deleted(slack: LocalSlack, dana: Person, clicked: WebhookClient) -> None:
    clicked.send(delete_original=True)
    assert all(message["text"] != "which?" for message in dana.reads(slack.seed.incidents))
    again = clicked.send(text="x", replace_original=True)
    assert (again.status_code, "message_not_found" in again.body) == (400, True)


def test_an_ephemeral_original_is_replaced_too(
    slack: LocalSlack, web: WebClient, dana: Person, app: SocketReceiver
) -> None:
    ts = web.chat_postEphemeral(channel=slack.seed.incidents, user=dana.user, text="?", blocks=[BUTTONS])["message_ts"]
    dana.does("act", channel=slack.seed.incidents, ts=ts, block_id="choices", action_id="choose")
    WebhookClient(app.interaction("block_actions")["response_url"]).send(text="chosen", replace_original=True)
    last = dana.reads(slack.seed.incidents)[-1]
    assert (last["ts"], last["text"], last["is_ephemeral"]) == (ts, "chosen", True)


def test_an_answer_goes_to_a_thread_that_it_names(slack: LocalSlack, dana: Person, hook: WebhookClient) -> None:
    root = dana.says(slack.seed.incidents, "root")["ts"]
    hook.send_dict({"text": "in thread", "response_type": "in_channel", "thread_ts": root})
    assert dana.reads(slack.seed.incidents, root)[-1]["text"] == "in thread"


@pytest.mark.parametrize(
    ("body", "error"),
    [({"text": ""}, "no_text"), ({"text": "x", "blocks": [{"type": "sectoin"}]}, "invalid_blocks")],
)
def test_what_slack_refuses_in_a_message_is_refused_here(
    hook: WebhookClient, body: dict[str, object], error: str
) -> None:
    told = hook.send_dict(body)
    assert (told.status_code, error in told.body) == (400, True)


def test_a_body_that_is_not_json_is_refused(hook: WebhookClient) -> None:
    told = fetch(hook.url, b"{")
    assert (told.status, told.body) == (400, b"invalid_payload")


def test_answers_are_rate_limited_and_lost_on_demand(slack: LocalSlack, dana: Person, hook: WebhookClient) -> None:
    dana.turns("fault", kind="ratelimit", method="response_url", seconds=3)
    limited = hook.send(text="x")
    assert (limited.status_code, limited.headers["Retry-After"]) == (429, "3")
    dana.turns("fault", kind="lose_answer", method="response_url")
    with pytest.raises(OSError, match=r"closed|reset"):
        hook.send(text="lost on its way back")
    assert dana.reads(slack.seed.incidents)[-1]["text"] == "lost on its way back"
