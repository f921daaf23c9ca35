"""Each change that the workspace can tell of is told."""

from typing import get_args

from slack_sdk import WebClient

from bot.local import LocalSlack
from bot.local.changes import Change
from tests.local.person import Person
from tests.local.test_views import HOME


def test_every_kind_of_change_comes_from_something_done(
    slack: LocalSlack, web: WebClient, dana: Person, sam: Person
) -> None:
    told: set[type] = set()
    slack.workspace.watchers.append(lambda change: told.add(type(change)))
    where = {"channel": slack.seed.incidents, "ts": dana.says(slack.seed.incidents, "one")["ts"]}
    dana.does("react", **where, name="eyes")
    dana.does("edit", **where, text="two")
    web.assistant_threads_setStatus(channel_id=where["channel"], thread_ts=where["ts"], status="is reading...")
    dana.does("delete", **where)
    dana.does("upload", channel=slack.seed.incidents, name="a.txt", content="x")
    sam.does("invite", channel=slack.seed.incidents, invited=slack.seed.guest)
    room = sam.does("channel", name="war-room")["channel"]["id"]
    sam.does("rename_channel", channel=room, name="peace-room")
    web.views_publish(user_id=dana.user, view=HOME)
    dana.does("home")
    assert told == {*get_args(Change)}
