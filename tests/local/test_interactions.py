"""What an app is sent for commands, shortcuts and clicks."""

from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.local import LocalSlack
from tests.local.person import Person
from tests.local.receiver import SocketReceiver

BUTTONS = {
    "type": "actions",
    "block_id": "choices",
    "elements": [
        {
            "type": "button",
            "action_id": "choose",
            "text": {"type": "plain_text", "text": "409"},
            "value": "aws-mediatailor/409",
        },
        {
            "type": "static_select",
            "action_id": "system",
            "options": [{"text": {"type": "plain_text", "text": "Gcore"}, "value": "gcore"}],
        },
    ],
}


def test_a_command_carries_what_was_typed_and_where(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    dana.does("command", channel=slack.seed.incidents, text="/streamerr  <a> & @sam ")
    command = app.command()
    assert (command["command"], command["text"]) == ("/streamerr", "&lt;a&gt; &amp; @sam")
    assert (command["channel_name"], command["user_name"]) == ("incidents", "dana")


def test_a_command_may_have_several_lines_or_none(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    dana.does("command", channel=slack.seed.incidents, text="/streamerr HTTP/1.1 503\nRetry-After: 5")
    assert app.command()["text"] == "HTTP/1.1 503\nRetry-After: 5"
    app.received.clear()
    dana.does("command", channel=slack.seed.incidents, text="/streamerr")
    assert app.command()["text"] == ""


def test_an_escaping_command_names_people_and_channels_by_id(
    slack: LocalSlack, dana: Person, app: SocketReceiver
) -> None:
    dana.does("command", channel=slack.seed.incidents, text="/escaped ask @sam in #general")
    assert app.command()["text"] == f"ask <@{slack.seed.sam}|sam> in <#{slack.seed.general}|general>"


def test_a_command_in_direct_messages_says_so(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    im = dana.does("open_im", **{"with": slack.app.user})["channel"]["id"]
    dana.does("command", channel=im, text="/streamerr help")
    assert app.command()["channel_name"] == "directmessage"


def test_a_message_shortcut_brings_the_message(slack: LocalSlack, dana: Person, app: SocketReceiver) -> None:
    message = dana.says(slack.seed.incidents, "0x8088002A")
    dana.does("shortcut", callback_id="explain_message", channel=slack.seed.incidents, ts=message["ts"])
    payload = app.interaction("message_action")
    assert (payload["callback_id"], payload["message"]["text"]) == ("explain_message", "0x8088002A")
    assert (payload["channel"]["id"], payload["message_ts"]) == (slack.seed.incidents, message["ts"])
    assert WebhookClient(payload["response_url"]).send(text="for you").body == "ok"


def test_a_global_shortcut_brings_no_channel(dana: Person, app: SocketReceiver) -> None:
    dana.does("shortcut", callback_id="explain_global")
    payload = app.interaction("shortcut")
    assert (payload["callback_id"], payload["user"]["id"]) == ("explain_global", dana.user)
    assert {"channel", "response_url"}.isdisjoint(payload)


def test_a_click_says_what_was_clicked_and_where(
    slack: LocalSlack, web: WebClient, dana: Person, app: SocketReceiver
) -> None:
    ts = web.chat_postMessage(channel=slack.seed.incidents, text="which?", blocks=[BUTTONS])["ts"]
    dana.does("act", channel=slack.seed.incidents, ts=ts, block_id="choices", action_id="choose")
    payload = app.interaction("block_actions")
    assert payload["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": slack.seed.incidents,
        "is_ephemeral": False,
    }
    action = payload["actions"][0]
    assert (action["type"], action["value"], action["block_id"]) == ("button", "aws-mediatailor/409", "choices")
    assert payload["message"]["text"] == "which?"
    assert payload["state"] == {"values": {"choices": {"system": {"type": "static_select", "selected_option": None}}}}


def test_a_selection_brings_the_whole_option(
    slack: LocalSlack, web: WebClient, dana: Person, app: SocketReceiver
) -> None:
    ts = web.chat_postMessage(channel=slack.seed.incidents, text="which?", blocks=[BUTTONS])["ts"]
    where = {"channel": slack.seed.incidents, "ts": ts, "block_id": "choices", "action_id": "system"}
    dana.does("act", **where, chosen="gcore")
    assert app.interaction("block_actions")["actions"][0]["selected_option"]["text"]["text"] == "Gcore"
    assert dana.tries("act", **where, chosen="akamai")["error"] == "option_not_found"


def test_a_click_in_an_ephemeral_message_brings_no_message(
    slack: LocalSlack, web: WebClient, dana: Person, sam: Person, app: SocketReceiver
) -> None:
    told = web.chat_postEphemeral(channel=slack.seed.incidents, user=dana.user, text="?", blocks=[BUTTONS])
    where = {"channel": slack.seed.incidents, "ts": told["message_ts"], "block_id": "choices", "action_id": "choose"}
    assert sam.tries("act", **where)["error"] == "message_not_found"
    dana.does("act", **where)
    payload = app.interaction("block_actions")
    assert (payload["container"]["is_ephemeral"], "message" in payload) == (True, False)


def test_a_click_on_what_is_not_there_is_refused(slack: LocalSlack, dana: Person) -> None:
    ts = dana.says(slack.seed.incidents, "no buttons")["ts"]
    told = dana.tries("act", channel=slack.seed.incidents, ts=ts, block_id="choices", action_id="choose")
    assert told["error"] == "action_not_found"
