"""What Slack's refusals say."""

from __future__ import annotations

import pytest
from slack_sdk.webhook import WebhookResponse

from bot.refusal import AnswerUrlError, may_be_done, retry_after, word
from tests.refused import refused

PAGE = "Received a response in a non-JSON format: <!DOCTYPE html>..."


def at_url(status: int, **headers: str) -> AnswerUrlError:
    return AnswerUrlError(
        WebhookResponse(url="https://hooks.slack.com/x", status_code=status, body="", headers=headers)
    )


@pytest.mark.parametrize("told", ["channel_not_found", "msg_too_long", "is_archived", "ratelimited"])
def test_with_most_of_its_words_slack_says_that_nothing_was_done(told: str) -> None:
    assert not may_be_done(refused(told))
    assert word(refused(told)) == told


@pytest.mark.parametrize("told", ["internal_error", "fatal_error", "service_unavailable"])
def test_when_slack_broke_in_the_middle_it_may_be_done(told: str) -> None:
    assert may_be_done(refused(told))


@pytest.mark.parametrize("status", [200, 404, 500, 502, 503])
def test_a_page_in_place_of_an_answer_says_nothing(status: int) -> None:
    assert may_be_done(refused(PAGE, status))
    assert word(refused(PAGE, status)) == ""


def test_a_limit_means_that_nothing_was_done_whatever_comes_with_it() -> None:
    assert not may_be_done(refused("", 429))
    assert not may_be_done(refused(PAGE, 429))


def test_an_address_that_refuses_did_nothing_and_one_that_breaks_may_have() -> None:
    assert [may_be_done(at_url(status)) for status in (404, 410, 429, 500)] == [False, False, False, True]
    assert str(at_url(404)) == "status 404"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "30"}, 30),
        ({"retry-after": "2.5"}, 2.5),
        ({"Retry-After": "0"}, 0.1),
        ({"Retry-After": "-5"}, 0.1),
        ({"Retry-After": "soon"}, 1),
        ({}, 1),
    ],
)
def test_the_time_to_ask_again_is_what_slack_says_or_a_second(headers: dict[str, str], seconds: float) -> None:
    named = {name.replace("-", "_"): value for name, value in headers.items()}
    assert retry_after(refused("ratelimited", 429, **named)) == seconds
    assert retry_after(at_url(429, **headers)) == seconds


def test_a_limit_that_is_told_by_its_word_alone_is_one_too() -> None:
    assert retry_after(refused("ratelimited", 200, Retry_After="3")) == 3
    assert retry_after(refused("rate_limited")) == 1


def test_other_refusals_say_nothing_about_time() -> None:
    assert retry_after(refused("internal_error", 500, Retry_After="3")) is None
    assert retry_after(at_url(404)) is None
