"""Channels as the app sees them: what they are, who is in them, what was said."""

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.local import LocalSlack
from tests.local.person import Person
from tests.local.refusals import refused


def test_info_says_what_a_channel_is(slack: LocalSlack, web: WebClient) -> None:
    channel = web.conversations_info(channel=slack.seed.incidents)["channel"]
    assert (channel["name"], channel["is_member"], channel["is_ext_shared"]) == ("incidents", True, False)
    assert channel["creator"] == slack.seed.sam
    assert web.conversations_info(channel=slack.seed.shared)["channel"]["is_ext_shared"] is True


def test_info_of_a_direct_message_names_the_other(slack: LocalSlack, web: WebClient) -> None:
    id_ = web.conversations_open(users=slack.seed.dana)["channel"]["id"]
    channel = web.conversations_info(channel=id_)["channel"]
    assert (channel["is_im"], channel["user"]) == (True, slack.seed.dana)


def test_info_is_refused_for_what_is_not_there_or_not_allowed(slack: LocalSlack, web: WebClient, sam: Person) -> None:
    assert refused(web.conversations_info, channel="C404")["error"] == "channel_not_found"
    sam.turns("scopes", remove=["channels:read"])
    told = refused(web.conversations_info, channel=slack.seed.incidents)
    assert (told["error"], told["needed"]) == ("missing_scope", "channels:read")


def test_the_list_has_public_channels_unless_others_are_asked_for(
    slack: LocalSlack, web: WebClient, sam: Person
) -> None:
    private = slack.workspace.add_channel("war-room", frozenset({sam.user, slack.app.user}), "group").id
    slack.workspace.add_channel("secret", frozenset({sam.user}), "group")
    assert [one["name"] for one in web.conversations_list()["channels"]] == ["general", "incidents", "cdn-partner"]
    told = web.conversations_list(types="private_channel,im")["channels"]
    assert [one["id"] for one in told if not one["is_im"]] == [private]
    assert refused(web.conversations_list, types="public_channel,party")["error"] == "invalid_types"


def test_the_list_comes_in_pages(web: WebClient) -> None:
    pages = [page["channels"] for page in web.conversations_list(limit=2)]
    assert [len(page) for page in pages] == [2, 1]


def test_the_app_lists_where_it_is_a_member(slack: LocalSlack, web: WebClient, sam: Person) -> None:
    slack.workspace.add_channel("lone", frozenset({sam.user}))
    slack.workspace.add_channel("war-room", frozenset({sam.user, slack.app.user}), "group")
    slack.workspace.add_channel("secret", frozenset({sam.user}), "group")
    told = web.users_conversations()["channels"]
    assert [one["name"] for one in told] == ["general", "incidents", "cdn-partner"]
    assert [one["is_ext_shared"] for one in told] == [False, False, True]
    assert all({"is_member", "num_members"}.isdisjoint(one) for one in told)
    assert [one["name"] for one in web.users_conversations(types="private_channel")["channels"]] == ["war-room"]
    assert {one["user"] for one in web.users_conversations(types="im")["channels"]} == {slack.seed.dana, sam.user}


def test_of_another_user_the_app_lists_public_channels_and_those_it_shares(
    slack: LocalSlack, web: WebClient, sam: Person
) -> None:
    slack.workspace.add_channel("lone", frozenset({sam.user}))
    slack.workspace.add_channel("war-room", frozenset({sam.user, slack.app.user}), "group")
    slack.workspace.add_channel("secret", frozenset({sam.user}), "group")
    told = web.users_conversations(user=sam.user, types="public_channel,private_channel")["channels"]
    assert [one["name"] for one in told] == ["general", "incidents", "cdn-partner", "lone", "war-room"]
    assert [one["user"] for one in web.users_conversations(user=sam.user, types="im")["channels"]] == [sam.user]
    assert refused(web.users_conversations, user="U404")["error"] == "user_not_found"


def test_where_the_app_is_a_member_comes_in_pages(slack: LocalSlack, web: WebClient, sam: Person) -> None:
    for number in range(200):
        slack.workspace.add_channel(f"stream-{number}", frozenset({sam.user, slack.app.user}))
    pages = [page["channels"] for page in web.users_conversations(limit=50)]
    assert [len(page) for page in pages] == [50, 50, 50, 50, 3]
    assert len({one["id"] for page in pages for one in page}) == 203


@pytest.mark.parametrize(
    ("types", "scope"),
    [("public_channel", "channels:read"), ("public_channel,private_channel", "groups:read"), ("im", "im:read")],
)
@pytest.mark.parametrize("method", ["conversations_list", "users_conversations"])
def test_a_list_needs_the_scope_of_each_kind_in_it(
    web: WebClient, sam: Person, method: str, types: str, scope: str
) -> None:
    sam.turns("scopes", remove=[scope])
    told = refused(getattr(web, method), types=types)
    assert (told["error"], told["needed"]) == ("missing_scope", scope)
    sam.turns("scopes", add=[scope])
    assert refused(getattr(web, method), types="party")["error"] == "invalid_types"


def test_members_are_listed_in_pages(slack: LocalSlack, web: WebClient) -> None:
    pages = [page["members"] for page in web.conversations_members(channel=slack.seed.incidents, limit=3)]
    expected = sorted([slack.seed.dana, slack.seed.sam, slack.seed.alerts, slack.app.user])
    assert [member for page in pages for member in page] == expected


def test_opening_a_direct_message_twice_gives_the_same(slack: LocalSlack, web: WebClient) -> None:
    first = web.conversations_open(users=slack.seed.guest)
    again = web.conversations_open(users=[slack.seed.guest], return_im=True)
    assert (first["channel"]["id"], first.get("already_open")) == (again["channel"]["id"], None)
    assert (again["already_open"], again["channel"]["user"]) == (True, slack.seed.guest)


def test_a_direct_message_needs_one_user_who_exists(slack: LocalSlack, web: WebClient) -> None:
    assert refused(web.conversations_open, users="U404")["error"] == "user_not_found"
    told = refused(web.conversations_open, users=f"{slack.seed.dana},{slack.seed.sam}")
    assert told["error"] == "method_not_supported_for_channel_type"


def test_the_app_joins_public_channels(slack: LocalSlack, web: WebClient, sam: Person) -> None:
    lone = slack.workspace.add_channel("lone", frozenset({sam.user})).id
    assert web.conversations_join(channel=lone)["channel"]["is_member"] is True
    assert web.conversations_join(channel=lone)["warning"] == "already_in_channel"
    private = slack.workspace.add_channel("war-room", frozenset({sam.user, slack.app.user}), "group").id
    told = refused(web.conversations_join, channel=private)
    assert told["error"] == "method_not_supported_for_channel_type"


def test_history_is_newest_first_and_without_replies(slack: LocalSlack, web: WebClient, dana: Person) -> None:
    root = dana.says(slack.seed.general, "root")["ts"]
    dana.says(slack.seed.general, "reply", thread_ts=root)
    dana.says(slack.seed.general, "newest")
    texts = [one["text"] for one in web.conversations_history(channel=slack.seed.general, limit=2)["messages"]]
    assert texts == ["newest", "root"]


def test_history_comes_in_pages_without_a_gap(slack: LocalSlack, web: WebClient, dana: Person) -> None:
    for number in range(5):
        dana.says(slack.seed.general, f"m{number}")
    pages = [page["messages"] for page in web.conversations_history(channel=slack.seed.general, limit=2)]
    assert [one["text"] for page in pages for one in page][:5] == ["m4", "m3", "m2", "m1", "m0"]
    assert {len(page) for page in pages[:-1]} == {2}


def test_history_keeps_to_its_bounds(slack: LocalSlack, web: WebClient, dana: Person) -> None:
    where: dict[str, Any] = {"channel": slack.seed.general}
    one, two, three = [dana.says(slack.seed.general, text)["ts"] for text in ("one", "two", "three")]
    texts = [message["text"] for message in web.conversations_history(**where, oldest=one, latest=three)["messages"]]
    assert texts == ["two"]
    told = web.conversations_history(**where, oldest=two, latest=two, inclusive=True)["messages"]
    assert [message["text"] for message in told] == ["two"]
    assert refused(web.conversations_history, **where, oldest="yesterday")["error"] == "invalid_ts_oldest"


def test_a_thread_is_read_from_its_first_message(slack: LocalSlack, web: WebClient, dana: Person) -> None:
    where: dict[str, Any] = {"channel": slack.seed.general}
    root = dana.says(slack.seed.general, "root")["ts"]
    for number in range(3):
        dana.says(slack.seed.general, f"reply {number}", thread_ts=root)
    pages = [page["messages"] for page in web.conversations_replies(**where, ts=root, limit=2)]
    texts = [message["text"] for page in pages for message in page]
    assert texts == ["root", "reply 0", "reply 1", "reply 2"]
    assert pages[0][0]["reply_count"] == 3
    assert refused(web.conversations_replies, **where, ts="1.000001")["error"] == "thread_not_found"


@pytest.mark.parametrize("thread_ts", ["", "root"])
def test_a_message_without_replies_is_a_thread_of_one(
    slack: LocalSlack, web: WebClient, dana: Person, thread_ts: str
) -> None:
    root = dana.says(slack.seed.general, "root")["ts"]
    if thread_ts:
        reply = dana.says(slack.seed.general, "reply", thread_ts=root)["ts"]
        dana.does("delete", channel=slack.seed.general, ts=reply)
    told = web.conversations_replies(channel=slack.seed.general, ts=root, include_all_metadata=True)
    assert ([message["text"] for message in told["messages"]], told["has_more"]) == (["root"], False)


def test_a_replys_own_ts_gives_the_reply_alone(slack: LocalSlack, web: WebClient, dana: Person) -> None:
    root = dana.says(slack.seed.general, "root")["ts"]
    reply = dana.says(slack.seed.general, "reply", thread_ts=root)["ts"]
    told = web.conversations_replies(channel=slack.seed.general, ts=reply)["messages"]
    assert [message["text"] for message in told] == ["reply"]


@pytest.mark.parametrize("method", ["conversations_history", "conversations_replies"])
def test_reading_needs_the_scope_and_membership(slack: LocalSlack, web: WebClient, sam: Person, method: str) -> None:
    lone = slack.workspace.add_channel("lone", frozenset({sam.user})).id
    assert refused(getattr(web, method), channel=lone, ts="1.000001")["error"] == "not_in_channel"
    sam.turns("scopes", remove=["channels:history"])
    told = refused(getattr(web, method), channel=slack.seed.incidents, ts="1.000001")
    assert (told["error"], told["needed"]) == ("missing_scope", "channels:history")
