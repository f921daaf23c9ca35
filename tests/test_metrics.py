"""What is counted: on the real bot, and with labels that are few words of ours."""

from __future__ import annotations

import time
from http.client import RemoteDisconnected
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
from prometheus_client import REGISTRY

from bot import in_hand, metrics
from bot.db.model import Delivery, Lease
from bot.in_hand import REASONS
from kb.model import Answer, Outcome, Route
from tests.listeners import LOCKED, XML
from tests.refused import refused
from tests.slack_bot import Workspace, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client.samples import Sample

README = Path(__file__).parent.parent / "README.md"
ANSWER = Answer("answer", "identifier", certain=True, said="")
BOUNDS = {
    "kind": {*metrics.KINDS, "other"},
    "became": {*get_args(metrics.Became)},
    "outcome": {*get_args(Outcome)},
    "route": {*get_args(Route)},
    "way": {"asked", "unasked"},
    "reason": {*REASONS},
    "method": {*get_args(metrics.Method)},
    "result": {*get_args(metrics.Result)},
    "le": None,
}
"""What each label may hold; anything, for the bounds of a histogram."""


class Since:
    """How much a number has grown since this was made."""

    def __init__(self) -> None:
        self._before = {(one.name, *sorted(one.labels.items())): one.value for one in samples()}

    def __call__(self, name: str, **labels: str) -> float:
        """The growth of ``streamerr_`` with that name."""
        name = f"streamerr_{name}"
        return (REGISTRY.get_sample_value(name, labels) or 0) - self._before.get((name, *sorted(labels.items())), 0)


def samples() -> Iterator[Sample]:
    for metric in REGISTRY.collect():
        if metric.name.startswith("streamerr"):
            yield from metric.samples


@pytest.fixture
def here(kb_file: Path) -> Iterator[Workspace]:
    """A local Slack with the bot in it."""
    with workspace(kb_file) as made:
        yield made


@pytest.fixture
def since() -> Since:
    """How much a number has grown in this test."""
    return Since()


def lease(waited: float = 0.0) -> Lease:
    return Lease(Delivery("k", {}, "message"), "o", 0.0, 0.0, 1, waited)


def test_what_arrives_is_counted_by_what_became_of_it(since: Since) -> None:
    for became in get_args(metrics.Became):
        with metrics.arriving("message") as arrival:
            arrival.became = became
        assert since("events_total", kind="message", became=became) == 1
        assert since("acknowledge_seconds_count", became=became) == 1


def test_what_could_not_be_recorded_was_refused_however_far_it_got(since: Since) -> None:
    def fails() -> None:
        with metrics.arriving("message") as arrival:
            arrival.became = "recorded"
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        fails()
    assert since("events_total", kind="message", became="refused") == 1


def test_a_kind_that_nobody_knows_is_other(since: Since) -> None:
    with metrics.arriving("T1:C1:1.2") as arrival:
        arrival.became = "recorded"
    assert since("events_total", kind="other", became="recorded") == 1


def test_an_answer_is_counted_once_however_often_its_delivery_is_taken(since: Since) -> None:
    for _ in range(2):
        with in_hand.holding(lease()):
            metrics.answered(ANSWER)
    with in_hand.holding(lease()) as hand:
        metrics.answered(ANSWER)
        metrics.settled(hand)
    assert since("answers_total", outcome="answer", route="identifier", way="asked") == 1


def test_an_answer_that_slack_waits_for_is_counted_at_once(since: Since) -> None:
    metrics.answered(ANSWER)
    assert since("answers_total", outcome="answer", route="identifier", way="asked") == 1


def test_a_reply_is_timed_from_the_recording_of_its_event(since: Since) -> None:
    with in_hand.holding(lease(waited=20.0)):
        metrics.said("chat.postMessage", "posted")
        metrics.said("chat.update", "posted")
    assert since("reply_seconds_count") == 1
    assert 20.0 <= since("reply_seconds_sum") < 25.0


@pytest.mark.parametrize(
    ("error", "result"),
    [
        pytest.param(None, "posted", id="nothing"),
        pytest.param(refused("ratelimited", 429), "limited", id="429"),
        pytest.param(refused("ratelimited", 200), "limited", id="ratelimited"),
        pytest.param(refused("channel_not_found", 200), "refused", id="channel_not_found"),
        pytest.param(refused("internal_error", 200), "lost", id="internal_error"),
        pytest.param(refused("", 503), "lost", id="503"),
        pytest.param(RemoteDisconnected("gone"), "lost", id="disconnected"),
        pytest.param(TimeoutError(), "lost", id="too slow"),
    ],
)
def test_a_call_is_counted_by_what_comes_of_it(since: Since, error: Exception | None, result: str) -> None:
    def call() -> None:
        with metrics.calling("chat.update"):
            if error:
                raise error

    if error:
        with pytest.raises(type(error)):
            call()
    else:
        call()
    assert since("posts_total", method="chat.update", result=result) == 1


def test_an_event_an_answer_and_a_post_are_counted(here: Workspace, since: Since) -> None:
    here.answer(here.channel, str(here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")["ts"]))
    here.dana.waits_for(lambda: since("answers_total", outcome="answer", route="identifier", way="asked") == 1)
    assert since("posts_total", method="chat.postMessage", result="posted") == 1
    assert since("reply_seconds_count") == 1
    here.dana.waits_for(lambda: told_of(since, "recorded") == told_of(since, "duplicate") == 1)


def told_of(since: Since, became: str) -> float:
    """How many events told of a message and became that; a mention comes twice."""
    return sum(since("events_total", kind=kind, became=became) for kind in ("message", "app_mention"))


def test_what_does_not_concern_us_is_forgotten(here: Workspace, since: Since) -> None:
    here.dana.says(here.channel, "lunch?")
    here.dana.waits_for(lambda: since("events_total", kind="message", became="forgotten") == 1)


def test_a_command_is_recorded_and_answered_at_its_address(here: Workspace, since: Since) -> None:
    here.dana.does("command", channel=here.channel, text=f"/streamerr {LOCKED}")
    here.dana.waits_for(lambda: since("posts_total", method="response_url", result="posted") == 1)
    assert since("events_total", kind="command", became="recorded") == 1


def test_what_slack_waits_for_is_answered_at_once(here: Workspace, since: Since) -> None:
    here.dana.does("shortcut", callback_id="explain_paste")
    here.dana.waits_for(lambda: since("events_total", kind="shortcut", became="at_once") == 1)


def test_what_is_not_known_is_counted(here: Workspace, since: Since) -> None:
    here.dana.does("command", channel=here.channel, text="/streamerr 0x8088F999")
    here.dana.waits_for(lambda: since("answers_total", outcome="unknown", route="identifier", way="asked") == 1)


def test_what_nobody_asked_is_counted_apart(kb_file: Path, since: Since) -> None:
    with workspace(kb_file) as here:
        channel = here.dana.does("channel", name="inc-7", members=[here.me])["channel"]["id"]
        here.answer(channel, str(here.dana.says(channel, f"```{XML}```")["ts"]))
        here.dana.waits_for(lambda: since("answers_total", outcome="answer", route="identifier", way="unasked") == 1)
    assert since("answers_total", outcome="answer", route="identifier", way="asked") == 0


def test_retries_are_counted_by_their_reason(here: Workspace, since: Since) -> None:
    here.dana.turns("fault", kind="ratelimit", method="chat.postMessage", next=1, seconds=1)
    asked = str(here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")["ts"])
    here.dana.waits_for(lambda: here.said(here.channel, asked), seconds=20)
    assert since("posts_total", method="chat.postMessage", result="limited") == 1
    assert since("retries_total", reason="limited") >= 1


def test_a_post_whose_answer_is_lost_is_found_again(here: Workspace, since: Since) -> None:
    here.dana.turns("fault", kind="lose_answer", method="chat.postMessage", next=1)
    here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
    here.dana.waits_for(lambda: since("posts_total", method="chat.postMessage", result="found") == 1, seconds=20)
    assert since("posts_total", method="chat.postMessage", result="lost") == 1
    assert since("retries_total", reason="lost") == 1


def test_what_cannot_be_recorded_is_counted_as_refused(here: Workspace, since: Since) -> None:
    with here.db.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE inbox RENAME TO elsewhere")
    here.dana.tries("command", channel=here.channel, text=f"/streamerr {LOCKED}")
    here.dana.waits_for(lambda: since("events_total", kind="command", became="refused") >= 1)
    with here.db.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO inbox")


def test_labels_are_few_words_of_ours() -> None:
    for sample in samples():
        for label, value in sample.labels.items():
            allowed = BOUNDS[label]
            assert allowed is None or value in allowed, sample


def test_every_reason_is_there_from_the_start() -> None:
    assert all(
        REGISTRY.get_sample_value("streamerr_retries_total", {"reason": reason}) is not None for reason in REASONS
    )


def test_every_metric_is_in_the_readme_and_says_what_it_is() -> None:
    told = README.read_text()
    for metric in REGISTRY.collect():
        if metric.name.startswith("streamerr"):
            name = f"{metric.name}_total" if metric.type == "counter" else metric.name
            assert f"\n| `{name}` | {metric.documentation} |\n" in told


def test_what_slack_sent_is_timed_in_seconds(since: Since) -> None:
    with metrics.arriving("message") as arrival:
        arrival.became = "forgotten"
        time.sleep(0.03)
    assert 0.03 <= since("acknowledge_seconds_sum", became="forgotten") < 5


def test_several_bots_can_run_in_one_process(kb_file: Path, since: Since) -> None:
    with workspace(kb_file) as one, workspace(kb_file) as other:
        for here in (one, other):
            here.answer(here.channel, str(here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")["ts"]))
        one.dana.waits_for(lambda: since("posts_total", method="chat.postMessage", result="posted") == 2)


def test_with_a_hand_full_the_age_grows() -> None:
    with in_hand.holding(lease(waited=1.0)) as hand:
        before = hand.age
        time.sleep(0.01)
        assert 1.0 <= before < hand.age
