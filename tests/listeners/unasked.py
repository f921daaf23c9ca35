"""What the bot says unasked, waited for and looked at."""

from __future__ import annotations

from tests.listeners import XML
from tests.slack_bot import Json, Workspace, blocks_text

PATIENT = 20.0
"""Seconds; a reply is changed at most every three."""


def tells(here: Workspace, thread: str, *texts: str, without: str = "") -> Json:
    """The bot's only message in a thread of #incidents, once it holds all of that."""

    def found() -> Json | None:
        said = here.said(here.channel, thread)
        shown = blocks_text(said[0]) if len(said) == 1 else ""
        fits = shown and all(text in shown for text in texts) and not (without and without in shown)
        return said[0] if fits else None

    message: Json = here.dana.waits_for(found, PATIENT)
    return message


def all_said(here: Workspace, channel: str = "") -> list[Json]:
    """Everything that the bot says in a channel and in its threads."""
    where = channel or here.channel
    threads = [one["ts"] for one in here.dana.reads(where) if one.get("reply_count")]
    return [*here.said(where), *(one for thread in threads for one in here.said(where, thread))]


def on(host: str) -> str:
    """The error, as a host tells it."""
    return f"GET https://{host}/a.isml/Manifest\nHTTP/1.1 409 Conflict\n\n{XML}"
