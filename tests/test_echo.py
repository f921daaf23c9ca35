"""The bare Bolt app repeats what it is asked, in the thread, once."""

from slack_bolt import BoltRequest

from benchmarks import echo
from bot.local import serving
from tests.local.person import Person


def test_a_mention_is_repeated_in_its_thread() -> None:
    with serving() as slack:
        dana, channel = Person(slack.url, slack.seed.dana), slack.seed.incidents
        said = dana.says(channel, f"<@{slack.app.user}> mediatailor 409")
        event = {"type": "app_mention", "user": dana.user, "channel": channel, "text": said["text"], "ts": said["ts"]}
        body = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event}
        app = echo.build(slack.app.bot_token, slack.api_url)
        assert app.dispatch(BoltRequest(body=body, mode="socket_mode")).status == 200
        reply = dana.waits_for_message(channel, "mediatailor 409", said["ts"])
        assert dana.waits_for(lambda: len(dana.reads(channel, said["ts"])) == 2)
    assert reply["text"] == said["text"]


def test_the_same_told_as_a_message_is_acknowledged_and_not_repeated() -> None:
    with serving() as slack:
        dana, channel = Person(slack.url, slack.seed.dana), slack.seed.incidents
        said = dana.says(channel, "mediatailor 409")
        event = {"type": "message", "user": dana.user, "channel": channel, "text": said["text"], "ts": said["ts"]}
        body = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event}
        app = echo.build(slack.app.bot_token, slack.api_url)
        assert app.dispatch(BoltRequest(body=body, mode="socket_mode")).status == 200
        assert len(dana.reads(channel, said["ts"])) == 1
