"""What a person does with channels: make one, rename it, join it, bring others in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.local.changes import ChannelCreated
from bot.local.model import Message, RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.local.model import Channel
    from bot.local.workspace import Workspace

_NAME = re.compile(r"[\w-]{1,80}")


def make(
    workspace: Workspace,
    user: str,
    name: str,
    members: Sequence[str] = (),
    *,
    kind: str = "channel",
    creator: str = "",
    ext_shared: bool = False,
) -> Channel:
    """Make a channel and bring its members in, or ``invalid_name``, ``name_taken``, ``user_not_found``.

    Args:
        workspace: where.
        user: who makes it, its first member.
        name: of the channel.
        members: ids of those who are brought in.
        kind: ``channel`` for a public one, ``group`` for a private one.
        creator: whom Slack is to name as its creator, when it is not ``user``.
        ext_shared: whether another workspace shares it.
    """
    if kind not in ("channel", "group"):
        raise RefusedError("invalid_arguments")
    _refuse_name(workspace, name)
    for one in (user, creator or user, *members):
        workspace.user(one)
    channel = workspace.add_channel(
        name,
        frozenset({user}),
        "group" if kind == "group" else "channel",
        creator=creator or user,
        is_ext_shared=ext_shared,
    )
    workspace.tell(ChannelCreated(channel, workspace.next_ts()))
    for member in members:
        channel = workspace.join(channel.id, member, inviter=user)
    return channel


def rename(workspace: Workspace, user: str, channel: str, name: str) -> Channel:
    """Give a channel of one's own, or any as an admin, another name; a message tells its members."""
    found = member(workspace, user, channel)
    if found.kind == "im":
        raise RefusedError("method_not_supported_for_channel_type")
    who = workspace.user(user)
    if user != found.creator and not (who.is_admin or who.is_owner):
        raise RefusedError("not_authorized")
    _refuse_name(workspace, name)
    renamed = workspace.rename(found.id, name)
    text = f'<@{user}> has renamed the channel from "{found.name}" to "{name}"'
    subtype = f"{found.kind}_name"
    workspace.post(Message(found.id, user, text, subtype=subtype, renamed=(found.name, name)))
    return renamed


def join(workspace: Workspace, user: str, channel: str) -> Channel:
    """Join a public channel."""
    if workspace.channel(channel).kind != "channel":
        raise RefusedError("method_not_supported_for_channel_type")
    return workspace.join(channel, user)


def invite(workspace: Workspace, user: str, channel: str, invited: str) -> Channel:
    """Bring someone, or an app's bot, into a channel."""
    return workspace.join(member(workspace, user, channel).id, invited, inviter=user)


def member(workspace: Workspace, user: str, channel: str) -> Channel:
    """A channel that someone is a member of, or ``not_in_channel``."""
    found = workspace.channel(channel)
    if workspace.user(user).id not in found.members:
        raise RefusedError("not_in_channel")
    return found


def _refuse_name(workspace: Workspace, name: str) -> None:
    if not _NAME.fullmatch(name) or name != name.lower():
        raise RefusedError("invalid_name")
    if any(channel.name == name for channel in workspace.channels.values()):
        raise RefusedError("name_taken")
