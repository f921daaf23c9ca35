"""Fixtures: a local Slack with the bot in it, for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.rules import Rules
from tests.slack_bot import Workspace, workspace


@pytest.fixture
def here(kb_file: Path) -> Iterator[Workspace]:
    """A local Slack with the bot in it."""
    with workspace(kb_file) as made:
        yield made


@pytest.fixture
def unasked(kb_file: Path) -> Iterator[Workspace]:
    """The same, where the bot answers unasked in #incidents."""
    with workspace(kb_file, rules=Rules(names=("incidents",))) as made:
        yield made
