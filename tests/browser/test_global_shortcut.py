"""The shortcut that belongs to no message, with its modal to paste into."""

from pathlib import Path

from tests.browser.page import MODAL, Page

HAR = Path(__file__).parent.parent / "pastes" / "har" / "mediatailor-409.har"


def opened(page: Page) -> None:
    page.button("Shortcuts")
    page.click(".menu [role=menuitem]", "Explain an error")
    page.sees(f"{MODAL} textarea")


def test_a_paste_is_explained_in_the_modal(page: Page) -> None:
    opened(page)
    page.sees(f"{MODAL} textarea").send_keys("it says\n0x8088002A")
    page.button("Explain", MODAL)
    page.sees(MODAL, "Publishing point locked by another operation")


def test_a_file_is_explained_in_the_modal(page: Page) -> None:
    opened(page)
    page.sees(f"{MODAL} input[type=file]").send_keys(str(HAR))
    page.sees(f"{MODAL} .picked", HAR.name)
    page.button("Explain", MODAL)
    page.sees(MODAL, "MediaTailor", "What to do")


def test_an_empty_modal_says_what_is_missing_and_keeps_what_is_typed(page: Page) -> None:
    opened(page)
    page.button("Explain", MODAL)
    assert page.sees(f"{MODAL} .problem").text
    field = page.sees(f"{MODAL} textarea")
    assert field.get_attribute("aria-invalid") == "true"
