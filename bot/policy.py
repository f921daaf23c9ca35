"""Where the bot may speak: channel by channel, what was decided there, or else what the channel's name says.

Asked, it always answers, unless a channel is off. Unasked, it speaks in automatic channels alone; those that another workspace is
in are automatic by decision only, never by their name.
"""

from __future__ import annotations

import time
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot.rules import Rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_sdk import WebClient

    from bot.db.channels import Channel, Channels, Mode

FRESH = 2.0
"""Seconds for which a decision may be out of date in another replica."""
TOLD = 24 * 3600.0
"""Seconds after which Slack is asked anew what a channel is."""
UNTOLD = 3600.0
"""The same where it did not tell."""
NOW_AND_THEN = 600.0
KEPT = 5_000


class Policy:
    """Decides where the bot may speak, by the rules and by what was decided in each channel."""

    def __init__(self, channels: Channels, rules: Rules | None = None) -> None:
        self.channels = channels
        self.rules = rules or Rules()
        self._concerned: dict[tuple[str, str], float] = {}
        self._seen: set[tuple[str, str, str]] = set()
        self._known: dict[tuple[str, str], tuple[float, Channel, frozenset[str]]] = {}

    def channel(self, client: WebClient, team: str, id_: str) -> Channel:
        """A channel, with what Slack tells of it; asked for when that is missing or old."""
        return self._look(client, team, id_)[0]

    def mode(self, channel: Channel, *, shared: bool = False) -> Mode:
        """How a channel is answered, apart from being quiet for a while.

        Args:
            channel: as it is known.
            shared: whether an event said that another workspace is in it.
        """
        if channel.mode:
            return channel.mode
        if not (shared or channel.shared) and self.is_named(channel.name):
            return "automatic"
        return "asked"

    def is_named(self, name: str) -> bool:
        """Whether a channel of that name is automatic unless it is decided otherwise."""
        return any(fnmatchcase(name.casefold(), pattern.casefold()) for pattern in self.rules.names)

    def is_open(self, client: WebClient, team: str, id_: str, *, shared: bool = False) -> bool:
        """Whether something may be said in a channel unasked, now."""
        channel = self.channel(client, team, id_)
        return self.mode(channel, shared=shared) == "automatic" and not channel.quiet

    def hears(self, client: WebClient, team: str, id_: str, message: Mapping[str, Any]) -> bool:
        """Whether the author of a message is answered: a person, or a bot that was allowed, everywhere or here."""
        bot, app = str(message.get("bot_id") or ""), str(message.get("app_id") or "")
        if not bot or {bot, app} & self.rules.bots:
            return True
        return bool({bot, app} & self._look(client, team, id_)[1])

    def saw(self, team: str, id_: str, message: Mapping[str, Any]) -> None:
        """A bot that is not heard posts in a channel: keep it, so that it can be allowed."""
        bot, name = str(message.get("bot_id") or ""), message.get("username") or ""
        profile = message.get("bot_profile") or {}
        if bot and (team, id_, bot) not in self._seen:
            self.channels.saw_bot(team, id_, bot, str(name or profile.get("name") or ""))
            if len(self._seen) >= KEPT:
                self._seen.clear()
            self._seen.add((team, id_, bot))

    def concerned(self, team: str, id_: str) -> None:
        """Something in a channel concerned us; kept every now and then, for ``lately``."""
        if time.monotonic() - self._concerned.get((team, id_), float("-inf")) > NOW_AND_THEN:
            self.channels.concerned(team, id_)
            if len(self._concerned) >= KEPT:
                self._concerned.clear()
            self._concerned[team, id_] = time.monotonic()

    def forget(self, team: str, id_: str) -> None:
        """Something was decided about a channel: what was known of it is out of date."""
        self._known.pop((team, id_), None)

    def may_decide(self, client: WebClient, channel: Channel, person: str) -> bool:
        """Whether a person may decide about a channel; where Slack does not tell who they are, they may not."""
        deciders = self.rules.deciders
        if person in deciders or "members" in deciders:
            return True
        if "creators" in deciders and channel.creator == person:
            return True
        return "admins" in deciders and _is_admin(client, person)

    def _look(self, client: WebClient, team: str, id_: str) -> tuple[Channel, frozenset[str]]:
        at, channel, bots = self._known.get((team, id_), (0.0, None, frozenset()))
        if channel is not None and time.monotonic() - at < FRESH:
            return channel, bots
        channel = self._told(client, self.channels.get(team, id_))
        bots = frozenset(bot.id for bot in self.channels.bots(team, id_) if bot.heard)
        if len(self._known) >= KEPT:
            self._known.clear()
        self._known[team, id_] = (time.monotonic(), channel, bots)
        return channel, bots

    def _told(self, client: WebClient, channel: Channel) -> Channel:
        """The channel, after Slack was asked what it is, if that is due; direct messages are nobody else's."""
        if channel.id.startswith("D") or (
            channel.told is not None and channel.told < (TOLD if channel.name else UNTOLD)
        ):
            return channel
        try:
            told: Mapping[str, Any] = client.conversations_info(channel=channel.id).get("channel") or {}
        except SlackApiError as error:
            if error.response.status_code == 429 or error.response.status_code >= 500:
                raise
            told = {}  # not allowed to know: its name decides nothing
        shared = bool(told.get("is_ext_shared") or told.get("is_pending_ext_shared"))
        name, creator = str(told.get("name") or channel.name), str(told.get("creator") or channel.creator)
        self.channels.told(channel.team, channel.id, name=name, creator=creator, shared=shared or channel.shared)
        return self.channels.get(channel.team, channel.id)


def _is_admin(client: WebClient, person: str) -> bool:
    try:
        told = client.users_info(user=person).get("user") or {}
    except SlackApiError:  # without users:read nobody is known to be one
        return False
    return bool(told.get("is_admin") or told.get("is_owner"))
