"""``Explain this error`` on messages."""

from bot.listeners.message_shortcut import CALLBACK
from tests.listeners import LOCKED, XML
from tests.slack_bot import Workspace, blocks_text, button


def explain(here: Workspace, ts: str, channel: str = "") -> None:
    here.dana.does("shortcut", callback_id=CALLBACK, channel=channel or here.channel, ts=ts)


def shown(here: Workspace, told: str) -> bool:
    return here.dana.waits_for(lambda: any(told in blocks_text(view) for view in here.dana.state()["views"])) is True


def test_another_persons_message_is_explained_in_private(here: Workspace) -> None:
    said = here.sam.says(here.channel, f"```{XML}```")
    explain(here, said["ts"])
    assert shown(here, "Widget locked")
    assert here.said(here.channel, said["ts"]) == []


def test_an_alert_is_explained(here: Workspace) -> None:
    attachment = {"title": "[FIRING]", "text": f"origin answers {LOCKED}", "fallback": "x"}
    told = here.dana.does("alert", user=here.slack.seed.alerts, channel=here.channel, text="", attachments=[attachment])
    explain(here, told["message"]["ts"])
    assert shown(here, "Widget locked")


def test_a_message_in_a_thread_is_explained_and_shared_there(here: Workspace) -> None:
    first = here.sam.says(here.channel, "hm")
    reply = here.sam.says(here.channel, LOCKED, thread_ts=first["ts"])
    explain(here, reply["ts"])
    view = here.modal()
    here.dana.does("act", view_id=view["id"], **button(view, "share"))
    answer = here.answer(here.channel, first["ts"])
    assert "Widget locked" in blocks_text(answer)
    assert f"Shared by <@{here.dana.user}>" in blocks_text(answer)


def test_a_file_is_read(here: Workspace) -> None:
    told = here.sam.does("upload", channel=here.channel, name="error.xml", content=XML, text="")
    explain(here, told["message"]["ts"])
    assert shown(here, "Widget locked")


def test_a_message_without_anything_to_read_says_so(here: Workspace) -> None:
    told = here.sam.does("upload", channel=here.channel, name="x.txt", content=" ", text="")
    explain(here, told["message"]["ts"])
    assert shown(here, "nothing to read")


def test_what_concerns_a_channel_is_not_asked_in_a_modal(here: Workspace) -> None:
    said = here.sam.says(here.channel, "recap 2h")
    explain(here, said["ts"])
    assert shown(here, "A recap is of a channel")
