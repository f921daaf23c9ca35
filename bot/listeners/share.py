"""The button Share: a private answer is posted for everybody, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot.card import card, note
from bot.cards.ref import Ref
from bot.db.model import Place, key_of
from bot.in_place import Click, tell
from bot.listeners.choose import GONE

if TYPE_CHECKING:
    from slack_bolt import Ack, App
    from slack_sdk import WebClient

    from bot.card import Card
    from bot.desk import Desk
    from kb import Answer

OUTSIDE = {"not_in_channel", "channel_not_found"}
SHARED = note("Shared.")
AGAIN = note("This answer was shared already.")
INVITE = note("I am not in this channel. Type `/invite @streamerr` there, then share again.")


def register(app: App, desk: Desk) -> None:
    """Share answers."""

    @app.action("share")
    def share(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        click = Click.of(body)
        ref = Ref.read(click.value)
        asked = desk.memory.recall(ref.key)
        answer = asked.answer if asked else None
        if ref.system and not (answer and answer.errors):
            answer = desk.chosen(ref)
        if answer is None:
            tell(desk, client, click, GONE)
        else:
            shared = key_of("share", click.message.team, click.message.channel, click.value)
            before = desk.voice.posts.of(shared)
            stands = before is not None and before.standing != "posting"
            tell(desk, client, click, AGAIN if stands else _posted(desk, client, click, shared, answer))


def _posted(desk: Desk, client: WebClient, click: Click, key: str, answer: Answer) -> Card:
    """Post the answer; return what the person who shared it is told."""
    shown = card(answer, Ref.read(click.value).key, shared_by=click.user)
    try:
        desk.voice.say(client, key, Place(click.message.team, click.message.channel, ""), shown, click.thread)
    except SlackApiError as error:
        if error.response.get("error") not in OUTSIDE:
            raise
        if not click.url:
            return INVITE
        desk.voice.respond(click.url, shown, response_type="in_channel", replace_original=False)
    return SHARED
