"""App Home."""

from typing import Any

from tests.listeners import LOCKED
from tests.slack_bot import Workspace, blocks_text, button


def home(here: Workspace) -> dict[str, Any]:
    here.dana.does("home", app=here.slack.app.id, tab="home")
    shown = here.dana.waits_for(lambda: here.dana.state()["apps"][0]["home"])
    assert isinstance(shown, dict)
    return shown


def test_home_says_how_to_ask_and_what_is_known(here: Workspace) -> None:
    text = blocks_text(home(here))
    assert "How to ask" in text
    assert "acme-packager" in text
    assert "Nothing yet." in text


def test_home_shows_what_this_person_asked(here: Workspace) -> None:
    here.dana.does("command", channel=here.channel, text=f"/streamerr {LOCKED}")
    here.answer(here.channel)
    here.sam.does("command", channel=here.channel, text="/streamerr mediatailor 409")
    here.answer(here.channel, who=here.sam)
    text = blocks_text(home(here))
    assert "Widget locked" in text
    assert "Playlists" not in text


def test_home_opens_the_modal_to_paste_into(here: Workspace) -> None:
    view = home(here)
    here.dana.does("act", view_id=view["id"], **button(view, "paste"))
    assert here.modal()["title"]["text"] == "Explain an error"
