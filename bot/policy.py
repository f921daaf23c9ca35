"""Where the bot may speak: channel by channel, what was decided there, or else what the channel's name says.

Asked, it always answers, unless a channel is off. Unasked, it speaks in automatic channels alone; those that another workspace is
in are automatic by decision only, never by their name.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Literal

from slack_sdk.errors import SlackApiError

from bot.failure import is_passing
from bot.people import People
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
    """Decides where the bot may speak, by the rules and by what was decided in each channel.

    Attributes:
        channels: what is known of them. What is decided goes through here, so that it holds at once.
        rules: what holds for all of them.
        people: who may decide.
    """

    def __init__(self, channels: Channels, rules: Rules | None = None) -> None:
        self.channels = channels
        self.rules = rules or Rules()
        self.people = People()
        self._concerned: dict[tuple[str, str], float] = {}
        self._seen: set[tuple[str, str, str]] = set()
        self._known: dict[tuple[str, str], tuple[float, Channel, frozenset[str]]] = {}
        self._forgotten = 0

    def channel(self, client: WebClient, team: str, id_: str) -> Channel:
        """A channel, with what Slack tells of it; asked for when that is missing or old."""
        return self._look(client, team, id_)[0]

    def look_again(self, client: WebClient, team: str, id_: str) -> Channel:
        """A channel, after Slack was asked anew: it tells more once the bot is a member."""
        channel = self._ask(client, self.channels.get(team, id_))
        self.forget(team, id_)
        return channel

    def mode(self, channel: Channel, *, shared: bool = False) -> Mode:
        """How a channel is answered, apart from being quiet for a while.

        Args:
            channel: as it is known.
            shared: whether an event said that another workspace is in it.
        """
        if channel.mode:
            return channel.mode
        if not (shared or channel.shared) and self.rules.pattern(channel.name):
            return "automatic"
        return "asked"

    def is_open(self, client: WebClient, team: str, id_: str, *, shared: bool = False) -> bool:
        """Whether something may be said in a channel unasked, now."""
        channel = self.channel(client, team, id_)
        if shared and not channel.shared:
            self.channels.shared(team, id_)
            self.forget(team, id_)
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

    def decide(self, team: str, id_: str, mode: Mode | Literal[""], person: str) -> None:
        """Decide whether a channel is answered; "" leaves it to its name. Being quiet ends with that."""
        self.channels.decide(team, id_, mode, person)
        self.forget(team, id_)

    def hush(self, team: str, id_: str, seconds: float, person: str) -> None:
        """Say nothing unasked in a channel for so many seconds; 0 ends that."""
        self.channels.hush(team, id_, seconds, person)
        self.forget(team, id_)

    def hear(self, team: str, id_: str, bot: str, person: str, *, heard: bool) -> None:
        """Decide whether a bot is answered in a channel."""
        self.channels.hear(team, id_, bot, person, heard=heard)
        self.forget(team, id_)

    def renamed(self, client: WebClient, team: str, id_: str, name: str) -> None:
        """A channel got another name, which may decide differently; Slack is asked whether it has that one still."""
        self.channels.named(team, id_, name)
        self.forget(team, id_)
        self.look_again(client, team, id_)

    def forget(self, team: str, id_: str) -> None:
        """What was known of a channel here is out of date."""
        self._forgotten += 1
        self._known.pop((team, id_), None)

    def may_decide(self, client: WebClient, channel: Channel, person: str, *, stranger: bool = False) -> bool:
        """Whether a person may decide about a channel; where Slack does not tell who they are, they may not.

        Args:
            client: Slack.
            channel: which one.
            person: who.
            stranger: whether they belong to another workspace: these may only when they are named.
        """
        deciders = self.rules.deciders
        if not person or (stranger and person not in deciders):
            return False
        if person in deciders or "members" in deciders:
            return True
        if "creators" in deciders and channel.creator == person:
            return True
        return "admins" in deciders and self.people.of(client, person).admin

    def _look(self, client: WebClient, team: str, id_: str) -> tuple[Channel, frozenset[str]]:
        at, channel, bots = self._known.get((team, id_), (0.0, None, frozenset()))
        if channel is not None and time.monotonic() - at < FRESH:
            return channel, bots
        before = self._forgotten
        channel = self._told(client, self.channels.get(team, id_))
        bots = frozenset(bot.id for bot in self.channels.bots(team, id_) if bot.heard)
        if len(self._known) >= KEPT:
            self._known.clear()
        if before == self._forgotten:  # else something was decided while we looked
            self._known[team, id_] = (time.monotonic(), channel, bots)
        return channel, bots

    def _told(self, client: WebClient, channel: Channel) -> Channel:
        """The channel, after Slack was asked what it is, if that is due; direct messages are nobody else's."""
        due = channel.told is None or channel.told >= (TOLD if channel.name else UNTOLD)
        return self._ask(client, channel) if due and not channel.id.startswith("D") else channel

    def _ask(self, client: WebClient, channel: Channel) -> Channel:
        try:
            told: Mapping[str, Any] = client.conversations_info(channel=channel.id).get("channel") or {}
        except SlackApiError as error:
            if is_passing(error):
                raise
            told = {}  # not allowed to know: what was known before holds
        shared = bool(told.get("is_ext_shared") or told.get("is_pending_ext_shared")) if told else channel.shared
        self.channels.told(
            channel.team,
            channel.id,
            name=str(told.get("name") or channel.name),
            creator=str(told.get("creator") or channel.creator),
            shared=shared,
            public=bool(told) and not (told.get("is_private") or told.get("is_mpim")),
        )
        return self.channels.get(channel.team, channel.id)
