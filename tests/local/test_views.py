"""``views.*`` and what they refuse."""

import time

import pytest
from slack_sdk import WebClient

from bot.local import LocalSlack
from tests.local.person import Person
from tests.local.receiver import SocketReceiver
from tests.local.refusals import refused
from tests.local.test_interacting import DONE

HOME = {"type": "home", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "How to ask"}}]}


@pytest.fixture
def trigger(dana: Person, app: SocketReceiver) -> str:
    """A fresh trigger id of Dana's."""
    dana.does("shortcut", callback_id="explain_global")
    return str(app.interaction("shortcut")["trigger_id"])


def test_a_modal_is_opened_for_whom_the_trigger_belongs_to(web: WebClient, dana: Person, trigger: str) -> None:
    view = web.views_open(trigger_id=trigger, view=DONE)["view"]
    assert dana.state()["views"][0]["id"] == view["id"]
    assert view["root_view_id"] == view["id"]
    assert view["state"] == {"values": {}}


def test_a_trigger_works_once(web: WebClient, trigger: str) -> None:
    web.views_open(trigger_id=trigger, view=DONE)
    assert refused(web.views_open, trigger_id=trigger, view=DONE)["error"] == "exchanged_trigger_id"


def test_a_trigger_works_for_three_seconds(slack: LocalSlack, web: WebClient, trigger: str) -> None:
    time.sleep(slack.workspace.pace.trigger + 0.05)
    assert refused(web.views_open, trigger_id=trigger, view=DONE)["error"] == "expired_trigger_id"


@pytest.mark.parametrize("trigger_id", ["", "nonsense", "1.2.abc"])
def test_a_trigger_that_was_never_given_is_invalid(web: WebClient, trigger_id: str) -> None:
    assert refused(web.views_open, trigger_id=trigger_id, view=DONE)["error"] == "invalid_trigger_id"


def test_a_view_that_breaks_a_rule_is_refused_with_its_place(web: WebClient, trigger: str) -> None:
    told = refused(web.views_open, trigger_id=trigger, view={**DONE, "private_metadata": "x" * 3001})
    assert told["error"] == "invalid_arguments"
    assert told["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/view/private_metadata]"
    ]


def test_a_view_may_come_as_text_but_not_broken(web: WebClient, trigger: str) -> None:
    told = refused(web.api_call, "views.open", params={"trigger_id": trigger, "view": "{"})
    assert told["error"] == "invalid_arguments"


def test_a_view_over_250_kilobytes_is_too_large(slack: LocalSlack, web: WebClient) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}] * 90
    told = refused(web.views_publish, user_id=slack.seed.dana, view={**HOME, "blocks": blocks})
    assert told["error"] == "view_too_large"


def test_pushing_needs_an_open_modal(web: WebClient, trigger: str) -> None:
    assert refused(web.views_push, trigger_id=trigger, view=DONE)["error"] == "not_found"


def test_a_view_is_updated_by_id_or_by_the_apps_own_id(web: WebClient, dana: Person, trigger: str) -> None:
    view = web.views_open(trigger_id=trigger, view={**DONE, "external_id": "mine"})["view"]
    told = web.views_update(view_id=view["id"], hash=view["hash"], view={**DONE, "external_id": "mine"})["view"]
    assert told["hash"] != view["hash"]
    titled = {**DONE, "title": {"type": "plain_text", "text": "Again"}}
    web.views_update(external_id="mine", view=titled)
    assert dana.state()["views"][0]["title"]["text"] == "Again"


def test_an_update_with_an_old_hash_conflicts(web: WebClient, trigger: str) -> None:
    view = web.views_open(trigger_id=trigger, view=DONE)["view"]
    web.views_update(view_id=view["id"], view=DONE)
    told = refused(web.views_update, view_id=view["id"], hash=view["hash"], view=DONE)
    assert told["error"] == "hash_conflict"


@pytest.mark.parametrize("which", [{"view_id": "V404"}, {"external_id": "nobodys"}])
def test_what_is_not_there_cannot_be_updated(web: WebClient, which: dict[str, str]) -> None:
    assert refused(web.views_update, **which, view=DONE)["error"] == "not_found"


def test_an_app_home_is_published_and_published_again(web: WebClient, dana: Person) -> None:
    first = web.views_publish(user_id=dana.user, view=HOME)["view"]
    again = web.views_publish(user_id=dana.user, view=HOME, hash=first["hash"])["view"]
    assert (again["id"], again["type"]) == (first["id"], "home")
    assert dana.does("home")["view"]["id"] == first["id"]
    stale = refused(web.views_publish, user_id=dana.user, view=HOME, hash=first["hash"])
    assert stale["error"] == "hash_conflict"


def test_the_opened_home_comes_with_the_event(web: WebClient, dana: Person, app: SocketReceiver) -> None:
    web.views_publish(user_id=dana.user, view=HOME)
    dana.does("home")
    assert app.event("app_home_opened")["view"]["blocks"][0]["text"]["text"] == "How to ask"


def test_a_home_is_no_modal_and_needs_a_user(web: WebClient, trigger: str) -> None:
    assert refused(web.views_open, trigger_id=trigger, view=HOME)["error"] == "invalid_arguments"
    assert refused(web.views_publish, user_id="U404", view=HOME)["error"] == "user_not_found"
