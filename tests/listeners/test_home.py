"""App Home."""

from typing import Any

import pytest

from bot.cards.home import home as view_of
from bot.db.model import Asked
from bot.local.limits import view_faults
from tests import answers
from tests.approve import check
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


@pytest.mark.approved
def test_the_view_is_the_approved_one() -> None:
    kinds = (answers.IDENTIFIER, answers.CHOICE, answers.UNKNOWN)
    recent = [Asked(f"k{number}", "T1", "U1", answer) for number, answer in enumerate(kinds)]
    view = view_of([(answers.IIS, 12), (answers.AMS, 1)], recent, "0.1.0", answers.REVISION)
    assert view_faults(view, "home") == []
    check("home", view)


def test_no_content_makes_a_home_that_slack_refuses() -> None:
    answer = answers.hostile(answers.HOSTILE_TEXT)
    recent = [Asked(answers.HOSTILE_TEXT, "T1", "U1", answer)] * 20
    known = [(answer.matches[0].system, 10**6)] * 100
    assert view_faults(view_of(known, recent, answers.HOSTILE_TEXT, answers.HOSTILE_TEXT), "home") == []
