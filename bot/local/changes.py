"""What can change in the workspace: each change is a value, told to everyone who watches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.local.model import Channel, File, Json, Message, View


@dataclass(frozen=True, slots=True)
class Posted:
    """A message was posted; an ephemeral one when it has ``visible_to``."""

    message: Message


@dataclass(frozen=True, slots=True)
class Edited:
    """A message was changed, by a person or by an app."""

    before: Message
    after: Message
    event_ts: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message is gone."""

    message: Message
    event_ts: str


@dataclass(frozen=True, slots=True)
class Reacted:
    """Someone put an emoji under a message, or took it away."""

    message: Message
    user: str
    name: str
    added: bool
    event_ts: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Someone became a member of a channel."""

    channel: Channel
    user: str
    inviter: str
    event_ts: str


@dataclass(frozen=True, slots=True)
class ChannelCreated:
    """Someone made a channel; its other members join later."""

    channel: Channel
    event_ts: str


@dataclass(frozen=True, slots=True)
class ChannelRenamed:
    """A channel has another name."""

    channel: Channel
    event_ts: str


@dataclass(frozen=True, slots=True)
class ChannelChanged:
    """A channel or a direct message was made or changed."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class FileShared:
    """A file was shared in a channel."""

    file: File
    channel: str
    user: str
    event_ts: str


@dataclass(frozen=True, slots=True)
class ViewChanged:
    """A modal or an App Home of one user: ``how`` is ``opened``, ``pushed``, ``updated``, ``closed`` or ``published``."""

    view: View
    how: str


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """A user looks at an app: at its ``home`` tab or at its ``messages``."""

    user: str
    app_id: str
    channel: str
    tab: str
    view: View | None
    event_ts: str


@dataclass(frozen=True, slots=True)
class Assisted:
    """An app set its status in a thread, or the prompts that a conversation offers."""

    channel: str
    thread_ts: str
    status: str | None = None
    prompts: tuple[Json, ...] = ()
    title: str = ""


Change = (
    Posted
    | Edited
    | Deleted
    | Reacted
    | Joined
    | ChannelCreated
    | ChannelRenamed
    | ChannelChanged
    | FileShared
    | ViewChanged
    | HomeOpened
    | Assisted
)
