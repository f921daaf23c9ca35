"""The state, without anything around it."""

import pytest

from bot.local.manifest import read
from bot.local.model import Message
from bot.local.seed import Seed, plant
from bot.local.workspace import EPHEMERALS, Workspace
from tests.local.conftest import MANIFEST
from tests.local.refusals import refusing


@pytest.fixture
def workspace() -> Workspace:
    return Workspace()


@pytest.fixture
def seed(workspace: Workspace) -> Seed:
    return plant(workspace, read(MANIFEST))


def test_timestamps_are_unique_and_only_grow(workspace: Workspace) -> None:
    stamps = [workspace.next_ts() for _ in range(10_000)]
    assert stamps == sorted(set(stamps))
    assert all(len(stamp.partition(".")[2]) == 6 for stamp in stamps)


def test_ids_are_unique(workspace: Workspace) -> None:
    assert len({workspace.new_id("C") for _ in range(1000)}) == 1000


def test_direct_messages_of_two_are_one_conversation(workspace: Workspace, seed: Seed) -> None:
    assert workspace.open_im(seed.dana, seed.sam) == workspace.open_im(seed.sam, seed.dana)
    assert workspace.open_im(seed.dana, seed.dana).other(seed.dana) == seed.dana


@pytest.mark.parametrize(
    ("what", "error"),
    [
        ("user", "user_not_found"),
        ("channel", "channel_not_found"),
        ("app", "app_not_found"),
        ("file", "file_not_found"),
        ("view", "not_found"),
    ],
)
def test_what_is_not_there_is_refused_by_slacks_name(workspace: Workspace, what: str, error: str) -> None:
    with refusing(error):
        getattr(workspace, what)("X404")


def test_a_deleted_reply_leaves_its_thread(workspace: Workspace, seed: Seed) -> None:
    root = workspace.post(Message(seed.general, seed.dana, "root"))
    reply = workspace.post(Message(seed.general, seed.dana, "reply", thread_ts=root.ts))
    workspace.delete(reply)
    assert workspace.replies(seed.general, root.ts) == []
    with refusing("message_not_found"):
        workspace.message(seed.general, reply.ts)


def test_only_so_many_ephemeral_messages_are_kept(workspace: Workspace, seed: Seed) -> None:
    for number in range(EPHEMERALS + 5):
        workspace.whisper(Message(seed.general, seed.dana, str(number), visible_to=seed.sam))
    kept = workspace.ephemerals(seed.general, seed.sam)
    assert (len(kept), kept[0].text) == (EPHEMERALS, "5")


def test_who_leaves_is_no_member(workspace: Workspace, seed: Seed) -> None:
    assert seed.dana not in workspace.leave(seed.general, seed.dana).members
    assert seed.dana in workspace.join(seed.general, seed.dana).members


def test_several_people_react_with_the_same_emoji(workspace: Workspace, seed: Seed) -> None:
    message = workspace.post(Message(seed.general, seed.dana, "look"))
    message = workspace.react(message, seed.dana, "eyes", add=True)
    message = workspace.react(message, seed.sam, "eyes", add=True)
    assert message.reactions[0].users == (seed.dana, seed.sam)
