"""People, as Slack tells of them where the app has ``users:read``: what they are called, and whether they are admins."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot.failure import is_passing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_sdk import WebClient

FRESH = 60.0
"""Seconds for which it is not asked again who somebody is."""
KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody.

    Attributes:
        id: Slack's.
        told: whether Slack told who that is.
        name: what others call them, or "".
        admin: whether they are an admin or an owner of this workspace.
        bot: id of the bot that they are, or "".
    """

    id: str
    told: bool = False
    name: str = ""
    admin: bool = False
    bot: str = ""


class People:
    """Asks Slack who people are; what it told is known for a minute."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, Person]] = {}

    def of(self, client: WebClient, id_: str) -> Person:
        """Who somebody is; nothing but the id where Slack does not tell."""
        at, person = self._known.get(id_, (0.0, None))
        if person is None or time.monotonic() - at >= FRESH:
            person = _asked(client, id_)
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[id_] = (time.monotonic(), person)
        return person


def _asked(client: WebClient, id_: str) -> Person:
    try:
        told: Mapping[str, Any] = client.users_info(user=id_).get("user") or {}
    except SlackApiError as error:
        if is_passing(error):
            raise
        return Person(id_)
    profile = told.get("profile") or {}
    name = profile.get("display_name") or told.get("real_name") or profile.get("real_name") or told.get("name")
    admin = bool(told.get("is_admin") or told.get("is_owner")) and not told.get("is_stranger")
    return Person(id_, told=True, name=str(name or ""), admin=admin, bot=str(profile.get("bot_id") or ""))
