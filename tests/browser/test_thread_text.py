"""Pasting into a thread."""

from tests.browser.page import THREAD, Page

BODY = """```
HTTP/1.1 400 Bad Request
Content-Type: application/xml

<SmoothStreaming xmlns="http://schemas.microsoft.com/iis/media/2011/03/streaming/management">
  <Error>
    <StatusCode>400</StatusCode>
    <ErrorCode>0x8088002A</ErrorCode>
  </Error>
</SmoothStreaming>
```"""


def test_a_pasted_body_is_answered_in_the_thread_and_keeps_its_lines(page: Page) -> None:
    page.in_thread(page.card("Traffic to the backup origin"))
    page.pastes(f"@streamerr what is this?\n{BODY}", THREAD)
    page.sends(THREAD)
    assert "<ErrorCode>0x8088002A</ErrorCode>\n" in page.sees(f"{THREAD} pre", "<SmoothStreaming").text
    page.card("Publishing point locked by another operation", where=THREAD)


def test_its_name_is_enough_where_it_was_asked(page: Page) -> None:
    page.writes("@streamerr mediatailor 409")
    page.replies("mediatailor 409")
    page.card("MediaTailor", where=THREAD)
    page.writes("streamerr 0x8088002A", THREAD)
    page.card("Publishing point locked by another operation", where=THREAD)
