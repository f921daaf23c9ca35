"""Signed delivery over HTTP, as slack_sdk's verifier takes it."""

import time
from collections.abc import Iterator

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.local import LocalSlack
from bot.local.http_delivery import signature
from tests.local.person import Person
from tests.local.receiver import HttpReceiver, Received


@pytest.fixture
def http(slack: LocalSlack, dana: Person) -> Iterator[HttpReceiver]:
    """The app, behind a request URL."""
    with HttpReceiver(slack.app.signing_secret) as receiver:
        dana.turns("request_url", url=receiver.url)
        yield receiver


def test_events_are_signed_json(slack: LocalSlack, dana: Person, http: HttpReceiver) -> None:
    dana.says(slack.seed.incidents, "hello ü")
    assert http.event("message")["text"] == "hello ü"
    assert http.refused == 0


def test_a_signature_is_only_good_for_its_own_body(slack: LocalSlack) -> None:
    verifier = SignatureVerifier(slack.app.signing_secret)
    headers = signature(slack.app, b"body")
    assert verifier.is_valid_request(b"body", headers)
    assert not verifier.is_valid_request(b"another", headers)


def test_commands_are_forms_and_answered_in_the_response(slack: LocalSlack, dana: Person, http: HttpReceiver) -> None:
    http.answers = lambda _: {"text": "help", "response_type": "in_channel"}
    dana.does("command", channel=slack.seed.incidents, text="/streamerr a=b&c")
    assert http.command()["text"] == "a=b&amp;c"
    assert dana.reads(slack.seed.incidents)[-1]["text"] == "help"


def test_interactions_are_forms_with_a_payload(dana: Person, http: HttpReceiver) -> None:
    dana.does("shortcut", callback_id="explain_global")
    assert http.interaction("shortcut")["user"]["id"] == dana.user


def test_a_failure_is_retried_with_its_number_and_reason(slack: LocalSlack, dana: Person, http: HttpReceiver) -> None:
    http.answers = lambda got: 500 if got.attempt < 2 else None
    dana.says(slack.seed.incidents, "again")
    last = http.gets(lambda got: got.attempt == 2)
    assert (last.headers["X-Slack-Retry-Num"], last.headers["X-Slack-Retry-Reason"]) == ("2", "http_error")
    assert "X-Slack-Retry-Num" not in http.received[0].headers
    assert len({got.payload["event_id"] for got in http.received}) == 1


def test_an_app_may_refuse_retries(slack: LocalSlack, dana: Person, http: HttpReceiver) -> None:
    http.answers = lambda _: (500, {"X-Slack-No-Retry": "1"})
    dana.says(slack.seed.incidents, "once")
    http.event("message")
    time.sleep(0.3)
    assert len(http.received) == 1


def test_an_answer_that_comes_late_is_a_timeout(slack: LocalSlack, dana: Person, http: HttpReceiver) -> None:
    def late(got: Received) -> None:
        if got.attempt == 0:
            time.sleep(slack.workspace.pace.acknowledge + 0.2)

    http.answers = late
    dana.says(slack.seed.incidents, "slow")
    assert http.gets(lambda got: got.attempt == 1).reason == "http_timeout"


def test_an_app_that_is_gone_is_told_to_the_person(slack: LocalSlack, dana: Person) -> None:
    with HttpReceiver(slack.app.signing_secret) as http:
        dana.turns("request_url", url=http.url)
    told = dana.tries("command", channel=slack.seed.incidents, text="/streamerr")
    assert told["error"] == "dispatch_failed"
