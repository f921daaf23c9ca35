"""App Home."""

from typing import Any

import pytest

from bot.cards.home import home as view_of
from bot.cards.order import Order
from bot.db.channels import Channel
from bot.db.model import Asked
from bot.directory import ROWS, Directory, Row
from bot.local.limits import view_faults
from bot.local.model import TEAM
from tests import answers
from tests.approve import check
from tests.listeners import LOCKED
from tests.local.person import Person
from tests.slack_bot import Workspace, blocks_text, button

CHANNELS = Directory(
    (
        Row(Channel("T1", "C1", "incidents", mode="automatic", quiet=5400.0), "automatic", "", may=True),
        Row(Channel("T1", "C2", "inc-1"), "automatic", "inc-*", may=False),
        Row(Channel("T1", "C3", "inc-partner", shared=True), "asked", "inc-*", may=True),
    ),
    4,
)


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
    view = view_of([(answers.IIS, 12), (answers.AMS, 1)], recent, "0.1.0", answers.REVISION, CHANNELS)
    assert view_faults(view, "home") == []
    check("home", view)


def test_no_content_makes_a_home_that_slack_refuses() -> None:
    answer = answers.hostile(answers.HOSTILE_TEXT)
    recent = [Asked(answers.HOSTILE_TEXT, "T1", "U1", answer)] * 20
    known = [(answer.matches[0].system, 10**6)] * 100
    text = answers.HOSTILE_TEXT
    channel = Channel("T1", "C" * 64, text, text, shared=True, quiet=1e9)
    channels = Directory((Row(channel, "automatic", text, may=True),) * ROWS, 10**9)
    assert view_faults(view_of(known, recent, text, text, channels), "home") == []


def room(here: Workspace, name: str, **fields: Any) -> str:
    """A new channel with dana and the bot in it, where somebody said something."""
    made = here.sam.does("channel", name=name, members=[here.me, here.dana.user], **fields)
    id_ = str(made["channel"]["id"])
    asked = here.sam.says(id_, f"<@{here.me}> help")
    here.answer(id_, asked["ts"], who=here.sam)
    return id_


def opened(here: Workspace, who: Person, *texts: str) -> dict[str, Any]:
    """Somebody's App Home, opened anew, once these texts stand in it."""
    who.does("home", app=here.slack.app.id, tab="home")

    def shown() -> dict[str, Any] | None:
        view = who.state()["apps"][0]["home"]
        return view if view and all(text in blocks_text(view) for text in texts) else None

    found: dict[str, Any] = who.waits_for(shown)
    return found


def chooses(who: Person, view: dict[str, Any], order: Order) -> None:
    who.does("act", view_id=view["id"], chosen=order.value, **button(view, "here:home"))


def test_home_lists_channels_to_read_and_to_change_for_those_who_may(here: Workspace) -> None:
    room(here, "inc-1")
    assert "static_select" not in str(opened(here, here.dana, "*#inc-1* automatic, for its name fits `inc-*`"))
    assert "static_select" in str(opened(here, here.sam, "*#inc-1* automatic"))


def test_a_choice_changes_the_channel_and_home_at_once(here: Workspace) -> None:
    id_ = room(here, "inc-1")
    view = opened(here, here.sam, "*#inc-1* automatic")
    chooses(here.sam, view, Order(id_, "mode", "off"))
    changed = here.sam.state()["apps"][0]["home"]
    assert "*#inc-1* off" in blocks_text(changed)
    assert "Off" in str(button_of(changed, "here:home")["initial_option"])
    here.dana.says(id_, f"<@{here.me}> {LOCKED}")
    here.dana.waits_for_message(id_, "I am off in this channel")


def button_of(view: dict[str, Any], action: str) -> dict[str, Any]:
    return next(block["accessory"] for block in view["blocks"] if block.get("accessory", {}).get("action_id") == action)


def test_who_may_no_longer_is_told_and_nothing_is_changed(here: Workspace) -> None:
    id_ = room(here, "inc-1", creator=here.dana.user)
    view = opened(here, here.dana, "*#inc-1* automatic")
    here.bot.desk.policy.channels.told(TEAM, id_, name="inc-1", creator=here.sam.user, shared=False, public=True)
    here.bot.desk.policy.forget(TEAM, id_)
    chooses(here.dana, view, Order(id_, "mode", "off"))
    assert "Nothing was changed" in blocks_text(here.modal())
    assert "*#inc-1* automatic" in blocks_text(here.dana.state()["apps"][0]["home"])


def test_a_private_channel_is_nobody_elses_to_see(here: Workspace) -> None:
    made = here.sam.does("channel", name="inc-secret", kind="group", members=[here.me])
    here.sam.says(str(made["channel"]["id"]), "anybody?")
    here.sam.waits_for(lambda: opened(here, here.sam, "#inc-secret"))
    assert "inc-secret" not in str(opened(here, here.dana, "Channels"))
