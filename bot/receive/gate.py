"""The gate: what does not concern us is forgotten before it is stored.

A question concerns us, what happens to a message that did, and what becomes of a channel; of other messages only those in
automatic channels, by authors that are heard, that tell of something certain. A file cannot be read while Slack waits, so a
message with one is let through, without its words.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.asking import says_name
from bot.conversation import is_direct
from bot.db.model import Place
from bot.listeners.edits import same
from bot.listeners.mention import SPOKEN, mentioned
from bot.listeners.renamed import RENAMED
from bot.overheard import certain_in
from bot.plain import plain, typed
from bot.receive.envelope import event_of, message_key, team_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_sdk import WebClient

    from bot.desk import Desk

Json = dict[str, Any]
OF_A_FILE = ("id", "name", "mimetype", "filetype", "mode", "size", "url_private", "url_private_download", "file_access")
"""What has to be known of a file to read it."""


class Gate:
    """Says what concerns us.

    Args:
        desk: knows where the bot may speak, and what it takes part in.
        client: Slack.
    """

    def __init__(self, desk: Desk, client: WebClient) -> None:
        self._desk = desk
        self._client = client

    @cached_property
    def _me(self) -> tuple[str, str]:
        """The ids of our user and of our bot."""
        told = self._client.auth_test()
        return str(told.get("user_id") or ""), str(told.get("bot_id") or "")

    def glance(self, body: Mapping[str, Any]) -> bool | None:
        """Whether a payload concerns us, where that can be seen without looking anything up; None where it can't be."""
        event = event_of(body)
        if "_me" not in self.__dict__:
            return None
        if event.get("type") != "message":
            return None if event.get("type") == "member_joined_channel" else True
        if self._ours(event.get("message") or event):
            return False
        return True if event.get("subtype") in SPOKEN and self._asks(event) else None

    def passes(self, body: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """What of a payload is to be recorded; None when it does not concern us."""
        event = event_of(body)
        if event.get("type") == "member_joined_channel":
            return body if event.get("user") == self._me[0] else None
        subtype = event.get("subtype")
        if event.get("type") != "message" or subtype in RENAMED:
            return body
        if subtype in ("message_changed", "message_deleted"):
            return self._edited(body, event)
        if subtype not in SPOKEN or self._ours(event):
            return None
        if self._asks(event):
            return body
        return self._overheard(body, event, event)

    def _ours(self, message: Mapping[str, Any]) -> bool:
        user, bot = self._me
        return message.get("user") == user or (bool(bot) and message.get("bot_id") == bot)

    def _asks(self, event: Mapping[str, Any]) -> bool:
        return (
            is_direct(event)
            or mentioned(event, self._me[0])
            or (bool(event.get("thread_ts")) and says_name(typed(event)))
        )

    def _edited(self, body: Mapping[str, Any], event: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """What happens to a message concerns us when the message did, or when it does by now."""
        message = event.get("message") or {}
        ts = str(event.get("deleted_ts") or message.get("ts") or "")
        if self._ours(message):
            return None
        if event.get("subtype") == "message_changed" and same(message, event.get("previous_message")):
            return None
        place = Place(team_of(body), str(event.get("channel")), ts)
        if self._desk.inbox.knows(message_key(place.team, place.channel, ts)) or self._desk.incidents.of_message(place):
            return body
        if not message or message.get("subtype") not in SPOKEN:
            return None
        if mentioned(message, self._me[0]):
            return body
        return self._overheard(body, event, message)

    def _overheard(
        self, body: Mapping[str, Any], event: Mapping[str, Any], message: Mapping[str, Any]
    ) -> Mapping[str, Any] | None:
        team, channel = team_of(body), str(event.get("channel"))
        policy = self._desk.policy
        if not policy.is_open(self._client, team, channel, shared=bool(body.get("is_ext_shared_channel"))):
            return None
        if not policy.hears(self._client, team, channel, message):
            policy.saw(team, channel, message)
            return None
        if self._desk.memory.is_quiet(Place(team, channel, str(message.get("thread_ts") or message.get("ts")))):
            return None
        if certain_in(self._desk.kb.answer(plain(message))):
            return body
        return without_words(body) if message.get("files") else None


def without_words(body: Mapping[str, Any]) -> Json:
    """An event of a message with files, without what it says: only where it stands, and what is needed to read the files."""
    event: Json = {**event_of(body)}
    nested = isinstance(event.get("message"), dict)
    message = {**(event["message"] if nested else event)}
    for words in ("text", "blocks", "attachments"):
        message.pop(words, None)
    message["files"] = [{name: file[name] for name in OF_A_FILE if name in file} for file in message.get("files") or ()]
    event = {**event, "message": message} if nested else message
    event.pop("previous_message", None)
    return {**body, "event": event}
