"""Choices: turned into answers in place."""

from tests.slack_bot import Json, Workspace, blocks_text, button


def click(here: Workspace, message: Json, action: str) -> None:
    here.dana.does("act", channel=here.channel, ts=message["ts"], **button(message, action))


def test_a_private_choice_turns_into_the_answer_and_back(here: Workspace) -> None:
    here.dana.does("command", channel=here.channel, text="/streamerr acme 404")
    choice = here.answer(here.channel)
    click(here, choice, "choose:1")
    here.dana.waits_for(lambda: "The gizmo was taken away" in blocks_text(here.answer(here.channel)))
    assert len(here.said(here.channel)) == 1
    click(here, here.answer(here.channel), "back")
    here.dana.waits_for(lambda: "Which one is it?" in blocks_text(here.answer(here.channel)))


def test_a_choice_in_a_thread_turns_into_the_answer(here: Workspace) -> None:
    asked = here.dana.says(here.channel, f"<@{here.me}> acme 404")
    choice = here.answer(here.channel, asked["ts"])
    click(here, choice, "choose:0")
    here.dana.waits_for(lambda: "no widget by that name" in blocks_text(here.answer(here.channel, asked["ts"])))
    assert here.answer(here.channel, asked["ts"])["ts"] == choice["ts"]


def test_a_choice_works_after_the_answer_was_forgotten(here: Workspace) -> None:
    asked = here.dana.says(here.channel, f"<@{here.me}> acme 404")
    choice = here.answer(here.channel, asked["ts"])
    here.forgets()
    click(here, choice, "choose:1")
    here.dana.waits_for(lambda: "The gizmo was taken away" in blocks_text(here.answer(here.channel, asked["ts"])))


def test_what_was_chosen_is_noted(here: Workspace) -> None:
    asked = here.dana.says(here.channel, f"<@{here.me}> acme 404")
    click(here, here.answer(here.channel, asked["ts"]), "choose:1")
    (note,) = here.dana.waits_for(here.memory.notes)
    assert (note.verdict, note.entry) == ("chosen", ("acme-packager", "404", "AcmeGizmoGone"))
