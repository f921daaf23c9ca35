"""The button Recap, and those of a recap: other spans, post it for everybody, post it as files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot import recap
from bot.card import note
from bot.cards import recap as recap_card
from bot.db.model import Place, key_of
from bot.failure import is_passing
from bot.in_place import Click, tell, turn
from bot.listeners.share import INVITE, OUTSIDE
from bot.post_mortem import files
from bot.recap import DEFAULT, Span

if TYPE_CHECKING:
    from slack_bolt import Ack, App
    from slack_sdk import WebClient

    from bot.card import Card
    from bot.desk import Desk
    from bot.recap import Recap

POSTED = note("Posted.")
AGAIN = note("This recap was posted here already.")
UNSURE = note(
    "Slack does not say whether the files arrived. If they are not here, take a new recap and post that as files."
)
NO_SCOPE = (
    "Slack takes no files from me: the app lacks the permission `files:write`. Somebody who manages the app can add it under"
    " OAuth & Permissions and install the app again. Until then, this is the Markdown, to copy."
)
REFUSED = "Slack did not take the files. This is the Markdown, to copy."


def register(app: App, desk: Desk) -> None:
    """Show recaps and hand them on."""

    @app.action(re.compile(r"^recap(:\d{1,9})?$"))
    def show(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        click = Click.of(body)
        seconds = str(body["actions"][0]["action_id"]).partition(":")[2]
        span = Span.read(click.value)
        thread = span.thread if span else click.thread
        card = recap.latest(desk, client, click.message, float(seconds or DEFAULT), thread, private=True)
        if seconds and click.private:
            turn(desk, client, click, card)
        else:
            tell(desk, client, click, card)

    @app.action("recap:post")
    def post(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        click = Click.of(body)
        if span := Span.read(click.value):
            told = recap.of(desk, client, click.message, span)
            tell(desk, client, click, _posted(desk, client, click, told))

    @app.action("recap:files")
    def attach(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        click = Click.of(body)
        if span := Span.read(click.value):
            told = recap.of(desk, client, click.message, span)
            tell(desk, client, click, _attached(desk, client, click, told))


def _posted(desk: Desk, client: WebClient, click: Click, told: Recap) -> Card:
    """Post a recap for everybody; return what the person who clicked is told."""
    key, thread = _key("recap", click, told.span), told.span.thread or click.thread
    if (before := desk.voice.posts.of(key)) and before.standing != "posting":
        return AGAIN
    shown = recap_card.recap(told, shared_by=click.user)
    try:
        desk.voice.say(client, key, _channel(click), shown, thread)
    except SlackApiError as error:
        if error.response.get("error") not in OUTSIDE:
            raise
        return INVITE
    return POSTED


def _attached(desk: Desk, client: WebClient, click: Click, told: Recap) -> Card:
    """Post a recap as files; return what the person who clicked is told: the text itself, where Slack takes no files."""
    key, thread = _key("files", click, told.span), told.span.thread or click.thread
    written = files(told)
    try:
        there = desk.voice.attach(client, key, _channel(click), written, recap_card.in_words_of(told), thread)
    except SlackApiError as error:
        word = error.response.get("error")
        if word in OUTSIDE:
            return INVITE
        if is_passing(error):
            raise
        why = NO_SCOPE if word == "missing_scope" else REFUSED
        return recap_card.written(written[0].text, written[0].name, why)
    return POSTED if there else UNSURE


def _key(what: str, click: Click, span: Span) -> str:
    """What is posted is known by where it goes and what it is of: a second click, or a second person's, posts nothing more."""
    return key_of(what, click.message.team, click.message.channel, span.thread or click.thread, span.value)


def _channel(click: Click) -> Place:
    return Place(click.message.team, click.message.channel, "")
