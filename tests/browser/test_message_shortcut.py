"""The shortcut in the menu of a message."""

from tests.browser.page import MODAL, Page
from tests.slack_bot import Workspace


def test_an_alert_of_another_bot_is_explained(page: Page, here: Workspace) -> None:
    alert = {"title": "[FIRING] channel7", "text": "PUT answers 400 with 0x8088002A", "fallback": "channel7"}
    here.dana.does("alert", user=here.slack.seed.alerts, channel=here.channel, text="", attachments=[alert])
    page.menu(page.card("[FIRING] channel7"), "Explain this error")
    page.sees(MODAL, "Publishing point locked by another operation")
    page.click(f"{MODAL} button", "Share in thread")
    page.sees(MODAL, "Shared")
    page.button("Close all", MODAL)
    page.loses(MODAL)
    page.replies("[FIRING] channel7")
    page.card("Publishing point locked by another operation", where="#thread")
