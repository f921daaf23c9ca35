"""What an app is sent when something happens, and what it is not sent."""

import time

import pytest
from slack_sdk import WebClient

from bot.local import LocalSlack
from bot.local.events import MESSAGES, SCOPES
from tests.local.conftest import MANIFEST
from tests.local.person import Person
from tests.local.receiver import SocketReceiver


def test_every_event_of_the_tests_manifest_can_be_sent() -> None:
    settings = MANIFEST["settings"]
    assert isinstance(settings, dict)
    assert {*settings["event_subscriptions"]["bot_events"]} == {*SCOPES} | {name for name, _ in MESSAGES.values()}


def test_a_message_carries_escaped_text_and_the_rich_text_behind_it(
    slack: LocalSlack, dana: Person, app: SocketReceiver
) -> None:
    dana.says(slack.seed.incidents, "look:\n```<ErrorCode>0x8088002A</ErrorCode> & more```")
    event = app.event("message")
    assert event["text"] == "look:\n```&lt;ErrorCode&gt;0x8088002A&lt;/ErrorCode&gt; &amp; more```"
    preformatted = event["blocks"][0]["elements"][1]
    assert preformatted["type"] == "rich_text_preformatted"
    assert preformatted["elements"] == [{"type": "text", "text": "<ErrorCode>0x8088002A</ErrorCode> & more"}]
    assert (event["channel_type"], event["user"], event["event_ts"]) == ("channel", dana.user, event["ts"])


def test_the_envelope_says_for_whom_it_is(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    dana.says(slack.seed.incidents, "hello")
    payload = app.gets(lambda got: got.event).payload
    assert (payload["type"], payload["api_app_id"], payload["is_ext_shared_channel"]) == (
        "event_callback",
        slack.app.id,
        False,
    )
    assert payload["authorizations"][0]["user_id"] == slack.app.user


def test_a_mention_comes_twice_with_two_event_ids(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    dana.says(slack.seed.incidents, "@streamerr mediatailor 409")
    mention = app.gets(lambda got: got.event.get("type") == "app_mention").payload
    message = app.gets(lambda got: got.event.get("type") == "message").payload
    assert mention["event"]["ts"] == message["event"]["ts"]
    assert mention["event_id"] != message["event_id"]
    assert mention["event"]["text"] == f"<@{slack.app.user}> mediatailor 409"


def test_a_reply_names_its_thread_and_whose_it_is(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    root = dana.says(slack.seed.incidents, "root")["ts"]
    dana.says(slack.seed.incidents, "reply", thread_ts=root)
    event = app.gets(lambda got: got.event.get("text") == "reply").event
    assert (event["thread_ts"], event["parent_user_id"]) == (root, dana.user)


def test_a_direct_message_is_no_mention(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    im = dana.does("open_im", **{"with": slack.app.user})["channel"]["id"]
    dana.says(im, "@streamerr 0x8088002A")
    assert app.event("message")["channel_type"] == "im"
    time.sleep(0.1)
    assert app.events("app_mention") == []


def test_an_edit_tells_before_and_after(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    ts = dana.says(slack.seed.incidents, "gcore 410")["ts"]
    dana.does("edit", channel=slack.seed.incidents, ts=ts, text="gcore 411")
    event = app.event("message", "message_changed")
    assert (event["message"]["text"], event["previous_message"]["text"]) == ("gcore 411", "gcore 410")
    assert (event["message"]["ts"], event["message"]["edited"]["user"]) == (ts, dana.user)
    assert event["ts"] != ts


def test_a_link_preview_is_an_edit_by_nobody(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    ts = dana.says(slack.seed.incidents, "https://example.net/m.m3u8")["ts"]
    dana.does("unfurl", channel=slack.seed.incidents, ts=ts, title="A playlist")
    event = app.event("message", "message_changed")
    assert "edited" not in event["message"]
    assert event["message"]["text"] == event["previous_message"]["text"]


def test_a_deletion_tells_what_is_gone(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    ts = dana.says(slack.seed.incidents, "wrong channel")["ts"]
    dana.does("delete", channel=slack.seed.incidents, ts=ts)
    event = app.event("message", "message_deleted")
    assert (event["deleted_ts"], event["previous_message"]["text"]) == (ts, "wrong channel")


def test_the_first_message_of_a_thread_leaves_a_tombstone(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    ts = dana.says(slack.seed.incidents, "root")["ts"]
    dana.says(slack.seed.incidents, "reply", thread_ts=ts)
    dana.does("delete", channel=slack.seed.incidents, ts=ts)
    assert app.event("message", "message_changed")["message"]["subtype"] == "tombstone"
    assert [message["text"] for message in dana.reads(slack.seed.incidents, ts)] == [
        "This message was deleted.",
        "reply",
    ]


def test_a_snippet_comes_with_a_preview(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    content = "\n".join(f"line {number}" for number in range(8))
    dana.does("upload", channel=slack.seed.incidents, name="player.log", content=content, snippet=True)
    event = app.event("message", "file_share")
    file = event["files"][0]
    assert (file["mode"], file["mimetype"], file["size"]) == ("snippet", "text/plain", len(content))
    assert (file["preview"], file["lines_more"]) == ("line 0\nline 1\nline 2\nline 3\nline 4", 3)
    assert event["text"] == ""
    assert app.event("file_shared")["file_id"] == file["id"]


def test_an_alert_has_its_words_in_attachments(slack: LocalSlack, app: SocketReceiver) -> None:
    Person(slack.url, slack.seed.alerts).does("alert", channel=slack.seed.incidents, attachments=[{"text": "503"}])
    event = app.event("message", "bot_message")
    assert (event["text"], event["attachments"], event["username"]) == ("", [{"text": "503"}], "Alerts")


def test_a_shared_channel_is_marked_and_its_files_have_to_be_asked_for(
    slack: LocalSlack, dana: Person, app: SocketReceiver
) -> None:
    dana.does("upload", channel=slack.seed.shared, name="player.log", content="503", snippet=True)
    payload = app.gets(lambda got: got.event.get("subtype") == "file_share").payload
    assert payload["is_ext_shared_channel"] is True
    assert payload["event"]["files"][0]["file_access"] == "check_file_info"
    assert "url_private" not in payload["event"]["files"][0]


def test_a_strangers_message_says_from_which_team(slack: LocalSlack, app: SocketReceiver) -> None:
    Person(slack.url, slack.seed.guest).says(slack.seed.shared, "from outside")
    assert app.event("message")["user_team"] == "T0PARTNER1"


def test_reactions_and_newcomers_are_told(slack: LocalSlack, dana: Person, sam: Person, app: SocketReceiver) -> None:
    ts = dana.says(slack.seed.incidents, "look")["ts"]
    sam.does("react", channel=slack.seed.incidents, ts=ts, name="eyes")
    added = app.event("reaction_added")
    assert (added["reaction"], added["item"]["ts"], added["item_user"]) == ("eyes", ts, dana.user)
    sam.does("react", channel=slack.seed.incidents, ts=ts, name="eyes", remove=True)
    assert app.event("reaction_removed")["user"] == sam.user
    sam.does("invite", channel=slack.seed.incidents, invited=slack.seed.guest)
    joined = app.event("member_joined_channel")
    assert (joined["user"], joined["inviter"]) == (slack.seed.guest, sam.user)


def test_the_app_learns_that_it_was_invited(slack: LocalSlack, sam: Person, app: SocketReceiver) -> None:
    lone = slack.workspace.add_channel("lone", frozenset({sam.user})).id
    sam.does("invite", channel=lone, invited=slack.app.user)
    assert app.event("member_joined_channel")["user"] == slack.app.user


def test_a_message_in_a_private_channel_is_told_to_a_member(
    slack: LocalSlack, sam: Person, app: SocketReceiver
) -> None:
    room = slack.workspace.add_channel("war-room", frozenset({sam.user, slack.app.user}), "group").id
    sam.says(room, "in private")
    assert app.event("message")["channel_type"] == "group"


def test_opening_the_app_is_told_with_its_tab(dana: Person, app: SocketReceiver) -> None:
    channel = dana.does("home", tab="messages")["channel"]["id"]
    event = app.event("app_home_opened")
    assert (event["user"], event["channel"], event["tab"]) == (dana.user, channel, "messages")


def test_the_app_hears_its_own_messages_with_its_bot_id(slack: LocalSlack, web: WebClient, app: SocketReceiver) -> None:
    web.chat_postMessage(channel=slack.seed.incidents, text=f"I am <@{slack.app.user}>")
    assert app.event("message")["bot_id"] == slack.app.bot_id
    assert app.events("app_mention") == []


def test_an_app_that_is_no_member_hears_nothing(slack: LocalSlack, sam: Person, app: SocketReceiver) -> None:
    lone = slack.workspace.add_channel("lone", frozenset({sam.user})).id
    sam.says(lone, "@streamerr are you there?")
    sam.says(slack.seed.incidents, "a mark")
    assert app.event("message")["text"] == "a mark"
    assert app.events("app_mention") == []


@pytest.mark.parametrize(("scope", "type_"), [("channels:history", "message"), ("app_mentions:read", "app_mention")])
def test_without_the_scope_an_event_is_not_sent(
    slack: LocalSlack, dana: Person, app: SocketReceiver, scope: str, type_: str
) -> None:
    dana.turns("scopes", remove=[scope])
    ts = dana.says(slack.seed.incidents, "@streamerr 409")["ts"]
    dana.does("react", channel=slack.seed.incidents, ts=ts, name="eyes")
    app.event("reaction_added")
    assert app.events(type_) == []


def test_ephemeral_messages_are_nobodys_event(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    app.answers = lambda got: {"text": "only you"} if got.kind == "slash_commands" else None
    dana.does("command", channel=slack.seed.incidents, text="/streamerr help")
    dana.says(slack.seed.incidents, "a mark")
    assert app.event("message")["text"] == "a mark"
