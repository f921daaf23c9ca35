"""A sign that work goes on."""

import time
from pathlib import Path

from slack_sdk import WebClient

from bot.db.model import Place
from bot.patience import EMOJI, Patience
from tests.slack_bot import Workspace, workspace


def reactions(here: Workspace, ts: str) -> list[str]:
    (message,) = [one for one in here.dana.reads(here.channel) if one["ts"] == ts]
    return [one["name"] for one in message.get("reactions", [])]


def begin(here: Workspace, seconds: float) -> tuple[Patience, str]:
    client = WebClient(here.slack.app.bot_token, base_url=here.slack.api_url, retry_handlers=[])
    said = here.dana.says(here.channel, "hm")
    return Patience(client, Place("T1", here.channel, said["ts"]), seconds), said["ts"]


def test_work_that_takes_long_is_shown_until_it_is_done(kb_file: Path) -> None:
    with workspace(kb_file) as here:
        patience, ts = begin(here, 0.05)
        with patience:
            here.dana.waits_for(lambda: reactions(here, ts) == [EMOJI])
        assert reactions(here, ts) == []


def test_quick_work_is_not_shown(kb_file: Path) -> None:
    with workspace(kb_file) as here:
        patience, ts = begin(here, 0.05)
        with patience:
            pass
        time.sleep(0.15)
        assert reactions(here, ts) == []


def test_without_the_permission_nothing_is_shown_and_nothing_breaks(kb_file: Path) -> None:
    with workspace(kb_file) as here:
        here.dana.turns("scopes", remove=["reactions:write"])
        patience, ts = begin(here, 0.01)
        with patience:
            time.sleep(0.1)
        assert reactions(here, ts) == []
