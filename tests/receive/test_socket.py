"""Over Socket Mode: two sockets, and what happens when they break."""

import time
from pathlib import Path

import pytest

from tests.listeners import LOCKED
from tests.slack_bot import Workspace, workspace

SECONDS = 6.0


def ask(here: Workspace) -> str:
    return str(here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")["ts"])


@pytest.mark.parametrize("how", ["refresh", "close", "abort"])
def test_events_are_heard_again_within_six_seconds(kb_file: Path, how: str) -> None:
    with workspace(kb_file) as here:
        here.answer(here.channel, ask(here))
        assert here.dana.turns("sockets", how=how)["dropped"] == 2
        end = time.monotonic() + SECONDS
        asked: list[str] = []
        while not any(here.said(here.channel, ts) for ts in asked):
            assert time.monotonic() < end, "it is still deaf"
            asked.append(ask(here))
            time.sleep(0.2)
