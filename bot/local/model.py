"""The nouns of the local Slack: values that pass between its rooms, none of which change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]

TEAM = "T0LOCAL001"
PARTNER_TEAM = "T0PARTNER1"
TEAM_DOMAIN = "local"
TEAM_NAME = "Local workspace"
SLACKBOT = "USLACKBOT"

ChannelKind = Literal["channel", "group", "im"]


class RefusedError(Exception):
    """What Slack will not do, by Slack's own word for it.

    Args:
        error: Slack's error code, such as ``channel_not_found``.
        told: further fields of the answer, such as ``needed`` and ``provided``.
    """

    def __init__(self, error: str, **told: Any) -> None:
        super().__init__(error)
        self.error = error
        self.told = told


@dataclass(frozen=True, slots=True)
class User:
    """Someone in the workspace; ``bot_id`` and ``app_id`` are empty for people."""

    id: str
    name: str
    real_name: str
    is_admin: bool = False
    is_owner: bool = False
    bot_id: str = ""
    app_id: str = ""
    team: str = TEAM


@dataclass(frozen=True, slots=True)
class Channel:
    """A conversation: a public channel, a private one (``group``) or a direct message (``im``, two members)."""

    id: str
    name: str
    kind: ChannelKind
    members: frozenset[str]
    creator: str
    created: int
    topic: str = ""
    is_ext_shared: bool = False

    def other(self, user: str) -> str:
        """In a direct message, who ``user`` talks to; themselves when they talk to themselves."""
        return next(iter(sorted(self.members - {user})), user)


@dataclass(frozen=True, slots=True)
class Reaction:
    """One emoji under a message, and who put it there."""

    name: str
    users: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file; ``mode`` is ``snippet`` for text that Slack shows, ``hosted`` for the rest."""

    id: str
    name: str
    title: str
    user: str
    content: bytes
    created: int
    mimetype: str
    filetype: str
    pretty_type: str
    mode: str
    shared_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A message. ``ts`` names it within its channel; ``visible_to`` is set on an ephemeral one.

    ``ts`` and ``thread_ts`` are seconds since 1970 with six decimals, as text. ``edited`` is ``(user, ts)``; ``renamed`` is
    ``(old name, name)`` where the message tells that its channel has another one.
    """

    channel: str
    user: str
    text: str = ""
    ts: str = ""
    blocks: tuple[Json, ...] = ()
    attachments: tuple[Json, ...] = ()
    files: tuple[str, ...] = ()
    thread_ts: str = ""
    subtype: str = ""
    bot_id: str = ""
    app_id: str = ""
    username: str = ""
    client_msg_id: str = ""
    reactions: tuple[Reaction, ...] = ()
    edited: tuple[str, str] | None = None
    metadata: Json | None = None
    renamed: tuple[str, str] | None = None
    visible_to: str = ""

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread without being its first message."""
        return bool(self.thread_ts) and self.thread_ts != self.ts


@dataclass(frozen=True, slots=True)
class View:
    """A modal or an App Home: ``body`` is what the app sent, with the ids that Slack adds to its blocks."""

    id: str
    app_id: str
    user: str
    body: Json
    hash: str
    root_id: str
    previous_id: str = ""
    values: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command of an app, with its slash."""

    name: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut of an app: ``kind`` is ``message`` (in a message's menu) or ``global``."""

    callback_id: str
    name: str
    kind: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class App:
    """An installed app: what its manifest asked for, and the secrets it was given."""

    id: str
    name: str
    description: str
    user: str
    bot_id: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...]
    home_tab: bool
    messages_tab: bool
    agent: bool
    bot_token: str
    app_token: str
    signing_secret: str
    verification_token: str


@dataclass(frozen=True, slots=True)
class Pace:
    """Slack's clock, in seconds; tests make it run faster.

    Attributes:
        acknowledge: how long an app may take to say that it has an event or an interaction.
        retries: the pauses before an event is sent again.
        trigger: how long a ``trigger_id`` opens a modal.
        response_url: how long a ``response_url`` works.
        ping: how often a socket is pinged.
    """

    acknowledge: float = 3.0
    retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    trigger: float = 3.0
    response_url: float = 1800.0
    ping: float = 10.0


@dataclass(frozen=True, slots=True)
class Envelope:
    """Something for an app: ``type`` is ``events_api``, ``slash_commands`` or ``interactive``."""

    type: str
    payload: Json
    attempt: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What came back for an envelope: ``error`` is empty when the app has it; ``payload`` is what it said with that.

    ``final`` means that the app asked not to be sent the same again.
    """

    error: str = ""
    payload: Json | None = None
    final: bool = False
