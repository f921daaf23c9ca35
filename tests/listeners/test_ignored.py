"""Everything else is heard and met with silence."""

import logging

import pytest

from tests.slack_bot import Workspace


def test_joins_and_reactions_are_met_with_silence_in_the_log_too(
    here: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    said = here.dana.says(here.channel, "hello")
    here.dana.does("react", channel=here.channel, ts=said["ts"], name="eyes")
    here.settles()
    assert here.said(here.channel, said["ts"]) == []
    assert caplog.records == []
