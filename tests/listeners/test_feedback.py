"""What people say about answers."""

import pytest

from tests.listeners import LOCKED
from tests.slack_bot import Workspace, button


@pytest.mark.parametrize(("action", "verdict"), [("feedback:helped", "helped"), ("feedback:wrong", "wrong")])
def test_feedback_is_kept_with_the_evidence(here: Workspace, action: str, verdict: str) -> None:
    asked = here.dana.says(here.channel, f"<@{here.me}> secret words {LOCKED}")
    answer = here.answer(here.channel, asked["ts"])
    here.sam.does("act", channel=here.channel, ts=answer["ts"], **button(answer, action))
    (note,) = here.sam.waits_for(here.memory.notes)
    assert (note.verdict, note.user, note.entry[1]) == (verdict, here.sam.user, LOCKED)
    assert LOCKED in str(note.asked.answer.evidence)
    assert "secret words" not in str(note)


def test_who_says_something_is_thanked_in_private(here: Workspace) -> None:
    asked = here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
    answer = here.answer(here.channel, asked["ts"])
    here.sam.does("act", channel=here.channel, ts=answer["ts"], **button(answer, "feedback:helped"))
    here.sam.waits_for(
        lambda: "Thanks" in str(here.sam.reads(here.channel) + here.sam.reads(here.channel, asked["ts"]))
    )
    assert "Thanks" not in str(here.dana.reads(here.channel, asked["ts"]))


def test_a_gap_is_noted(here: Workspace) -> None:
    here.dana.does("command", channel=here.channel, text="/streamerr 0x8088F999")
    answer = here.answer(here.channel)
    here.dana.does("act", channel=here.channel, ts=answer["ts"], **button(answer, "gap"))
    (note,) = here.dana.waits_for(here.memory.notes)
    assert note.verdict == "gap"
    assert "0x8088F999" in str(note.asked.answer.evidence)
