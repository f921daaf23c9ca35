"""Prompts to begin with."""

from bot.listeners.agent import PROMPTS
from bot.local.changes import Assisted, Change
from tests.listeners import LOCKED
from tests.slack_bot import Workspace, blocks_text


def test_opening_the_messages_tab_offers_prompts(here: Workspace) -> None:
    seen: list[Change] = []
    here.slack.workspace.watchers.append(seen.append)
    here.dana.does("home", app=here.slack.app.id, tab="messages")
    told = here.dana.waits_for(lambda: [change for change in seen if isinstance(change, Assisted)])
    assert told[0].prompts == PROMPTS


def test_without_the_permission_everything_else_works(here: Workspace) -> None:
    here.dana.turns("scopes", remove=["assistant:write"])
    told = here.dana.does("home", app=here.slack.app.id, tab="messages")
    here.dana.says(told["channel"]["id"], LOCKED)
    assert "Widget locked" in blocks_text(here.answer(told["channel"]["id"]))


def test_there_are_at_most_four_prompts() -> None:
    assert 0 < len(PROMPTS) <= 4
