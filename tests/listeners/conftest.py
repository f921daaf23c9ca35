"""Fixtures: a local Slack with the bot in it, for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.slack_bot import Workspace, workspace


@pytest.fixture
def here(kb_file: Path) -> Iterator[Workspace]:
    """A local Slack with the bot in it."""
    with workspace(kb_file) as made:
        yield made
