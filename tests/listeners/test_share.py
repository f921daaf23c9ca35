"""Sharing private answers."""

from tests.listeners import LOCKED
from tests.slack_bot import Json, Workspace, blocks_text, button


def private(here: Workspace, text: str) -> Json:
    here.dana.does("command", channel=here.channel, text=f"/streamerr {text}")
    return here.answer(here.channel)


def share(here: Workspace, message: Json) -> None:
    here.dana.does("act", channel=here.channel, ts=message["ts"], **button(message, "share"))


def test_a_private_answer_is_shared_with_the_channel(here: Workspace) -> None:
    share(here, private(here, LOCKED))
    shared = here.answer(here.channel, who=here.sam)
    assert f"Shared by <@{here.dana.user}>" in blocks_text(shared)
    assert "Widget locked" in blocks_text(shared)
    assert not shared.get("is_ephemeral")


def test_an_answer_is_shared_once(here: Workspace) -> None:
    message = private(here, LOCKED)
    share(here, message)
    here.answer(here.channel, who=here.sam)
    share(here, message)
    here.dana.waits_for(lambda: any("shared already" in one["text"] for one in here.said(here.channel)))
    assert len(here.said(here.channel, who=here.sam)) == 1


def test_an_answer_whose_post_was_lost_on_the_way_is_shared_after_all(here: Workspace) -> None:
    message = private(here, LOCKED)
    here.dana.turns("fault", kind="lose_call", method="chat.postMessage")
    share(here, message)
    here.sam.waits_for(lambda: here.said(here.channel, who=here.sam), 20)
    here.dana.waits_for(lambda: any(one["text"] == "Shared." for one in here.said(here.channel)), 20)


def test_a_choice_can_be_shared(here: Workspace) -> None:
    share(here, private(here, "acme 404"))
    assert "Which one is it?" in blocks_text(here.answer(here.channel, who=here.sam))


def test_where_the_bot_is_no_member_an_answer_can_be_shared_too(here: Workspace) -> None:
    made = here.slack.workspace.add_channel(
        "elsewhere", frozenset({here.dana.user, here.sam.user}), creator=here.sam.user
    )
    here.dana.does("command", channel=made.id, text=f"/streamerr {LOCKED}")
    message = here.dana.waits_for(lambda: [one for one in here.dana.reads(made.id) if "Widget locked" in one["text"]])[
        0
    ]
    here.dana.does("act", channel=made.id, ts=message["ts"], **button(message, "share"))
    here.sam.waits_for_message(made.id, "Widget locked")


def test_an_answer_that_was_forgotten_is_asked_for_again(here: Workspace) -> None:
    message = private(here, "0x8088F999")
    here.forgets()
    share(here, message)
    here.dana.waits_for(lambda: any("Ask again" in one["text"] for one in here.said(here.channel)))
