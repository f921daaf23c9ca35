"""App Home."""

from tests.browser.page import MODAL, Page


def test_home_says_how_to_ask_and_what_was_asked(page: Page) -> None:
    page.writes("/streamerr 0x8088002A")
    page.card("Publishing point locked by another operation")
    page.click("#sidebar button", "streamerr")
    page.sees(".home", "How to ask", "You asked lately", "Publishing point locked")
    page.click(".home button", "Show")
    page.sees(MODAL, "MPE_MGMT_PUBLISHING_POINT_LOCKED")


def test_an_error_can_be_pasted_at_home(page: Page) -> None:
    page.click("#sidebar button", "streamerr")
    page.click(".home button", "Paste an error")
    page.sees(f"{MODAL} textarea").send_keys("0x8088002A")
    page.button("Explain", MODAL)
    page.sees(MODAL, "Publishing point locked by another operation")
