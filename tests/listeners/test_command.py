"""``/streamerr``: private answers."""

import pytest

from tests.listeners import LOCKED
from tests.slack_bot import Workspace, blocks_text


def ask(here: Workspace, text: str) -> str:
    here.dana.does("command", channel=here.channel, text=f"/streamerr {text}")
    return blocks_text(here.answer(here.channel))


def test_an_answer_is_private(here: Workspace) -> None:
    assert "Widget locked" in ask(here, LOCKED)
    assert here.answer(here.channel)["is_ephemeral"]
    assert here.said(here.channel, who=here.sam) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "How to ask"),
        ("help", "How to ask"),
        (f"explain {LOCKED}", "Widget locked"),
        ("explain", "Explain what?"),
        ("acme widget locked", "Widget locked"),
        ("search widget", "Which one is it?"),
        ("search", "Search for what?"),
        ("search zzyzx", "Not in the knowledge base"),
        ("system", "acme-packager"),
        ("system acme", "The gizmo is gone"),
        ("system acme-pakager", "Did you mean"),
        ("version", "knowledge base"),
        ("0x8088F999", "Not in the knowledge base"),
        ("<Error><Code>0x8088F011</Code></Error>", "Widget locked"),
        ("&lt;Error&gt;&lt;Code&gt;0x8088F011&lt;/Code&gt;&lt;/Error&gt;", "Widget locked"),
    ],
)
def test_what_is_typed_is_understood(here: Workspace, text: str, told: str) -> None:
    assert told in ask(here, text)


def test_an_unknown_subcommand_is_a_question(here: Workspace) -> None:
    assert "Widget locked" in ask(here, f"please {LOCKED}")


def test_what_was_typed_cannot_ring(here: Workspace) -> None:
    told = ask(here, "<!channel> 0x8088F999")
    assert "<!channel" not in told
