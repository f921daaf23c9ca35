"""The directory: the channels that App Home lists for a person, and only those that they may know of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot.failure import is_passing
from bot.timespan import DAY

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.db.channels import Channel, Mode
    from bot.desk import Desk

ROWS = 20
PAGES = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A channel of the directory.

    Attributes:
        channel: as it is known.
        mode: how it is answered.
        pattern: that its name fits, or "".
        may: whether the person may change that.
    """

    channel: Channel
    mode: Mode
    pattern: str
    may: bool


@dataclass(frozen=True, slots=True)
class Directory:
    """The channels of a person: those answered unasked first, then those that were set, then those with errors lately.

    Attributes:
        rows: the first of them.
        more: how many there are besides.
    """

    rows: tuple[Row, ...] = ()
    more: int = 0


def directory(desk: Desk, client: WebClient, team: str, person: str) -> Directory:
    """The channels to list for a person: public ones, and private ones that they are in."""
    policy = desk.policy
    listed = [one for one in policy.channels.known(team) if one.name and _is_worth_a_row(one, policy.mode(one))]
    theirs = _private(client, person) if any(not one.public for one in listed) else frozenset()
    seen = [one for one in listed if one.public or one.id in theirs]
    seen.sort(key=lambda one: (policy.mode(one) != "automatic", not one.mode, one.name))
    rows = tuple(
        Row(one, policy.mode(one), policy.rules.pattern(one.name), policy.may_decide(client, one, person))
        for one in seen[:ROWS]
    )
    return Directory(rows, len(seen) - len(rows))


def _is_worth_a_row(channel: Channel, mode: Mode) -> bool:
    lately = channel.heard is not None and channel.heard < 7 * DAY
    return bool(channel.mode) or mode == "automatic" or lately


def _private(client: WebClient, person: str) -> frozenset[str]:
    """The private channels that both a person and the bot are in; none where Slack does not tell."""
    found: set[str] = set()
    cursor = ""
    try:
        for _ in range(PAGES):
            told = client.users_conversations(user=person, types="private_channel", limit=200, cursor=cursor)
            found |= {str(one["id"]) for one in told.get("channels") or ()}
            cursor = (told.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
    except SlackApiError as error:
        if is_passing(error):
            raise
    return frozenset(found)
