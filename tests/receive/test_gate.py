"""The gate: questions pass, and what is certain where the bot may speak; the rest is not stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.app import web_client
from bot.db.model import Delivery, Place
from bot.local.model import TEAM
from bot.receive.envelope import delivery
from bot.receive.gate import Gate, without_words
from bot.rules import Rules
from bot.settings import Settings
from tests.listeners import LOCKED
from tests.slack_bot import workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.slack_bot import Workspace

Json = dict[str, Any]
FILE = {
    "id": "F1",
    "name": "error.log",
    "mode": "snippet",
    "preview": "secret",
    "url_private": "https://files.slack.com/F1",
}


@pytest.fixture(scope="module")
def here(kb_file: Path) -> Iterator[Workspace]:
    """A local Slack and the bot in it, which speaks unasked in #incidents."""
    with workspace(kb_file, rules=Rules(names=("incidents", "cdn-*"), bots=frozenset({"B1"}))) as made:
        yield made


@pytest.fixture
def gate(here: Workspace) -> Gate:
    """A gate at that bot's desk."""
    app = here.slack.app
    client = web_client(Settings(here.bot._settings.home, bot_token=app.bot_token, api_url=here.slack.api_url))
    return Gate(here.bot.desk, client)


def message(here: Workspace, text: str = "hm", **changes: Any) -> Json:
    event = {"type": "message", "user": here.dana.user, "channel": here.channel, "ts": "1.0", "text": text, **changes}
    return {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": event}


def edited(here: Workspace, text: str, before: str = "hm", **changes: Any) -> Json:
    now = {"type": "message", "user": here.dana.user, "ts": "7.0", **changes}
    said, told = {**now, "text": text}, {**now, "text": before}
    return message(here, subtype="message_changed", message=said, previous_message=told)


@pytest.mark.parametrize(
    "body",
    [
        {"type": "event_callback", "event": {"type": "app_mention"}},
        {"type": "event_callback", "event": {"type": "app_home_opened"}},
        {"command": "/streamerr", "text": "404"},
        {"type": "block_actions"},
    ],
)
def test_what_is_no_message_passes_as_it_is(gate: Gate, body: Json) -> None:
    assert gate.passes(body) is body


@pytest.mark.parametrize(
    "changes",
    [
        {"channel": "D1"},
        {"channel_type": "im"},
        {"text": "streamerr 404", "thread_ts": "0.5"},
        {"text": "<@{me}> hm"},
        {"text": "<@{me}> hm", "channel": "C0ELSEWHERE"},
    ],
)
def test_a_question_passes_wherever_it_is_asked(gate: Gate, here: Workspace, changes: Json) -> None:
    body = message(here, **{name: value.format(me=here.me) for name, value in changes.items()})
    assert gate.passes(body) is body


def test_what_is_certain_passes_where_the_bot_may_speak(gate: Gate, here: Workspace) -> None:
    body = message(here, f"origin says {LOCKED}")
    assert gate.passes(body) is body


@pytest.mark.parametrize("text", ["hm", "it gives 404", "widget locked somehow", "streamerr 404", "0x8088F999"])
def test_other_talk_is_forgotten(gate: Gate, here: Workspace, text: str) -> None:
    assert gate.passes(message(here, text)) is None


def test_where_the_bot_speaks_only_when_asked_everything_else_is_forgotten(gate: Gate, here: Workspace) -> None:
    assert gate.passes(message(here, LOCKED, channel=here.slack.seed.general)) is None


def test_a_channel_that_another_workspace_is_in_is_not_open_by_its_name(gate: Gate, here: Workspace) -> None:
    assert gate.passes(message(here, LOCKED, channel=here.slack.seed.shared)) is None
    told = here.sam.does("channel", name="cdn-other", members=[here.me], creator=here.sam.user)["channel"]
    assert gate.passes(message(here, LOCKED, channel=told["id"]))
    assert gate.passes({**message(here, LOCKED, channel=told["id"]), "is_ext_shared_channel": True}) is None


def test_in_a_thread_that_is_to_be_quiet_nothing_is_overheard_and_questions_pass(gate: Gate, here: Workspace) -> None:
    team = TEAM
    here.memory.quieten(Place(team, here.channel, "3.0"))
    assert gate.passes(message(here, LOCKED, thread_ts="3.0")) is None
    assert gate.passes(message(here, LOCKED, ts="3.0")) is None
    assert gate.passes(message(here, f"<@{here.me}> {LOCKED}", thread_ts="3.0"))


@pytest.mark.parametrize("subtype", ["channel_join", "channel_topic", "reminder_add", "tombstone"])
def test_what_nobody_wrote_is_forgotten(gate: Gate, here: Workspace, subtype: str) -> None:
    assert gate.passes(message(here, LOCKED, subtype=subtype)) is None


def test_our_own_messages_are_forgotten(gate: Gate, here: Workspace) -> None:
    bot = here.slack.workspace.users[here.me].bot_id
    for ours in ({"user": here.me}, {"user": "", "bot_id": bot}):
        assert gate.passes(message(here, f"<@{here.me}> {LOCKED}", **ours)) is None
        assert gate.passes(edited(here, f"<@{here.me}> {LOCKED}", **ours)) is None


def test_a_bot_that_is_not_heard_is_forgotten_but_known_so_that_it_can_be_allowed(gate: Gate, here: Workspace) -> None:
    assert gate.passes(message(here, LOCKED, user="", bot_id="B7", username="Pager", subtype="bot_message")) is None
    seen = here.bot.desk.policy.channels.bots(TEAM, here.channel)
    assert ("B7", "Pager", False) in [(bot.id, bot.name, bot.heard) for bot in seen]


def test_a_bot_that_is_heard_is_overheard(gate: Gate, here: Workspace) -> None:
    assert gate.passes(message(here, LOCKED, user="", bot_id="B1", subtype="bot_message"))


def test_a_message_with_a_file_passes_without_its_words(gate: Gate, here: Workspace) -> None:
    kept = gate.passes(message(here, "secret", blocks=[{}], attachments=[{}], files=[FILE], subtype="file_share"))
    assert kept
    assert "secret" not in str(kept)
    assert kept["event"]["files"] == [{name: value for name, value in FILE.items() if name != "preview"}]
    assert delivery(kept).key == delivery(message(here)).key


def test_a_message_with_a_file_that_is_certain_passes_as_it_is(gate: Gate, here: Workspace) -> None:
    body = message(here, LOCKED, files=[FILE], subtype="file_share")
    assert gate.passes(body) is body


def test_an_edit_that_leaves_the_words_alone_is_forgotten(gate: Gate, here: Workspace) -> None:
    assert gate.passes(edited(here, LOCKED, LOCKED)) is None


def test_what_happens_to_a_message_that_was_taken_in_passes(gate: Gate, here: Workspace) -> None:
    here.bot.desk.inbox.put([Delivery(f"{TEAM}:{here.channel}:8.0", {})])
    for body in (edited(here, "never mind", ts="8.0"), message(here, subtype="message_deleted", deleted_ts="8.0")):
        assert gate.passes(body) is body


def test_what_happens_to_another_message_is_forgotten_unless_it_concerns_us_by_now(gate: Gate, here: Workspace) -> None:
    assert gate.passes(edited(here, "never mind")) is None
    assert gate.passes(message(here, subtype="message_deleted", deleted_ts="7.0")) is None
    assert gate.passes(edited(here, f"<@{here.me}> 404"))
    assert gate.passes(edited(here, LOCKED))
    assert gate.passes(edited(here, LOCKED, subtype="channel_join")) is None


def test_of_an_edited_message_with_a_file_no_words_are_kept_either(here: Workspace) -> None:
    kept = without_words(edited(here, "secret", "secret too", files=[FILE]))
    assert "secret" not in str(kept)
    assert kept["event"]["message"]["files"]


def test_when_slack_does_not_say_who_we_are_nothing_is_acknowledged(here: Workspace) -> None:
    client = web_client(Settings(here.bot._settings.home, bot_token="xoxb-no", api_url=here.slack.api_url))
    with pytest.raises(Exception, match="invalid_auth"):
        Gate(here.bot.desk, client).passes(message(here, LOCKED))


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ({"text": "<@{me}> 404"}, True),
        ({"channel_type": "im"}, True),
        ({"thread_ts": "0.5", "text": "streamerr 404"}, True),
        ({"type": "app_mention"}, True),
        ({"type": "app_home_opened"}, True),
        ({"user": "{me}"}, False),
        ({"subtype": "message_changed", "message": {"user": "{me}", "ts": "1.0"}}, False),
        ({"text": LOCKED}, None),
        ({"type": "member_joined_channel"}, None),
        ({"subtype": "message_deleted", "deleted_ts": "1.0"}, None),
        ({"subtype": "channel_topic", "text": "<@{me}> 404"}, None),
    ],
)
def test_what_is_seen_at_a_glance(here: Workspace, gate: Gate, changes: Json, seen: bool | None) -> None:
    def named(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: named(one) for key, one in value.items()}
        return value.replace("{me}", here.me) if isinstance(value, str) else value

    gate.passes(message(here))
    assert gate.glance(message(here, **named(changes))) is seen


def test_what_is_seen_at_a_glance_is_what_is_found_by_looking(here: Workspace, gate: Gate) -> None:
    asks, ours = message(here, f"<@{here.me}> 404"), message(here, user=here.me)
    gate.passes(message(here))
    assert (gate.glance(asks), gate.passes(asks) is not None) == (True, True)
    assert (gate.glance(ours), gate.passes(ours) is not None) == (False, False)


def test_before_we_know_who_we_are_a_glance_says_nothing(here: Workspace, gate: Gate) -> None:
    assert gate.glance(message(here, user=here.me)) is None
