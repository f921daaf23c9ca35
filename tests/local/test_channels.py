"""What people do with channels, and what the app hears of it."""

import pytest
from slack_sdk import WebClient

from bot.local import LocalSlack
from tests.local.person import Person
from tests.local.receiver import SocketReceiver


def made(person: Person, name: str, **fields: object) -> str:
    id_: str = person.does("channel", name=name, **fields)["channel"]["id"]
    return id_


def test_who_makes_a_channel_and_who_is_named_are_members(slack: LocalSlack, dana: Person) -> None:
    room = made(dana, "war-room", members=[slack.app.user, slack.seed.guest])
    assert slack.workspace.channels[room].members == {dana.user, slack.app.user, slack.seed.guest}
    dana.says(room, "@streamerr 409")


def test_a_channel_is_as_it_was_asked_for(slack: LocalSlack, web: WebClient, dana: Person) -> None:
    fields = {"members": [slack.app.user], "kind": "group", "ext_shared": True, "creator": slack.seed.sam}
    told = web.conversations_info(channel=made(dana, "war-room", **fields))["channel"]
    assert (told["name"], told["is_private"], told["is_ext_shared"]) == ("war-room", True, True)
    assert told["creator"] == slack.seed.sam
    plain = web.conversations_info(channel=made(dana, "plain"))["channel"]
    assert (plain["is_private"], plain["is_ext_shared"], plain["creator"]) == (False, False, dana.user)


def test_the_app_hears_of_a_new_public_channel_though_it_is_no_member(
    slack: LocalSlack, dana: Person, app: SocketReceiver
) -> None:
    made(dana, "secret", kind="group")
    room = made(dana, "war-room")
    channel = app.event("channel_created")["channel"]
    assert (channel["id"], channel["name"], channel["creator"]) == (room, "war-room", dana.user)
    assert slack.app.user not in slack.workspace.channels[room].members


@pytest.mark.parametrize(("kind", "type_"), [("channel", "C"), ("group", "G")])
def test_the_app_hears_that_it_was_brought_into_a_new_channel(
    slack: LocalSlack, dana: Person, app: SocketReceiver, kind: str, type_: str
) -> None:
    room = made(dana, "war-room", members=[slack.app.user], kind=kind)
    event = app.event("member_joined_channel")
    assert (event["user"], event["channel"], event["channel_type"]) == (slack.app.user, room, type_)
    assert event["inviter"] == dana.user


@pytest.mark.parametrize(
    ("kind", "event", "subtype"),
    [("channel", "channel_rename", "channel_name"), ("group", "group_rename", "group_name")],
)
def test_a_new_name_is_an_event_and_a_message(
    slack: LocalSlack, web: WebClient, dana: Person, app: SocketReceiver, kind: str, event: str, subtype: str
) -> None:
    room = made(dana, "war-room", members=[slack.app.user], kind=kind)
    dana.does("rename_channel", channel=room, name="peace-room")
    assert app.event(event)["channel"]["name"] == "peace-room"
    message = app.event("message", subtype)
    assert (message["channel"], message["old_name"], message["name"]) == (room, "war-room", "peace-room")
    assert message["text"] == f'<@{dana.user}> has renamed the channel from "war-room" to "peace-room"'
    assert web.conversations_info(channel=room)["channel"]["name"] == "peace-room"
    assert web.chat_postMessage(channel="#peace-room", text="found")["channel"] == room


def test_the_app_hears_of_a_new_name_where_it_is_no_member_unless_it_is_private(
    slack: LocalSlack, dana: Person, app: SocketReceiver
) -> None:
    secret, public = made(dana, "secret", kind="group"), made(dana, "war-room")
    dana.does("rename_channel", channel=secret, name="more-secret")
    dana.does("rename_channel", channel=public, name="peace-room")
    assert app.event("channel_rename")["channel"]["id"] == public
    assert app.events("group_rename") == []
    assert slack.app.user not in slack.workspace.channels[public].members


def test_without_the_scope_a_new_name_is_not_told(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    room = made(dana, "war-room", members=[slack.app.user])
    dana.turns("scopes", remove=["channels:read"])
    dana.does("rename_channel", channel=room, name="peace-room")
    app.event("message", "channel_name")
    assert app.events("channel_rename") == []


def test_its_creator_and_admins_rename_a_channel(slack: LocalSlack, dana: Person, sam: Person) -> None:
    room = made(dana, "war-room", members=[sam.user, slack.seed.guest])
    guest = Person(slack.url, slack.seed.guest)
    assert guest.tries("rename_channel", channel=room, name="mine")["error"] == "not_authorized"
    assert sam.does("rename_channel", channel=room, name="ours")["channel"]["name"] == "ours"
    lone = made(sam, "lone")
    assert dana.tries("rename_channel", channel=lone, name="mine")["error"] == "not_in_channel"
    im = dana.does("open_im", **{"with": slack.app.user})["channel"]["id"]
    assert dana.tries("rename_channel", channel=im, name="us")["error"] == "method_not_supported_for_channel_type"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"name": ""}, "invalid_name"),
        ({"name": "War-Room"}, "invalid_name"),
        ({"name": "war room"}, "invalid_name"),
        ({"name": "x" * 81}, "invalid_name"),
        ({"name": "incidents"}, "name_taken"),
        ({"name": "war-room", "members": ["U404"]}, "user_not_found"),
        ({"name": "war-room", "members": "U404"}, "invalid_arguments"),
        ({"name": "war-room", "creator": "U404"}, "user_not_found"),
        ({"name": "war-room", "kind": "im"}, "invalid_arguments"),
    ],
    ids=str,
)
def test_a_channel_that_slack_would_refuse_is_not_made(
    slack: LocalSlack, dana: Person, fields: dict[str, object], error: str
) -> None:
    before = {*slack.workspace.channels}
    assert dana.tries("channel", **fields)["error"] == error
    assert {*slack.workspace.channels} == before


def test_a_taken_name_is_refused_for_a_renamed_channel_too(dana: Person) -> None:
    room = made(dana, "war-room")
    assert dana.tries("rename_channel", channel=room, name="incidents")["error"] == "name_taken"


def test_a_private_channel_is_joined_by_invitation(dana: Person, sam: Person) -> None:
    room = made(sam, "war-room", kind="group")
    assert dana.tries("join", channel=room)["error"] == "method_not_supported_for_channel_type"
    assert dana.tries("invite", channel=room, invited=dana.user)["error"] == "not_in_channel"
    sam.does("invite", channel=room, invited=dana.user)
    dana.says(room, "thanks")


def test_two_hundred_channels_are_made_while_it_runs(slack: LocalSlack, web: WebClient, dana: Person) -> None:
    rooms = [made(dana, f"stream-{number}", members=[slack.app.user]) for number in range(200)]
    told = [one["id"] for page in web.users_conversations(limit=200) for one in page["channels"]]
    assert {*told} >= {*rooms}
