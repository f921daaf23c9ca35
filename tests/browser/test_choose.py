"""Choosing among several errors."""

from tests.browser.page import Page


def test_a_choice_turns_into_the_answer_and_back(page: Page) -> None:
    page.writes("/streamerr acme 404")
    page.card("Which one is it?")
    page.click("#main .ephemeral button[data-action='choose:1']")
    page.card("The gizmo was taken away", "Back to the list")
    page.loses("#main article", "Which one is it?")
    page.button("Back to the list")
    page.card("Which one is it?")
