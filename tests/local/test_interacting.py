"""What comes of commands, clicks and modals for the person."""

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.local import LocalSlack
from tests.local.person import Person
from tests.local.receiver import SILENT, Received, SocketReceiver
from tests.local.refusals import refused

PASTE = {
    "type": "modal",
    "callback_id": "paste",
    "title": {"type": "plain_text", "text": "Explain an error"},
    "submit": {"type": "plain_text", "text": "Explain"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "what",
            "label": {"type": "plain_text", "text": "Paste it"},
            "element": {"type": "plain_text_input", "action_id": "text", "multiline": True},
        },
        {
            "type": "actions",
            "block_id": "more",
            "elements": [{"type": "button", "action_id": "help", "text": {"type": "plain_text", "text": "Help"}}],
        },
    ],
}
DONE = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Done"},
    "blocks": [{"type": "section", "block_id": "s", "text": {"type": "mrkdwn", "text": "Publishing point locked"}}],
}


@pytest.fixture
def opened(web: WebClient, dana: Person, app: SocketReceiver) -> str:
    """The id of a modal that Dana has open."""
    dana.does("shortcut", callback_id="explain_global")
    view = web.views_open(trigger_id=app.interaction("shortcut")["trigger_id"], view=PASTE)["view"]
    assert [one["id"] for one in dana.state()["views"]] == [view["id"]]
    return str(view["id"])


def typed(text: str) -> dict[str, Any]:
    return {"what": {"text": text}}


def test_what_a_command_is_answered_with_is_for_the_asker(
    slack: LocalSlack, dana: Person, sam: Person, app: SocketReceiver
) -> None:
    app.answers = lambda _: {"text": "here is help"}
    dana.does("command", channel=slack.seed.incidents, text="/streamerr help")
    assert dana.reads(slack.seed.incidents)[-1]["text"] == "here is help"
    assert sam.reads(slack.seed.incidents)[-1]["text"] != "here is help"


@pytest.mark.usefixtures("app")
def test_a_command_is_refused_in_a_thread(slack: LocalSlack, dana: Person) -> None:
    ts = dana.says(slack.seed.incidents, "root")["ts"]
    told = dana.tries("command", channel=slack.seed.incidents, text="/streamerr help", thread_ts=ts)
    assert told["error"] == "not_supported_in_threads"


def test_an_unknown_command_or_shortcut_is_refused(slack: LocalSlack, dana: Person) -> None:
    assert dana.tries("command", channel=slack.seed.incidents, text="/remind me")["error"] == "unknown_command"
    assert dana.tries("shortcut", callback_id="explain_message")["error"] == "unknown_shortcut"


@pytest.mark.usefixtures("app")
def test_without_the_scope_there_are_no_commands(slack: LocalSlack, dana: Person) -> None:
    dana.turns("scopes", remove=["commands"])
    assert dana.tries("command", channel=slack.seed.incidents, text="/streamerr")["error"] == "unknown_command"
    assert dana.tries("shortcut", callback_id="explain_global")["error"] == "unknown_shortcut"


def test_a_command_that_nobody_answers_fails_in_slacks_words(
    slack: LocalSlack, dana: Person, app: SocketReceiver
) -> None:
    app.answers = lambda _: SILENT
    assert dana.tries("command", channel=slack.seed.incidents, text="/streamerr")["error"] == "operation_timeout"
    assert dana.reads(slack.seed.incidents)[-1]["text"] == '/streamerr failed with the error "operation_timeout"'
    assert len(app.received) == 1


def test_a_command_without_an_app_fails_at_once(slack: LocalSlack, dana: Person) -> None:
    assert dana.tries("command", channel=slack.seed.incidents, text="/streamerr")["error"] == "dispatch_failed"


def test_a_submission_brings_what_was_filled_in_and_closes(dana: Person, app: SocketReceiver, opened: str) -> None:
    assert dana.does("submit", view_id=opened, filled=typed("0x8088002A"))["errors"] == {}
    view = app.interaction("view_submission")["view"]
    assert view["state"]["values"]["what"]["text"] == {"type": "plain_text_input", "value": "0x8088002A"}
    assert (view["callback_id"], view["private_metadata"]) == ("paste", "")
    assert dana.state()["views"] == []


def test_an_empty_required_field_does_not_reach_the_app(dana: Person, app: SocketReceiver, opened: str) -> None:
    assert dana.does("submit", view_id=opened)["errors"] == {"what": "Please complete this required field."}
    assert all(got.payload.get("type") != "view_submission" for got in app.received)


def submitting(app: SocketReceiver, answer: Any) -> None:
    def answers(got: Received) -> Any:
        return answer if got.payload.get("type") == "view_submission" else None

    app.answers = answers


def test_errors_stand_at_their_fields(dana: Person, app: SocketReceiver, opened: str) -> None:
    submitting(app, {"response_action": "errors", "errors": {"what": "That is not an error."}})
    assert dana.does("submit", view_id=opened, filled=typed("hi"))["errors"] == {"what": "That is not an error."}
    assert [view["id"] for view in dana.state()["views"]] == [opened]


@pytest.mark.parametrize("errors", [{}, {"more": "not an input"}, {"nowhere": "x"}, None])
def test_errors_about_no_field_are_refused(dana: Person, app: SocketReceiver, opened: str, errors: object) -> None:
    submitting(app, {"response_action": "errors", "errors": errors})
    assert dana.tries("submit", view_id=opened, filled=typed("hi"))["error"] == "invalid_response_action"


def test_a_submission_may_update_the_modal(dana: Person, app: SocketReceiver, opened: str) -> None:
    submitting(app, {"response_action": "update", "view": DONE})
    dana.does("submit", view_id=opened, filled=typed("hi"))
    view = dana.state()["views"][0]
    assert (view["id"], view["title"]["text"]) == (opened, "Done")


def test_a_submission_may_push_and_later_clear(dana: Person, app: SocketReceiver, opened: str) -> None:
    submitting(app, {"response_action": "push", "view": PASTE})
    dana.does("submit", view_id=opened, filled=typed("hi"))
    below, above = dana.state()["views"]
    assert (above["previous_view_id"], above["root_view_id"]) == (below["id"], opened)
    submitting(app, {"response_action": "clear"})
    dana.does("submit", view_id=above["id"], filled=typed("hi"))
    assert dana.state()["views"] == []


def test_a_submission_that_nobody_answers_leaves_the_modal(dana: Person, app: SocketReceiver, opened: str) -> None:
    submitting(app, SILENT)
    assert dana.tries("submit", view_id=opened, filled=typed("hi"))["error"] == "operation_timeout"
    assert [view["id"] for view in dana.state()["views"]] == [opened]


def test_an_invalid_view_in_an_answer_is_refused(dana: Person, app: SocketReceiver, opened: str) -> None:
    submitting(app, {"response_action": "update", "view": {**DONE, "title": {"type": "plain_text", "text": "x" * 25}}})
    assert dana.tries("submit", view_id=opened, filled=typed("hi"))["error"] == "invalid_arguments"


def test_closing_is_told_to_an_app_that_asked(dana: Person, app: SocketReceiver, opened: str) -> None:
    dana.does("close", view_id=opened)
    payload = app.interaction("view_closed")
    assert (payload["view"]["id"], payload["is_cleared"]) == (opened, False)
    assert dana.tries("close", view_id=opened)["error"] == "not_found"


def test_a_modal_belongs_to_one_person(sam: Person, opened: str) -> None:
    assert sam.tries("submit", view_id=opened, filled=typed("hi"))["error"] == "not_found"
    assert sam.state()["views"] == []


def test_a_click_in_a_modal_may_push_another(web: WebClient, dana: Person, app: SocketReceiver, opened: str) -> None:
    dana.does("act", view_id=opened, block_id="more", action_id="help", filled=typed("half"))
    payload = app.interaction("block_actions")
    assert payload["container"] == {"type": "view", "view_id": opened}
    assert payload["view"]["state"]["values"]["what"]["text"]["value"] == "half"
    pushed = web.views_push(trigger_id=payload["trigger_id"], view=DONE)["view"]
    assert pushed["previous_view_id"] == opened
    again = refused(web.views_push, trigger_id=payload["trigger_id"], view=DONE)
    assert again["error"] == "exchanged_trigger_id"


def test_a_menu_asks_the_app_for_options(slack: LocalSlack, web: WebClient, dana: Person, app: SocketReceiver) -> None:
    option = {"text": {"type": "plain_text", "text": "Gcore"}, "value": "gcore"}
    menu = {"type": "external_select", "action_id": "system", "min_query_length": 1}
    block = {"type": "actions", "block_id": "b", "elements": [menu]}
    where = {"channel": slack.seed.incidents, "block_id": "b", "action_id": "system"}
    where["ts"] = web.chat_postMessage(channel=slack.seed.incidents, text="?", blocks=[block])["ts"]
    app.answers = lambda got: {"options": [option]} if got.payload["type"] == "block_suggestion" else None
    assert dana.does("options", **where, typed="gc")["options"] == [option]
    asked = app.interaction("block_suggestion")
    assert (asked["value"], asked["action_id"], asked["message"]["ts"]) == ("gc", "system", where["ts"])
