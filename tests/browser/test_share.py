"""Sharing what only the asker sees."""

from tests.browser.page import Page
from tests.slack_bot import Workspace


def test_a_private_answer_is_shared_with_the_channel(page: Page, here: Workspace) -> None:
    page.writes("/streamerr 0x8088002A")
    page.button("Share in channel")
    page.card("Shared by @dana", "Publishing point locked")
    page.open(here.sam.user)
    assert "Only visible to you" not in page.card("Shared by @dana", "Publishing point locked").text
