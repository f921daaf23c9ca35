"""What every workspace begins with."""

from bot.local import LocalSlack
from tests.local.person import Person


def test_incidents_is_in_the_middle_of_a_night(slack: LocalSlack, dana: Person) -> None:
    first, *talk = dana.reads(slack.seed.incidents)
    assert (first["subtype"], first["text"], first["reply_count"]) == ("bot_message", "", 1)
    assert len(talk) >= 3
    assert any(part["type"] == "rich_text_preformatted" for part in talk[1]["blocks"][0]["elements"])


def test_the_app_is_where_it_is_needed(slack: LocalSlack) -> None:
    channels = slack.workspace.channels
    for id_ in (slack.seed.incidents, slack.seed.general, slack.seed.shared):
        assert slack.app.user in channels[id_].members
    assert [channel.name for channel in channels.values() if channel.is_ext_shared] == ["cdn-partner"]


def test_one_is_an_admin_and_one_is_on_call(slack: LocalSlack) -> None:
    users = slack.workspace.users
    assert [user.name for user in users.values() if user.is_admin] == ["sam"]
    assert "on call" in users[slack.seed.dana].real_name
