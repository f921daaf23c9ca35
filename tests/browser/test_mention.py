"""Asking by mention."""

from tests.browser.page import THREAD, Page


def test_a_mention_is_answered_in_its_thread(page: Page) -> None:
    page.writes("@streamerr mediatailor 409")
    page.replies("mediatailor 409")
    assert "MediaTailor" in page.card("What to do", where=THREAD).text
