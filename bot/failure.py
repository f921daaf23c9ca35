"""When something breaks: the person is told in private, with a short id; the log has the id and where it broke, never a text."""

from __future__ import annotations

import logging
import secrets
import traceback
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot import in_hand
from bot.card import note
from bot.db import trouble
from bot.db.model import Place
from bot.in_hand import LaterError
from bot.receive.envelope import key_of, team_of
from bot.refusal import may_be_done, retry_after, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_bolt import App, BoltResponse
    from slack_sdk import WebClient

    from bot.card import Card
    from bot.voice import Voice

PASSING = {"request_timeout", "team_added_to_org"}
"""Slack's words for what may work a while later, though nothing broke there and no limit was met."""

HOUSE = tuple(f"{Path(__file__).parents[1] / room}/" for room in ("bot", "kb", "migrations"))
"""Where our own code is."""
PLACES = 5
"""Of ours, that are told of an error."""

log = logging.getLogger(__name__)


def apology(id_: str) -> Card:
    """What is said about a failure."""
    text = (
        f"Something broke on my side, and your question has no answer yet. Ask again in a minute; if it happens again, tell"
        f" the people who run streamerr this id: `{id_}`"
    )
    return note(text)


def described(error: BaseException) -> str:
    """An error for the log: its kind, Slack's or the database's word for it, and where it came from, as far as that is ours.

    Not its message, which may hold a text.
    """
    said = _word(error)
    places = traceback.extract_tb(error.__traceback__)
    ours = [place for place in places[:-1] if place.filename.startswith(HOUSE)][-PLACES:]
    where = " < ".join(f"{place.name}:{place.lineno}" for place in reversed((*ours, *places[-1:])))
    return f"{type(error).__name__}{said and f' ({said})'}{where and f' at {where}'}"


def _word(error: BaseException) -> str:
    if not isinstance(error, SlackApiError):
        return trouble.word(error)
    answer = getattr(error.response, "data", error.response)
    if not isinstance(answer, dict) or not (told := word(error)):  # a page, or nothing
        return f"status {getattr(error.response, 'status_code', 'unknown')}"
    return f"{told}, needs {answer['needed']}" if answer.get("needed") else told


def is_passing(error: Exception) -> bool:
    """Whether the same may work a while later: Slack is busy or broken, a connection is, or the database."""
    if isinstance(error, SlackApiError):
        return may_be_done(error) or retry_after(error) is not None or word(error) in PASSING
    return isinstance(error, (LaterError, OSError, HTTPException, *trouble.PASSING))


def register(app: App, voice: Voice) -> None:
    """What went wrong in any listener is done again when it may pass; else people and the log are told."""

    @app.error
    def failed(error: Exception, body: dict[str, Any]) -> BoltResponse:
        from slack_bolt import BoltResponse

        hand = in_hand.current()
        if hand and is_passing(error):
            hand.failed = error
        else:
            log.error("%s: %s", id_ := secrets.token_hex(4), described(error))
            apologise(voice, app.client, body, id_)
        return BoltResponse(status=200, body="")


def apologise(voice: Voice, client: WebClient, body: Mapping[str, Any], id_: str) -> None:
    """Tell the person who asked that there is no answer, if anybody asked; what keeps us from it is only logged."""
    try:
        _tell(voice, client, body, apology(id_))
    except Exception as silence:  # noqa: BLE001  an apology must not stand in the way of what comes after it
        log.error("%s: nobody could be told: %s", id_, described(silence))


def _tell(voice: Voice, client: WebClient, body: Mapping[str, Any], card: Card) -> None:
    if url := body.get("response_url"):
        voice.respond(str(url), card, replace_original=False)
        return
    event = body.get("event") or {}
    inner = event.get("message") or event
    channel = str(event.get("channel") or (body.get("channel") or {}).get("id") or "")
    user = str(inner.get("user") or (body.get("user") or {}).get("id") or "")
    if not user or (event and event.get("type") not in ("message", "app_mention")):
        return
    thread = str(inner.get("thread_ts") or "")
    if channel.startswith("D") or (not channel and not event):
        key = f"{key_of(body)}>sorry"
        voice.say(client, key, Place(team_of(body), channel or user, str(inner.get("ts") or "")), card, thread)
    elif channel and (body.get("type") != "event_callback" or event.get("type") == "app_mention" or _names(event)):
        voice.whisper(client, channel, user, card, thread)


def _names(event: Mapping[str, Any]) -> bool:
    """Whether a message names us or somebody: what was only overheard is nobody's question, and gets no apology."""
    text = str((event.get("message") or event).get("text") or "")
    return "<@" in text or "streamerr" in text.casefold()
