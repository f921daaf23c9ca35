"""What is counted and timed, for Prometheus. The labels are few words of ours; never an id, a name, a text.

These are the numbers of one process, as Prometheus wants them. What is true at a moment, such as how many events wait, is told
by ``bot.receive.health``.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, Literal

from prometheus_client import Counter, Histogram, disable_created_metrics
from slack_sdk.errors import SlackApiError

from bot import in_hand
from bot.refusal import AnswerUrlError, may_be_done, retry_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kb import Answer

disable_created_metrics()  # type: ignore[no-untyped-call]  # they would double the lines and tell nothing

KINDS = frozenset(
    "app_home_opened app_mention assistant_thread_started block_actions command message message_action shortcut"
    " view_closed view_submission".split()
)
"""Kinds of events that are told apart; every other is ``other``."""
Became = Literal["recorded", "duplicate", "forgotten", "at_once", "refused", "found"]
Method = Literal["chat.postMessage", "chat.postEphemeral", "chat.update", "chat.delete", "response_url"]
Result = Literal["posted", "limited", "refused", "lost", "found", "unsure"]

EVENTS = Counter(
    "streamerr_events_total",
    "What Slack sent, and what became of it: recorded, duplicate, forgotten because it does not concern us, answered at once"
    " because Slack waits, refused because it could not be recorded, found by looking back after an outage.",
    ["kind", "became"],
)
ACKNOWLEDGING = Histogram(
    "streamerr_acknowledge_seconds",
    "From the receipt of what Slack sent to its acknowledgement; Slack waits for 3 seconds.",
    ["became"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3),
)
ANSWERS = Counter(
    "streamerr_answers_total",
    "Answers by outcome (answer, choose, unknown), by what led there, and by whether somebody asked (asked, unasked).",
    ["outcome", "route", "way"],
)
REPLYING = Histogram(
    "streamerr_reply_seconds",
    "From the recording of an event to the reply that stands in Slack.",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800),
)
RETRIES = Counter(
    "streamerr_retries_total",
    "Events that are taken again later, by reason: the channel's turn, Slack's limit, a post that was lost or may be on its"
    " way, another event that comes first, Slack, the database, a connection, or something else.",
    ["reason"],
)
POSTS = Counter(
    "streamerr_posts_total",
    "Calls that say something in Slack, by method and result: posted, limited, refused, lost on the way; after a loss found,"
    " or unsure because Slack does not let us see.",
    ["method", "result"],
)
LEASES_LOST = Counter("streamerr_leases_lost_total", "Events that another process took over before the work was over.")
GIVEN_UP = Counter("streamerr_given_up_total", "Events that were tried too often, or waited for more than a day.")

for _reason in in_hand.REASONS:
    RETRIES.labels(_reason)


@dataclass(slots=True)
class Arrival:
    """Something that Slack sent, until it is acknowledged; ``became`` says what became of it."""

    became: Became = "refused"


def _known(kind: str) -> str:
    return kind if kind in KINDS else "other"


@contextmanager
def arriving(kind: str) -> Iterator[Arrival]:
    """Count and time what Slack sent; what ends by being raised was refused."""
    arrival = Arrival()
    began = time.perf_counter()
    try:
        yield arrival
    except BaseException:
        arrival.became = "refused"
        raise
    finally:
        EVENTS.labels(_known(kind), arrival.became).inc()
        ACKNOWLEDGING.labels(arrival.became).observe(time.perf_counter() - began)


def found(kind: str) -> None:
    """Count what Slack could not deliver in an outage, and was recorded later."""
    EVENTS.labels(_known(kind), "found").inc()


def answered(answer: Answer) -> None:
    """Count an answer that was asked for; what is in hand may be taken again, and is counted when its work is over."""
    hand = in_hand.current()
    if hand:
        hand.answers.append((answer.outcome, answer.route))
    else:
        ANSWERS.labels(answer.outcome, answer.route, "asked").inc()


def settled(hand: in_hand.Hand) -> None:
    """Count the answers of a delivery whose work is over."""
    for labels in hand.answers:
        ANSWERS.labels(*labels, "asked").inc()


@contextmanager
def calling(method: Method) -> Iterator[None]:
    """Count a call that says something in Slack, by what comes of it."""
    try:
        yield
    except (SlackApiError, AnswerUrlError) as error:
        limited = retry_after(error) is not None
        said(method, "limited" if limited else "lost" if may_be_done(error) else "refused")
        raise
    except (OSError, HTTPException):
        said(method, "lost")
        raise
    said(method, "posted")


def said(method: Method, result: Result) -> None:
    """Count what came of a call that says something in Slack; time the reply that it brought."""
    POSTS.labels(method, result).inc()
    hand = in_hand.current()
    if hand and result in ("posted", "found") and method in ("chat.postMessage", "response_url"):
        REPLYING.observe(hand.age)
