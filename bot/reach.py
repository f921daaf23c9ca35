"""Reach: whether what is said in a channel reaches the bot, and which channels are answered unasked, as far as Slack tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot import scopes
from bot.failure import is_passing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from slack_sdk import WebClient

    from bot.db.channels import Channel
    from bot.rules import Rules

PAGES, PAGE = 5, 200
KINDS = {"public_channel": scopes.about(private=False), "private_channel": scopes.about(private=True)}


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether messages of a channel reach us.

    Attributes:
        member: whether the bot is in it; None where Slack does not tell.
        lacks: the permission that is missing to hear it, or "".
    """

    member: bool | None
    lacks: str = ""


def reach_of(client: WebClient, id_: str) -> Reach:
    """Whether messages of a channel reach us."""
    try:
        answer: Any = client.conversations_info(channel=id_)
    except SlackApiError as error:
        if is_passing(error):
            raise
        answer = error.response
    if channel := answer.get("channel"):
        return Reach(bool(channel.get("is_member")), _lacks(channel, scopes.granted(answer.headers)))
    return Reach(False if answer.get("error") == "channel_not_found" else None)


def joined(client: WebClient, granted: frozenset[str] | None) -> Iterator[Mapping[str, Any]]:
    """The channels that the bot is in, of the kinds that it may list."""
    kinds = [kind for kind, scope in KINDS.items() if granted is None or scope in granted]
    cursor = ""
    for _ in range(PAGES if kinds else 0):
        told = client.users_conversations(types=",".join(kinds), exclude_archived=True, limit=PAGE, cursor=cursor)
        yield from told.get("channels") or ()
        cursor = (told.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


@dataclass(frozen=True, slots=True)
class Automatic:
    """The channels that are answered unasked.

    Attributes:
        heard: the names of those that the bot hears.
        deaf: the names of those that it is in, but does not hear, each with the permission that it lacks.
        absent: what those are called that were turned on, but that it is not in; none where not every channel can be listed.
    """

    heard: tuple[str, ...]
    deaf: Mapping[str, str]
    absent: tuple[str, ...]


def automatic(
    inside: Iterable[Mapping[str, Any]], decided: Iterable[Channel], rules: Rules, granted: frozenset[str] | None
) -> Automatic:
    """Which channels are answered unasked.

    Args:
        inside: the channels that the bot is in, as Slack lists them.
        decided: the channels that something was decided about.
        rules: what decides elsewhere.
        granted: the app's permissions, if they are known.
    """
    modes = {channel.id: channel for channel in decided if channel.mode}
    heard, deaf = [], {}
    for told in inside:
        name, channel = str(told.get("name") or told.get("id")), modes.pop(str(told.get("id")), None)
        by_name = bool(rules.pattern(name)) and not told.get("is_ext_shared") and not told.get("is_pending_ext_shared")
        if not (channel.mode == "automatic" if channel else by_name):
            continue
        if lacks := _lacks(told, granted):
            deaf[name] = lacks
        else:
            heard.append(name)
    all_listed = granted is None or granted >= {*KINDS.values()}
    absent = tuple(one.name or one.id for one in modes.values() if all_listed and one.mode == "automatic")
    return Automatic(tuple(heard), deaf, absent)


def _lacks(channel: Mapping[str, Any], granted: frozenset[str] | None) -> str:
    """The permission that is missing to hear a channel, or ""."""
    needed = scopes.history(private=bool(channel.get("is_private")))
    return "" if granted is None or needed in granted else needed
