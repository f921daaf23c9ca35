"""The modal with everything."""

from tests.listeners import LOCKED
from tests.slack_bot import Workspace, blocks_text, button


def test_more_opens_everything(here: Workspace) -> None:
    asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
    answer = here.answer(here.channel, asked["ts"])
    assert "Set both clocks" not in blocks_text(answer)
    here.sam.does("act", channel=here.channel, ts=answer["ts"], **button(answer, "more"))
    assert "Set both clocks" in blocks_text(here.modal(here.sam))


def test_more_works_after_the_answer_was_forgotten(here: Workspace) -> None:
    asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
    answer = here.answer(here.channel, asked["ts"])
    here.forgets()
    here.dana.does("act", channel=here.channel, ts=answer["ts"], **button(answer, "more"))
    assert "Set both clocks" in blocks_text(here.modal())


def test_from_a_modal_more_opens_on_top(here: Workspace) -> None:
    said = here.sam.says(here.channel, LOCKED)
    here.dana.does("shortcut", callback_id="explain_message", channel=here.channel, ts=said["ts"])
    view = here.modal()
    here.dana.does("act", view_id=view["id"], **button(view, "more"))
    here.dana.waits_for(lambda: "Set both clocks" in blocks_text(here.modal()))
