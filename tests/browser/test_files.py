"""Files that are dropped on the page."""

from pathlib import Path

from tests.browser.page import THREAD, Page

HAR = Path(__file__).parent.parent / "pastes" / "har" / "mediatailor-409.har"


def test_a_dropped_har_is_explained(page: Page) -> None:
    page.drops(HAR)
    page.sees(".chips li", HAR.name)
    page.writes("@streamerr")
    page.sees("#main .file", HAR.name)
    page.replies(HAR.name)
    page.card("MediaTailor", "What to do", where=THREAD)
