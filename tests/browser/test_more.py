"""Everything about an error."""

from tests.browser.page import MODAL, Page


def test_more_opens_a_modal_with_everything_and_close_closes_it(page: Page) -> None:
    page.writes("/streamerr 0x8088002A")
    page.click("#main button[data-action=more]", "More")
    page.sees(f"{MODAL} .blocks", "MPE_MGMT_PUBLISHING_POINT_LOCKED")
    page.button("Close", MODAL)
    page.loses(MODAL)
