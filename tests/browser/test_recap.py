"""A recap on the page: a table, its dates by the reader's clock, and files."""

from tests.browser.page import THREAD, Page


def test_a_recap_is_a_table_with_dates_by_the_readers_clock_and_links(page: Page) -> None:
    page.writes("@streamerr 0x8088002A")
    page.replies("0x8088002A")
    page.card("What to do", where=THREAD)
    page.writes("/streamerr recap")
    card = page.card("Recap of #incidents", "Publishing point locked by another operation", "today")
    page.sees("#main table th", "Who can fix it")
    link = page.sees("#main table td a")
    assert page.browser.execute_script("return new Date().getFullYear()") == int(link.text[:4])
    assert "/archives/" in str(link.get_attribute("href"))
    assert "UTC" not in card.text.replace("they are UTC", "")


def test_its_files_stand_in_the_channel(page: Page) -> None:
    page.writes("@streamerr 0x8088002A")
    page.replies("0x8088002A")
    page.card("What to do", where=THREAD)
    page.writes("/streamerr recap")
    page.card("Recap of #incidents", "Post as files")
    page.click("#main button[data-action='recap:files']", "Post as files")
    page.card("Errors in #incidents until", "Markdown", "CSV")
