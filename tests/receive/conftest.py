"""Fixtures: a log that is looked through for what must not be in it, and an outage."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.local import serving
from bot.rules import Rules
from bot.settings import Settings
from kb import KnowledgeBase
from tests.conftest import OWN_PACKS
from tests.receive.outage import HASTY, Outage

NEVER = ("xapp-", "xoxb-", "ticket", "ws://", "wss://", "hunter2")
"""Tokens, addresses of sockets, and what tests say."""


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All that is logged; neither a token nor an address nor a text may be in it, tracebacks included."""
    caplog.set_level(logging.DEBUG)
    yield caplog
    told = "\n".join(map(logging.Formatter().format, caplog.get_records("call")))
    assert [word for word in NEVER if word in told] == []


@pytest.fixture
def outage(kb_file: Path, tmp_path: Path) -> Iterator[Outage]:
    """The bot was there, and is away."""
    with KnowledgeBase.open(kb_file, [OWN_PACKS]) as kb, serving(pace=HASTY) as slack:
        app = slack.app
        settings = Settings(
            tmp_path,
            bot_token=app.bot_token,
            app_token=app.app_token,
            api_url=slack.api_url,
            rules=Rules(names=("incidents",)),
            pace=0,
        )
        here = Outage(slack, kb, settings)
        with here.bot() as bot:
            here.dana.waits_for(lambda: bot.hearing.silence() is not None)
        here.hour_passes()
        yield here
