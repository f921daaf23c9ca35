"""The page itself: text stays text, messages can be changed, it works by keyboard and on a phone."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.page import MAIN, Page
from tests.slack_bot import Workspace

PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<https://a.example|<b>x</b>>",
    "*_~`&lt;script&gt;`~_*",
)


@pytest.fixture
def phone(page: Page) -> Iterator[Page]:
    page.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    yield page
    page.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_never_becomes_markup(page: Page, here: Workspace, text: str) -> None:
    for part in ({"text": text}, {"attachments": [{"text": text, "title": text, "title_link": "javascript:alert(1)"}]}):
        here.dana.does("alert", user=here.slack.seed.alerts, channel=here.channel, **part)
    page.pastes(text)
    page.sends()
    here.dana.says(here.channel, "the end")
    page.card("the end")
    for article in page.browser.find_elements(By.CSS_SELECTOR, "#main article"):
        assert article.find_elements(By.CSS_SELECTOR, "img, script, b, a[href^=javascript]") == []


def test_shift_and_enter_make_a_new_line(page: Page) -> None:
    page.writes("line 1\nline 2")
    assert "line 1\nline 2" in page.card("line 1").text


def test_enter_in_an_open_fence_makes_a_new_line(page: Page) -> None:
    field = page.sees(f"{MAIN} .composer textarea")
    field.send_keys("```alpha", Keys.ENTER, "beta```", Keys.ENTER)
    assert page.sees(f"{MAIN} pre", "alpha").text == "alpha\nbeta"


def test_a_message_can_be_edited_and_deleted(page: Page) -> None:
    page.writes("first")
    page.menu(page.card("first"), "Edit message")
    page.sees("#main .body textarea").send_keys(" and more", Keys.ENTER)
    page.menu(page.card("first and more", "(edited)"), "Delete message")
    page.click("dialog.ask button", "Delete")
    page.loses("#main article", "first and more")


def test_a_reaction_shows_and_goes_with_a_click(page: Page) -> None:
    page.menu(page.card("Traffic to the backup origin"), "React")
    page.click("#main .reactions button", "1")
    page.loses("#main .reactions")


def test_someone_else_can_look(page: Page, here: Workspace) -> None:
    page.click("#sidebar footer button")
    page.click(".menu [role=menuitem]", "Team lead")
    page.sees("body[data-ready]")
    page.sees("#sidebar footer", "Team lead")
    here.dana.says(here.slack.seed.general, "over here")
    page.sees("#sidebar .unread", "general", "1")


def test_an_edited_question_changes_its_answer(page: Page) -> None:
    page.writes("@streamerr 0x8088F999")
    page.replies("0x8088F999")
    page.card("Not in the knowledge base", where="#thread")
    page.menu(page.sees("#main article", "0x8088F999"), "Edit message")
    field = page.sees("#main .body textarea")
    field.clear()
    field.send_keys("@streamerr 0x8088002A", Keys.ENTER)
    page.card("Publishing point locked by another operation", where="#thread")


def test_on_a_phone_one_thing_is_seen_at_a_time(phone: Page) -> None:
    phone.writes("@streamerr 0x8088002A")
    phone.replies("0x8088002A")
    phone.card("Publishing point locked", where="#thread")
    phone.loses(MAIN)
    wide = phone.browser.execute_script("return document.documentElement.scrollWidth")
    assert wide == PHONE["width"]
    phone.button("Close thread", "#thread")
    phone.button("Channels")
    phone.click("#sidebar button", "general")
    phone.card("Hand-over notes")


def test_menus_and_modals_work_by_keyboard(page: Page) -> None:
    page.sees("#main .bar [aria-label=Shortcuts]").send_keys(Keys.ENTER)
    page.browser.switch_to.active_element.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    page.sees("dialog.modal textarea")
    page.browser.switch_to.active_element.send_keys(Keys.ESCAPE)
    page.loses("dialog.modal")


def test_every_control_has_a_name(page: Page) -> None:
    page.writes("/streamerr 0x8088002A")
    page.card("Publishing point locked")
    controls = page.browser.find_elements(By.CSS_SELECTOR, "button, textarea, input, select")
    assert [one.get_attribute("outerHTML") for one in controls if one.is_displayed() and not one.accessible_name] == []


def test_the_page_finds_its_way_back_after_the_feed_was_lost(page: Page, here: Workspace) -> None:
    page.browser.execute_cdp_cmd("Network.enable", {})
    page.browser.set_network_conditions(offline=True, latency=0, throughput=0)
    page.browser.set_network_conditions(offline=False, latency=0, throughput=-1)
    here.dana.says(here.channel, "said meanwhile")
    page.card("said meanwhile")
