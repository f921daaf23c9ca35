"""Asking in a direct message."""

from tests.browser.page import Page


def test_a_direct_message_is_answered_beside_it(page: Page) -> None:
    page.click("#sidebar button", "streamerr")
    page.click("[role=tab]", "Messages")
    page.writes("0x8088002A")
    page.card("Publishing point locked by another operation")
