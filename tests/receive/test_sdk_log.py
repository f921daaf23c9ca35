"""What the SDK logs, without what it fills in."""

import logging

import pytest

from bot.receive.sdk_log import LOG


def told(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(map(logging.Formatter().format, caplog.records))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Failed to connect (error: 401, url='wss://x/?ticket=1'); Retrying...", "Failed to connect"),
        ("Failed to process a message: {hunter2}, session: s_1", "Failed to process a message"),
        ("The current session (s_1) is no longer active.", "The current session"),
    ],
)
def test_only_the_words_before_what_was_filled_in_are_kept(
    caplog: pytest.LogCaptureFixture, said: str, kept: str
) -> None:
    LOG.warning(said)
    assert told(caplog) == kept


def test_of_an_exception_only_its_kind_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise ValueError("wss://x/?ticket=1")
    except ValueError as error:
        LOG.exception(f"Failed to connect (error: {error})")
    assert told(caplog) == "Failed to connect: ValueError"


def test_what_is_below_a_warning_is_not_even_made(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert not LOG.isEnabledFor(logging.INFO)
    LOG.debug("Received message (data: hunter2)")
    assert caplog.records == []
