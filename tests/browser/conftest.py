"""Fixtures: one Chromium for all browser tests of a worker, a local Slack with the bot in it for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.chromium import MissingError, chromium
from tests.browser.page import Page
from tests.slack_bot import Workspace, workspace


@pytest.fixture(scope="session")
def browser() -> Iterator[Chrome]:
    """A headless Chromium."""
    try:
        with chromium() as started:
            yield started
    except MissingError as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture
def here(kb_file: Path) -> Iterator[Workspace]:
    """A local Slack with the bot in it."""
    with workspace(kb_file) as made:
        yield made


@pytest.fixture
def page(browser: Chrome, here: Workspace) -> Iterator[Page]:
    """The page of that Slack as Dana sees it; whatever the test does, the page reports no error of its own."""
    _complaints(browser)
    opened = Page(browser, here.slack.url)
    opened.open()
    yield opened
    wrong = _complaints(browser)
    browser.get("about:blank")
    assert wrong == []


def _complaints(browser: Chrome) -> list[str]:
    """The errors that pages reported since this was last asked."""
    entries = browser.get_log("browser")  # type: ignore[no-untyped-call]
    return [entry["message"] for entry in entries if entry["level"] == "SEVERE"]
