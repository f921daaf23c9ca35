"""What a page begins with, and who may ask."""

import pytest
from slack_sdk import WebClient

from bot.local import LocalSlack
from tests.local.fetching import fetch
from tests.local.person import Person


def test_the_state_is_all_that_a_page_needs(slack: LocalSlack, dana: Person) -> None:
    state = dana.state()
    assert state["me"] == dana.user
    assert {user["name"] for user in state["users"]} >= {"dana", "sam", "streamerr"}
    assert [one["name"] for one in state["channels"] if not one["is_im"]] == ["general", "incidents", "cdn-partner"]
    app = state["apps"][0]
    assert (app["commands"][0]["name"], app["shortcuts"][0]["type"], app["home"]) == ("/streamerr", "message", None)
    assert app["user"] == slack.app.user


def test_private_channels_are_in_the_state_of_members(slack: LocalSlack, dana: Person, sam: Person) -> None:
    slack.workspace.add_channel("war-room", frozenset({sam.user}), "group")
    assert "war-room" in {one.get("name") for one in sam.state()["channels"]}
    assert "war-room" not in {one.get("name") for one in dana.state()["channels"]}


def test_messages_of_a_channel_of_others_are_not_shown(slack: LocalSlack, dana: Person, sam: Person) -> None:
    room = slack.workspace.add_channel("war-room", frozenset({sam.user}), "group").id
    assert fetch(f"{slack.url}/local/messages?user={dana.user}&channel={room}").status == 404
    assert fetch(f"{slack.url}/local/messages?user={sam.user}&channel={room}").status == 200
    assert fetch(f"{slack.url}/local/state?user=U404").status == 404


def test_the_newest_messages_are_kept_by_a_limit(slack: LocalSlack, dana: Person) -> None:
    for number in range(3):
        dana.says(slack.seed.general, f"m{number}")
    query = f"user={dana.user}&channel={slack.seed.general}&limit=2"
    told = fetch(f"{slack.url}/local/messages?{query}").json
    assert [message["text"] for message in told["messages"]] == ["m1", "m2"]


def test_ephemeral_messages_stand_where_they_belong(slack: LocalSlack, web: WebClient, dana: Person) -> None:
    root = dana.says(slack.seed.incidents, "root")["ts"]
    web.chat_postEphemeral(channel=slack.seed.incidents, user=dana.user, text="in thread", thread_ts=root)
    assert dana.reads(slack.seed.incidents)[-1]["text"] == "root"
    assert dana.reads(slack.seed.incidents, root)[-1]["text"] == "in thread"


def test_a_file_is_for_those_who_see_its_channel(slack: LocalSlack, dana: Person) -> None:
    message = dana.does("upload", channel=slack.seed.incidents, name="page.html", content="<script>")["message"]
    place = f"{slack.url}/local/files/{message['files'][0]['id']}?user="
    got = fetch(place + dana.user)
    assert (got.body, got.headers["Content-Disposition"]) == (b"<script>", "attachment")
    assert fetch(place + slack.seed.guest).status == 404


@pytest.mark.parametrize("what", ["shout", "control/shout"])
def test_what_is_not_offered_is_unknown(dana: Person, what: str) -> None:
    assert dana.tries(what)["error"] == "unknown_method"


@pytest.mark.parametrize("what", ["message", "control/fault"])
def test_a_request_is_an_object(slack: LocalSlack, what: str) -> None:
    for body in (b"[]", b"{", b"[" * 9999):
        assert fetch(f"{slack.url}/local/{what}", body).json["error"] == "invalid_json"


def test_the_page_of_nobody_in_particular_is_the_first_persons(slack: LocalSlack) -> None:
    assert fetch(f"{slack.url}/local/state").json["me"] == slack.seed.dana
