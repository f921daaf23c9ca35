"""Fixtures: a log that is looked through for what must not be in it."""

import logging
from collections.abc import Iterator

import pytest

NEVER = ("xapp-", "xoxb-", "ticket", "ws://", "wss://", "hunter2")
"""Tokens, addresses of sockets, and what tests say."""


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All that is logged; neither a token nor an address nor a text may be in it, tracebacks included."""
    caplog.set_level(logging.DEBUG)
    yield caplog
    told = "\n".join(map(logging.Formatter().format, caplog.get_records("call")))
    assert [word for word in NEVER if word in told] == []
