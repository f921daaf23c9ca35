"""Asking with the slash command."""

from tests.browser.page import MAIN, Page


def test_a_command_is_answered_to_the_asker_alone(page: Page) -> None:
    page.writes("/streamerr 0x8088002A")
    card = page.card("Publishing point locked by another operation", "Who can fix it")
    assert "Only visible to you" in card.text


def test_the_hint_of_a_command_shows_while_it_is_typed(page: Page) -> None:
    field = page.sees(f"{MAIN} .composer textarea")
    field.send_keys("/str")
    page.sees(".completion [role=option]", "/streamerr", "Explain a streaming error")
    field.send_keys("eamerr ")
    page.sees(".typing-hint", "mediatailor 409")


def test_a_command_in_a_thread_is_refused_in_words(page: Page) -> None:
    page.in_thread(page.card("Traffic to the backup origin"))
    page.writes("/streamerr 0x8088002A", "#thread")
    page.sees("#told", "does not work in threads")
