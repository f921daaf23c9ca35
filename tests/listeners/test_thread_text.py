"""``streamerr ...`` in threads."""

from tests.listeners import LOCKED
from tests.slack_bot import Workspace, blocks_text


def test_in_a_thread_where_it_was_asked_its_name_is_enough(here: Workspace) -> None:
    first = here.dana.says(here.channel, f"<@{here.me}> 0x8088F999")
    here.answer(here.channel, first["ts"])
    here.sam.says(here.channel, f"streamerr {LOCKED}", thread_ts=first["ts"])
    assert "Widget locked" in blocks_text(here.answer(here.channel, first["ts"], after=1))


def test_other_talk_in_that_thread_is_met_with_silence(here: Workspace) -> None:
    first = here.dana.says(here.channel, f"<@{here.me}> {LOCKED}")
    here.answer(here.channel, first["ts"])
    here.sam.says(here.channel, f"thanks, {LOCKED} it is; streamerr knows", thread_ts=first["ts"])
    here.settles()
    assert len(here.said(here.channel, first["ts"])) == 1


def test_in_a_thread_where_it_was_not_asked_its_name_is_not_enough(here: Workspace) -> None:
    first = here.dana.says(here.channel, "hello")
    here.sam.says(here.channel, f"streamerr {LOCKED}", thread_ts=first["ts"])
    here.settles()
    assert here.said(here.channel, first["ts"]) == []


def test_its_name_is_enough_while_the_question_before_is_still_being_answered(here: Workspace) -> None:
    here.dana.turns("fault", kind="hang", method="chat.postMessage", next=1, seconds=1)
    first = here.dana.says(here.channel, f"<@{here.me}> 0x8088F999")
    here.sam.says(here.channel, f"streamerr {LOCKED}", thread_ts=first["ts"])
    here.dana.waits_for(lambda: "Widget locked" in " ".join(map(blocks_text, here.said(here.channel, first["ts"]))))
