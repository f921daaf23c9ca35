"""Posting, changing and deleting messages as the app."""

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.local import LocalSlack
from bot.local.seed import Seed
from tests.local.person import Person
from tests.local.refusals import refused

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*Publishing point locked*"}}


@pytest.fixture
def seed(slack: LocalSlack) -> Seed:
    return slack.seed


def test_a_post_is_seen_by_the_members(seed: Seed, web: WebClient, dana: Person) -> None:
    told = web.chat_postMessage(channel=seed.incidents, text="hello", blocks=[SECTION])
    seen = dana.reads(seed.incidents)[-1]
    assert (seen["ts"], seen["text"], seen["blocks"][0]["text"]) == (told["ts"], "hello", SECTION["text"])
    assert (told["channel"], told["message"]["bot_id"]) == (seed.incidents, seen["bot_id"])


def test_a_channel_may_be_named(seed: Seed, web: WebClient) -> None:
    assert web.chat_postMessage(channel="#incidents", text="hello")["channel"] == seed.incidents


def test_a_reply_goes_to_the_thread(seed: Seed, web: WebClient, dana: Person) -> None:
    question = dana.says(seed.incidents, "why?")
    first = web.chat_postMessage(channel=seed.incidents, text="because", thread_ts=question["ts"])
    web.chat_postMessage(channel=seed.incidents, text="and", thread_ts=first["ts"])
    root, *replies = dana.reads(seed.incidents, question["ts"])
    assert [reply["text"] for reply in replies] == ["because", "and"]
    assert (root["reply_count"], root["latest_reply"]) == (2, replies[-1]["ts"])
    assert dana.reads(seed.incidents)[-1]["text"] == "why?"


def test_a_users_id_means_the_direct_messages_with_them(seed: Seed, web: WebClient, dana: Person) -> None:
    told = web.chat_postMessage(channel=seed.dana, text="psst")
    assert told["channel"].startswith("D")
    assert dana.reads(told["channel"])[-1]["text"] == "psst"


def test_a_very_long_text_is_cut_with_a_warning(seed: Seed, web: WebClient) -> None:
    told = web.chat_postMessage(channel=seed.incidents, text="x" * 40_001)
    assert told["response_metadata"]["warnings"] == ["message_truncated"]
    assert len(told["message"]["text"]) == 40_000


METADATA = {"event_type": "answer", "event_payload": {"key": "k1"}}


def test_metadata_is_kept_and_shown_when_asked_for(seed: Seed, web: WebClient) -> None:
    ts = web.chat_postMessage(channel=seed.incidents, text="hello", metadata=METADATA)["ts"]
    reply = web.chat_postMessage(channel=seed.incidents, text="more", thread_ts=ts, metadata=METADATA)["ts"]
    bare = web.conversations_history(channel=seed.incidents, limit=1)["messages"][0]
    full = web.conversations_history(channel=seed.incidents, limit=1, include_all_metadata=True)["messages"][0]
    thread = web.conversations_replies(channel=seed.incidents, ts=ts, include_all_metadata=True)["messages"]
    assert ("metadata" in bare, full["metadata"]) == (False, METADATA)
    assert [(one["ts"], one["metadata"]) for one in thread] == [(ts, METADATA), (reply, METADATA)]


def test_an_update_keeps_metadata_unless_it_brings_its_own(seed: Seed, web: WebClient) -> None:
    def shown() -> object:
        told = web.conversations_history(channel=seed.incidents, limit=1, include_all_metadata=True)
        return told["messages"][0].get("metadata")

    where: dict[str, Any] = {"channel": seed.incidents}
    where["ts"] = web.chat_postMessage(**where, text="one", metadata=METADATA)["ts"]
    web.chat_update(**where, text="two")
    assert shown() == METADATA
    other = {**METADATA, "event_payload": {"key": "k2"}}
    web.chat_update(**where, text="three", metadata=other)
    assert shown() == other
    web.chat_update(**where, text="four", metadata={})
    assert shown() is None


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({}, "no_text"),
        ({"text": " \n"}, "no_text"),
        ({"text": "x", "blocks": [{"type": "sectoin"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": "[{"}, "invalid_blocks_format"),
        ({"text": "x", "blocks": {}}, "invalid_blocks_format"),
        ({"text": "x", "blocks": [{"type": "markdown", "text": "y" * 7000}] * 2}, "msg_blocks_too_long"),
        ({"text": "x", "attachments": [{"text": "a"}] * 101}, "too_many_attachments"),
        ({"text": "x", "attachments": ["a"]}, "invalid_attachments"),
        ({"attachments": [{"blocks": [{"type": "divider", "text": "t"}]}]}, "invalid_blocks"),
        ({"text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"markdown_text": "y" * 12_001}, "msg_too_long"),
        ({"text": "x", "metadata": {"event_type": "e"}}, "invalid_metadata_schema"),
        ({"text": "x", "metadata": {}}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "e", "event_payload": {"k": "v" * 8000}}}, "metadata_too_large"),
        ({"text": "x", "channel": "C404"}, "channel_not_found"),
        ({"text": "x", "channel": ""}, "invalid_arguments"),
    ],
)
def test_what_slack_refuses_in_a_post_is_refused(
    seed: Seed, web: WebClient, given: dict[str, object], error: str
) -> None:
    told = refused(web.api_call, "chat.postMessage", json={"channel": seed.incidents, **given})
    assert told["error"] == error


def test_refused_blocks_are_named_with_their_place(seed: Seed, web: WebClient) -> None:
    blocks = [SECTION, {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]
    told = refused(web.chat_postMessage, channel=seed.incidents, text="x", blocks=blocks)
    assert told["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]"
    ]


def test_markdown_alone_is_a_message(seed: Seed, web: WebClient, dana: Person) -> None:
    web.chat_postMessage(channel=seed.incidents, markdown_text="**bold**")
    assert dana.reads(seed.incidents)[-1]["blocks"][0]["text"] == "**bold**"


def test_an_app_that_is_no_member_cannot_post_unless_it_may_everywhere(
    slack: LocalSlack, web: WebClient, sam: Person
) -> None:
    lone = slack.workspace.add_channel("lone", frozenset({sam.user})).id
    assert refused(web.chat_postMessage, channel=lone, text="x")["error"] == "not_in_channel"
    sam.turns("scopes", add=["chat:write.public"])
    assert web.chat_postMessage(channel=lone, text="x")["ok"]


def test_a_private_channel_of_others_is_not_found(slack: LocalSlack, web: WebClient, sam: Person) -> None:
    secret = slack.workspace.add_channel("secret", frozenset({sam.user}), "group").id
    assert refused(web.chat_postMessage, channel=secret, text="x")["error"] == "channel_not_found"


def test_an_ephemeral_message_is_seen_by_one(seed: Seed, web: WebClient, dana: Person, sam: Person) -> None:
    ts = web.chat_postEphemeral(channel=seed.incidents, user=seed.dana, text="only you")["message_ts"]
    assert (dana.reads(seed.incidents)[-1]["ts"], dana.reads(seed.incidents)[-1]["is_ephemeral"]) == (ts, True)
    assert all(message["text"] != "only you" for message in sam.reads(seed.incidents))
    assert all(
        message["text"] != "only you" for message in web.conversations_history(channel=seed.incidents)["messages"]
    )


def test_an_ephemeral_message_cannot_be_changed_by_methods(seed: Seed, web: WebClient) -> None:
    ts = web.chat_postEphemeral(channel=seed.incidents, user=seed.dana, text="only you")["message_ts"]
    assert refused(web.chat_update, channel=seed.incidents, ts=ts, text="x")["error"] == "message_not_found"


def test_an_ephemeral_message_needs_a_member(seed: Seed, web: WebClient) -> None:
    told = refused(web.chat_postEphemeral, channel=seed.incidents, user=seed.guest, text="x")
    assert told["error"] == "user_not_in_channel"
    assert refused(web.chat_postEphemeral, channel=seed.incidents, user="U404", text="x")["error"] == "user_not_found"


def test_an_update_changes_what_it_gives_and_keeps_the_rest(seed: Seed, web: WebClient, dana: Person) -> None:
    ts = web.chat_postMessage(channel=seed.incidents, text="one", blocks=[SECTION])["ts"]
    assert web.chat_update(channel=seed.incidents, ts=ts, text="two")["text"] == "two"
    seen = dana.reads(seed.incidents)[-1]
    assert (seen["text"], seen["blocks"][0]["type"]) == ("two", "section")
    web.chat_update(channel=seed.incidents, ts=ts, text="three", blocks=[])
    assert "blocks" not in dana.reads(seed.incidents)[-1]


def test_an_update_is_refused_for_what_is_not_ours_or_not_there(seed: Seed, web: WebClient, dana: Person) -> None:
    hers = dana.says(seed.incidents, "mine")["ts"]
    ours = web.chat_postMessage(channel=seed.incidents, text="ours")["ts"]
    where = {"channel": seed.incidents}
    assert refused(web.chat_update, **where, ts=hers, text="x")["error"] == "cant_update_message"
    assert refused(web.chat_update, **where, ts="1.000001", text="x")["error"] == "message_not_found"
    assert refused(web.chat_update, **where, ts=ours, text="x" * 4001)["error"] == "msg_too_long"
    assert refused(web.api_call, "chat.update", json={**where, "ts": ours})["error"] == "no_text"


def test_the_app_deletes_its_own_messages_only(seed: Seed, web: WebClient, dana: Person) -> None:
    hers = dana.says(seed.incidents, "mine")["ts"]
    ours = web.chat_postMessage(channel=seed.incidents, text="ours")["ts"]
    web.chat_delete(channel=seed.incidents, ts=ours)
    assert dana.reads(seed.incidents)[-1]["ts"] == hers
    assert refused(web.chat_delete, channel=seed.incidents, ts=hers)["error"] == "cant_delete_message"
    assert refused(web.chat_delete, channel=seed.incidents, ts=ours)["error"] == "message_not_found"


def test_a_permalink_leads_to_a_message_and_to_its_thread(seed: Seed, web: WebClient, dana: Person) -> None:
    root = dana.says(seed.incidents, "root")["ts"]
    reply = dana.says(seed.incidents, "reply", thread_ts=root)["ts"]
    place = f"/archives/{seed.incidents}/p"
    told = web.chat_getPermalink(channel=seed.incidents, message_ts=root)["permalink"]
    assert told.endswith(place + root.replace(".", ""))
    told = web.chat_getPermalink(channel=seed.incidents, message_ts=reply)["permalink"]
    assert told.endswith(f"?thread_ts={root}&cid={seed.incidents}")
    missing = refused(web.chat_getPermalink, channel=seed.incidents, message_ts="1.000001")
    assert missing["error"] == "message_not_found"


def test_reactions_come_and_go_once(seed: Seed, web: WebClient, dana: Person) -> None:
    ts = dana.says(seed.incidents, "look")["ts"]
    where = {"channel": seed.incidents, "timestamp": ts, "name": "eyes"}
    web.reactions_add(**where)
    assert dana.reads(seed.incidents)[-1]["reactions"][0]["name"] == "eyes"
    assert refused(web.reactions_add, **where)["error"] == "already_reacted"
    web.reactions_remove(**where)
    assert "reactions" not in dana.reads(seed.incidents)[-1]
    assert refused(web.reactions_remove, **where)["error"] == "no_reaction"
    assert refused(web.reactions_add, **{**where, "name": ""})["error"] == "invalid_name"
    assert refused(web.reactions_add, **{**where, "timestamp": "1.000001"})["error"] == "message_not_found"
