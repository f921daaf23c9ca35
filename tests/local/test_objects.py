"""Slack's objects."""

from bot.local.manifest import read
from bot.local.model import Message, User
from bot.local.objects import message_object, user_object, with_ids
from bot.local.seed import plant
from bot.local.workspace import Workspace
from tests.local.conftest import MANIFEST


def test_fields_that_are_empty_are_left_out_but_text_stays() -> None:
    workspace = Workspace()
    seed = plant(workspace, read(MANIFEST))
    message = workspace.post(Message(seed.general, seed.dana, attachments=({"text": "x"},)))
    shown = message_object(workspace, message)
    assert shown["text"] == ""
    assert {"subtype", "bot_id", "blocks", "files", "thread_ts", "edited"}.isdisjoint(shown)


def test_a_stranger_is_told_apart() -> None:
    assert user_object(User("U1", "noor", "Noor", team="T0PARTNER1"))["is_stranger"] is True


def test_blocks_and_elements_that_act_get_ids_and_keep_their_own() -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "x"}}
    image = {"type": "image", "image_url": "https://example.net/a.png", "alt_text": "a"}
    actions, section = with_ids(
        [
            {"type": "actions", "block_id": "mine", "elements": [button, {**button, "action_id": "own"}]},
            {"type": "section", "accessory": image},
        ]
    )
    assert actions["block_id"] == "mine"
    assert actions["elements"][0]["action_id"]
    assert actions["elements"][1]["action_id"] == "own"
    assert section["block_id"]
    assert "action_id" not in section["accessory"]
