"""Direct messages: everything is a question."""

from tests.listeners import LOCKED
from tests.slack_bot import Workspace, blocks_text


def test_a_direct_message_is_answered_beside_it(here: Workspace) -> None:
    channel = here.dana.does("open_im", **{"with": here.me})["channel"]["id"]
    here.dana.says(channel, LOCKED)
    answer = here.answer(channel)
    assert "Widget locked" in blocks_text(answer)
    assert "thread_ts" not in answer


def test_in_a_thread_the_answer_stays_there(here: Workspace) -> None:
    channel = here.dana.does("open_im", **{"with": here.me})["channel"]["id"]
    first = here.dana.says(channel, "help")
    here.dana.says(channel, f"streamerr {LOCKED}", thread_ts=first["ts"])
    assert "Widget locked" in blocks_text(here.answer(channel, first["ts"]))


def test_a_file_alone_is_a_question(here: Workspace) -> None:
    channel = here.dana.does("open_im", **{"with": here.me})["channel"]["id"]
    here.dana.does("upload", channel=channel, name="error.txt", content=LOCKED, text="")
    assert "Widget locked" in blocks_text(here.answer(channel))


def test_the_bot_does_not_answer_itself(here: Workspace) -> None:
    channel = here.dana.does("open_im", **{"with": here.me})["channel"]["id"]
    here.dana.says(channel, "help")
    here.answer(channel)
    here.settles()
    assert len(here.said(channel)) == 1
