"""A headless Chromium, started through its own driver; nothing is downloaded and nothing is asked of the network."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

if TYPE_CHECKING:
    from collections.abc import Iterator

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DRIVER = "chromedriver"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-GB",
    "--window-size=1280,900",
)


class MissingError(Exception):
    """Chromium or its driver is not installed; the message says what to install."""


def installed() -> tuple[str, str]:
    """The paths of Chromium and of its driver.

    Raises:
        MissingError: one of them is not there.
    """
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    driver = shutil.which(DRIVER)
    if browser is None or driver is None:
        missing = " and ".join(name for name, path in (("Chromium", browser), (DRIVER, driver)) if path is None)
        raise MissingError(
            f"{missing} not found, which the tests in tests/browser need. Install the packages chromium and"
            " chromium-driver: apt-get install chromium chromium-driver (Debian), dnf install chromium chromedriver"
            " (Fedora), brew install --cask chromium chromedriver (macOS)."
        )
    return browser, driver


@contextmanager
def chromium() -> Iterator[Chrome]:
    """A browser with a profile of its own, which is gone afterwards."""
    browser, driver = installed()
    options = ChromeOptions()
    options.binary_location = browser
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        started = Chrome(options, Service(driver))
        try:
            yield started
        finally:
            started.quit()
