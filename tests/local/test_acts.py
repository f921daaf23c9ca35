"""The requests that stand for what people do."""

import base64

import pytest

from bot.local import LocalSlack
from bot.local.acts import ACTS
from tests.local.fetching import fetch
from tests.local.person import Person


def test_each_act_is_described(slack: LocalSlack) -> None:
    from bot.local import user_api

    described = (user_api.__doc__ or "").partition("=====")[2]
    assert [name for name in ACTS if name not in described] == []
    assert slack.url


def test_a_file_may_come_as_base64(slack: LocalSlack, dana: Person) -> None:
    content = base64.b64encode(b"\x89PNG").decode()
    message = dana.does("upload", channel=slack.seed.incidents, name="shot.png", base64=content, text="look")["message"]
    assert (message["text"], message["files"][0]["mimetype"], message["files"][0]["size"]) == ("look", "image/png", 4)
    told = dana.tries("upload", channel=slack.seed.incidents, name="shot.png", base64="?")
    assert told["error"] == "invalid_arguments"


def test_a_file_may_be_shared_in_a_thread(slack: LocalSlack, dana: Person) -> None:
    root = dana.says(slack.seed.incidents, "root")["ts"]
    dana.does("upload", channel=slack.seed.incidents, name="a.txt", content="x", thread_ts=root)
    assert dana.reads(slack.seed.incidents, root)[-1]["files"][0]["name"] == "a.txt"


def test_a_file_in_a_modal_is_in_no_message_but_the_app_may_read_it(slack: LocalSlack, dana: Person) -> None:
    file = dana.does("attach", name="a.har", content="{}")["file"]
    channels = [one["id"] for one in dana.state()["channels"]]
    assert [message for id_ in channels for message in dana.reads(id_) if "files" in message] == []
    token = f"Bearer {slack.app.bot_token}"
    assert fetch(file["url_private"], Authorization=token).body == b"{}"


@pytest.mark.parametrize("what", ["message", "command", "edit", "act", "submit", "open_im", "join", "home"])
def test_a_request_without_its_fields_is_refused_in_words(dana: Person, what: str) -> None:
    told = dana.tries(what, app="A404") if what == "home" else dana.tries(what)
    assert told["ok"] is False
    assert told["error"].islower()


def test_nobody_does_nothing(slack: LocalSlack) -> None:
    told = Person(slack.url, "U404").tries("message", channel=slack.seed.incidents, text="x")
    assert told["error"] == "user_not_found"
